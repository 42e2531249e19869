"""Ad accounts: who may enter, what may be spent, what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client


class Relation(models.TextChoices):
    """Whose somebody is, as judged when the record was written."""

    OURS = "ours", _("Ours")
    CLIENT = "client", _("The client's")
    AGENCY = "agency", _("Another agency's")
    OTHER = "other", _("Someone else's")


@keep_past(model_name="AdAccountPast")
class AdAccount(Record):
    client = models.ForeignKey(Client, models.PROTECT, related_name="ad_accounts", verbose_name=_("client"))
    platform = models.CharField(_("platform"), max_length=40, default="google_ads")
    number = models.CharField(_("account number"), max_length=60)
    name = models.CharField(_("name"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    value_is_money = models.BooleanField(_("conversion value is money"), default=True)

    objects = RecordQuerySet["AdAccount"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("ad account")
        verbose_name_plural = _("ad accounts")
        constraints = [
            identity("adaccount"),
            models.UniqueConstraint(fields=["platform", "number"], name="adaccount_once_a_platform"),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.name or self.number


class AccessQuerySet(RecordQuerySet["AccountAccess"]):
    def open(self, on: dt.date) -> Self:
        return self.filter(granted_on__lte=on).exclude(revoked_on__lte=on)


@keep_past(model_name="AccountAccessPast")
class AccountAccess(Record):
    """A person who may enter an ad account."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="account_accesses", verbose_name=_("client"))
    ad_account = models.ForeignKey(AdAccount, models.PROTECT, related_name="accesses", verbose_name=_("ad account"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=60, blank=True)
    granted_on = models.DateField(_("granted on"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    relation = models.CharField(_("whose"), max_length=8, choices=Relation)
    announced = models.BooleanField(_("announced to us"), default=False)

    objects = AccessQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("access to an ad account")
        verbose_name_plural = _("accesses to ad accounts")
        ordering = ("-granted_on",)
        constraints = [identity("accountaccess")]
        indexes = [models.Index(fields=["client", "granted_on"], name="accountaccess_client_granted")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.email


@keep_past(model_name="ManagerLinkPast")
class ManagerLink(Record):
    """A manager account (an agency's) that is linked to a client's ad account."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="manager_links", verbose_name=_("client"))
    ad_account = models.ForeignKey(
        AdAccount, models.PROTECT, related_name="manager_links", verbose_name=_("ad account")
    )
    manager_number = models.CharField(_("manager account"), max_length=60)
    manager_name = models.CharField(_("name"), max_length=200, blank=True)
    linked_on = models.DateField(_("linked on"))
    unlinked_on = models.DateField(_("unlinked on"), null=True, blank=True)
    relation = models.CharField(_("whose"), max_length=8, choices=Relation, default=Relation.AGENCY)
    announced = models.BooleanField(_("announced to us"), default=False)

    objects = RecordQuerySet["ManagerLink"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("manager account link")
        verbose_name_plural = _("manager account links")
        ordering = ("-linked_on",)
        constraints = [identity("managerlink")]
        indexes = [models.Index(fields=["client", "linked_on"], name="managerlink_client_linked")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.manager_name or self.manager_number


@keep_past(model_name="BudgetPast")
class Budget(Record):
    """What may be spent a month on an ad account, from a day on."""

    class Side(models.TextChoices):
        CLIENT = "client", _("The client")
        US = "us", _("Us")

    client = models.ForeignKey(Client, models.PROTECT, related_name="budgets", verbose_name=_("client"))
    ad_account = models.ForeignKey(AdAccount, models.PROTECT, related_name="budgets", verbose_name=_("ad account"))
    starts = models.DateField(_("from"))
    monthly = models.DecimalField(_("a month"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    made_by = models.CharField(_("changed by"), max_length=6, choices=Side, default=Side.CLIENT)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RecordQuerySet["Budget"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ("-starts",)
        constraints = [
            identity("budget"),
            models.UniqueConstraint(fields=["ad_account", "starts"], name="budget_once_a_day"),
            models.CheckConstraint(condition=models.Q(monthly__gte=0), name="budget_not_negative"),
        ]
        indexes = [models.Index(fields=["client", "starts"], name="budget_client_starts")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.monthly} {self.currency} ({self.starts})"


@keep_past(model_name="AdResultPast")
class AdResult(Record):
    """One day of one ad account."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="ad_results", verbose_name=_("client"), db_index=False
    )
    ad_account = models.ForeignKey(
        AdAccount, models.PROTECT, related_name="results", verbose_name=_("ad account"), db_index=False
    )
    occurred_on = models.DateField(_("date"))
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2)
    clicks = models.PositiveIntegerField(_("clicks"), null=True, blank=True)
    conversions = models.DecimalField(_("conversions"), max_digits=14, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("conversion value"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)

    objects = RecordQuerySet["AdResult"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("ad result")
        verbose_name_plural = _("ad results")
        ordering = ("-occurred_on",)
        constraints = [
            identity("adresult"),
            models.UniqueConstraint(fields=["ad_account", "occurred_on"], name="adresult_once_a_day"),
        ]
        indexes = [models.Index(fields=["client", "occurred_on"], name="adresult_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.cost} {self.currency}"
