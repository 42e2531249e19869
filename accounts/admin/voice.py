"""What clients say: messages and survey answers."""

from accounts.admin.facts import FactAdmin


class MessageAdmin(FactAdmin):
    list_display = ("occurred_at", "client", "contact", "channel", "direction", "automatic", "words", "questions")
    list_select_related = ("client", "contact")
    raw_id_fields = ("contact",)


class SurveyInvitationAdmin(FactAdmin):
    list_display = ("sent_on", "client", "contact")
    list_select_related = ("client", "contact")
    raw_id_fields = ("contact",)


class SurveyResponseAdmin(FactAdmin):
    list_display = ("answered_on", "client", "contact", "score", "comment")
    list_select_related = ("client", "contact")
    list_filter = ("score",)
    raw_id_fields = ("contact", "invitation")
