"""What clients told us when we asked."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client, Contact


@keep_past(model_name="SurveyInvitationPast")
class SurveyInvitation(Record):
    """A question sent to a person. Answered when a response names it."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="survey_invitations", verbose_name=_("client"), db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="survey_invitations", verbose_name=_("contact")
    )
    sent_on = models.DateField(_("sent on"))

    objects = RecordQuerySet["SurveyInvitation"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("survey invitation")
        verbose_name_plural = _("survey invitations")
        ordering = ("-sent_on",)
        constraints = [identity("surveyinvitation")]
        indexes = [models.Index(fields=["client", "sent_on"], name="surveyinvitation_client_sent")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.contact_id} {self.sent_on}"


class SurveyResponseQuerySet(RecordQuerySet["SurveyResponse"]):
    def detractors(self) -> Self:
        return self.filter(score__lte=6)

    def promoters(self) -> Self:
        return self.filter(score__gte=9)


@keep_past(model_name="SurveyResponsePast")
class SurveyResponse(Record):
    """An answer from 0 to 10. Zero is an answer."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="survey_responses", verbose_name=_("client"), db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="survey_responses", verbose_name=_("contact")
    )
    invitation = models.ForeignKey(
        SurveyInvitation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("invitation"),
    )
    answered_on = models.DateField(_("answered on"))
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.TextField(_("comment"), blank=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        ordering = ("-answered_on",)
        constraints = [
            identity("surveyresponse"),
            models.CheckConstraint(condition=models.Q(score__lte=10), name="surveyresponse_score_to_ten"),
        ]
        indexes = [models.Index(fields=["client", "answered_on"], name="surveyresponse_client_answered")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.score} ({self.answered_on})"
