from accounts.models import Message, SurveyInvitation, SurveyResponse
from tests.factories.base import Factory, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, NOON


class MessageFactory(Factory[Message]):
    """A mail from the client."""

    class Meta:
        model = Message

    client = SubFactory(ClientFactory)
    occurred_at = NOON
    channel = Message.Channel.MAIL
    direction = Message.Direction.IN
    words = 80
    questions = 1


class SurveyInvitationFactory(Factory[SurveyInvitation]):
    class Meta:
        model = SurveyInvitation

    client = SubFactory(ClientFactory)
    sent_on = DAY


class SurveyResponseFactory(Factory[SurveyResponse]):
    class Meta:
        model = SurveyResponse

    client = SubFactory(ClientFactory)
    answered_on = DAY
    score = 8
