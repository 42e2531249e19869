"""Letters to clients: what is asked once, what is drafted, what was sent and never changes, and the owners' wording."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, Contract
from accounts.models.base import refuse_rewriting
from accounts.models.people import keep_audit
from clienthealth.core.models import OutgoingMail
from offboarding.letters.languages import NAMES
from offboarding.models.case import CaseFile, Parting

SPOKEN = list(NAMES.items())


class Delivery(models.TextChoices):
    REGISTERED = "registered", _("Registered post")
    REGISTERED_EMAIL = "registered_email", _("Registered post and e-mail")
    POST = "post", _("Post")
    COURIER = "courier", _("Courier")
    HAND = "hand", _("By hand")
    EMAIL = "email", _("E-mail")


@keep_audit("ContractTermsPast")
class ContractTerms(models.Model):
    """What letters rest on and the book does not hold; asked once a contract. Clauses are numbers: “12.1”."""

    contract = models.OneToOneField(Contract, models.CASCADE, related_name="terms", verbose_name=_("contract"))
    language = models.CharField(_("language of the contract"), max_length=10, choices=SPOKEN, blank=True)
    signed_on = models.DateField(_("dated"), null=True, blank=True)
    address = models.TextField(_("their address for notices"), max_length=500, blank=True)
    delivery = models.CharField(_("how notice is delivered"), max_length=16, choices=Delivery, blank=True)
    termination_clause = models.CharField(_("clause on ending without a reason"), max_length=80, blank=True)
    breach_clause = models.CharField(_("clause on ending after a breach"), max_length=80, blank=True)
    nonpayment_clause = models.CharField(_("clause on ending for non-payment"), max_length=80, blank=True)
    renewal_clause = models.CharField(_("clause on term and renewal"), max_length=80, blank=True)
    suspension_clause = models.CharField(_("clause that lets us pause work"), max_length=80, blank=True)
    confidentiality_clause = models.CharField(_("clause on confidentiality"), max_length=80, blank=True)
    work_product_clause = models.CharField(_("clause on who owns the work"), max_length=80, blank=True)
    interest_clause = models.CharField(_("clause on interest"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("contract terms")
        verbose_name_plural = _("contract terms")

    def __str__(self) -> str:
        return str(self.contract)


@keep_audit("AgencyLetterheadPast")
class AgencyLetterhead(models.Model):
    """The paper we write on; one row. `words` holds what differs by language: {"de": {"place", "title", "footer"}}."""

    LOGO_BYTES = 200_000

    legal_name = models.CharField(_("our name in contracts"), max_length=200, blank=True)
    mark = models.CharField(_("name at the top"), max_length=60, blank=True)
    accent = models.CharField(
        _("colour"), max_length=7, default="#0b5c62", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z")]
    )
    return_line = models.CharField(_("return address, one line"), max_length=200, blank=True)
    bank_line = models.CharField(_("account and bank"), max_length=200, blank=True)
    signatory = models.CharField(_("who signs"), max_length=200, blank=True)
    words = models.JSONField(default=dict, blank=True)
    logo = models.BinaryField(null=True, blank=True)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterhead")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="letterhead_only_one"),
            models.CheckConstraint(condition=Q(accent__regex="^#[0-9a-fA-F]{6}$"), name="letterhead_colour"),
        ]

    def __str__(self) -> str:
        return self.mark or self.legal_name


class LetterQuerySet(models.QuerySet["Letter"]):
    def of(self, parting: Parting) -> Self:
        return self.filter(parting=parting)

    def final(self) -> Self:
        return self.exclude(state=Letter.State.DRAFT)


FROZEN = pgtrigger.Trigger(
    name="frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF coalesce(current_setting('clienthealth.allow_truncate', true), '') = 'on' OR OLD.state = 'draft' THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'DELETE' OR (NEW.client_id, NEW.parting_id, NEW.kind, NEW.language, NEW.dated_on, NEW.facts,
            NEW.pieces, NEW.subject, NEW.corrections, NEW.tables, NEW.left_out, NEW.finalised_at)
            IS DISTINCT FROM (OLD.client_id, OLD.parting_id, OLD.kind, OLD.language, OLD.dated_on, OLD.facts,
            OLD.pieces, OLD.subject, OLD.corrections, OLD.tables, OLD.left_out, OLD.finalised_at)
            OR NEW.state = 'draft' THEN
            RAISE EXCEPTION 'letter % is final and never changes', OLD.id;
        END IF;
        RETURN NEW;
    """,
)


@keep_audit("LetterPast")
class Letter(models.Model):
    """One letter in one language. A draft follows the records; a final one holds every fact and word it was made of.

    `corrections` are facts given by hand ({name: what was typed}, days as 2026-10-20), `tables` rows given by hand,
    `left_out` the keys of optional pieces that are switched off.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINAL = "final", _("Final")
        SENT = "sent", _("Sent")

    class Kind(models.TextChoices):
        CONVENIENCE = "convenience", _("Ending without a reason")
        CAUSE = "cause", _("Ending after a breach")
        NONPAYMENT = "nonpayment", _("Ending for unpaid invoices")
        MUTUAL = "mutual", _("Agreement to end")
        EXPIRY = "expiry", _("No renewal")
        WARNING = "warning", _("Warning")
        REMINDER = "reminder", _("Final reminder")
        HANDOVER = "handover", _("Confirmation of the hand-over")
        CLIENT_NOTICE = "client_notice", _("Confirmation of their notice")

    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("client")
    )
    parting = models.ForeignKey(
        Parting, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("parting")
    )
    contract = models.ForeignKey(
        Contract, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contract")
    )
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=SPOKEN)
    translation_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT)
    dated_on = models.DateField(_("date of the letter"), null=True, blank=True)
    corrections = models.JSONField(default=dict, blank=True)
    tables = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    pieces = models.JSONField(default=list, blank=True)
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made final by"),
    )
    finalised_at = models.DateTimeField(_("made final"), null=True, blank=True)
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", finalised_at=None)
                | ~Q(state="draft") & Q(finalised_at__isnull=False, dated_on__isnull=False) & ~Q(subject=""),
                name="letter_final_is_whole",
            ),
            models.UniqueConstraint(fields=["translation_of", "language"], name="letter_one_translation_a_language"),
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def dated(self, today: dt.date) -> dt.date:
        """The day that stands on it; a draft without one carries today's."""
        return self.dated_on or today


class LetterFile(models.Model):
    """A final letter as a file, exactly as it was sent. It never changes; `sha256` proves it."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="files", verbose_name=_("letter"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ("letter", "format")
        constraints = [models.UniqueConstraint(fields=["letter", "format"], name="letterfile_once_a_format")]
        triggers = [refuse_rewriting()]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.format} {self.sha256[:12]}"


@keep_audit("LetterSendingPast")
class LetterSending(models.Model):
    """How a letter left us, and what proves that it arrived."""

    class How(models.TextChoices):
        MAIL = "mail", _("E-mail")
        POST = "post", _("Post")
        REGISTERED = "registered", _("Registered post")
        COURIER = "courier", _("Courier")
        HAND = "hand", _("By hand")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="sendings", verbose_name=_("letter"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    to = models.CharField(_("to"), max_length=500)
    on = models.DateField(_("sent on"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    proof = models.TextField(_("proof"), blank=True)
    proof_file = models.ForeignKey(
        CaseFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proof, as a file")
    )
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("sending of a letter")
        verbose_name_plural = _("sendings of letters")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=models.F("on")), name="sending_received_after_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.on}"


@keep_audit("LetterPiecePast")
class LetterPiece(models.Model):
    """A version of a piece in the owners' own words. The newest active one is printed; with none, ours is."""

    language = models.CharField(_("language"), max_length=10, choices=SPOKEN)
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("piece"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    items = models.JSONField(_("points"), default=list, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    checked_by = models.CharField(_("checked by the lawyer"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("own wording of a letter")
        verbose_name_plural = _("own wordings of letters")
        ordering = ("kind", "language", "key", "-version")
        constraints = [
            models.UniqueConstraint(fields=["language", "kind", "key", "version"], name="letterpiece_version"),
            models.UniqueConstraint(
                fields=["language", "kind", "key"], condition=Q(active=True), name="letterpiece_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(checked_by="", checked_on=None) | ~Q(checked_by="") & Q(checked_on__isnull=False),
                name="letterpiece_check_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.key} {self.version}"
