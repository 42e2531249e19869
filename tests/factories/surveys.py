import datetime as dt

from surveys.models import (
    Answer,
    Ask,
    Attempt,
    Bounce,
    Campaign,
    CampaignWording,
    Loop,
    Suppression,
    SurveyEntry,
    SurveyTerms,
)
from tests.factories.base import Factory, LazyAttribute, SelfAttribute, Sequence, SubFactory
from tests.factories.clients import ClientFactory, ContactFactory
from tests.factories.days import NOON


class SurveyTermsFactory(Factory[SurveyTerms]):
    class Meta:
        model = SurveyTerms


class CampaignFactory(Factory[Campaign]):
    """The question of recommendation, every half year, to everyone."""

    class Meta:
        model = Campaign

    name = Sequence(lambda n: f"How are we doing {n}")
    state = Campaign.State.RUNNING


class CampaignWordingFactory(Factory[CampaignWording]):
    class Meta:
        model = CampaignWording

    campaign = SubFactory(CampaignFactory)
    language = "en"
    question = "Would you work with us again?"


class AskFactory(Factory[Ask]):
    """Sent at noon, open for four weeks."""

    class Meta:
        model = Ask

    campaign = SubFactory(CampaignFactory)
    contact = SubFactory(ContactFactory, email=Sequence(lambda n: f"person{n}@client.example"))
    client = SelfAttribute("contact.client")
    round = "2026-1"
    due_at = NOON
    state = Ask.State.SENT
    sent_at = NOON
    closes_at = NOON + dt.timedelta(days=28)


class BounceFactory(Factory[Bounce]):
    class Meta:
        model = Bounce

    ask = SubFactory(AskFactory, state=Ask.State.BOUNCED)
    weight = Bounce.Weight.HARD
    status = "5.1.1"
    report = Sequence(lambda n: f"{n:064x}")


class SurveyEntryFactory(Factory[SurveyEntry]):
    class Meta:
        model = SurveyEntry

    campaign = SubFactory(CampaignFactory)
    client = SubFactory(ClientFactory)


class SuppressionFactory(Factory[Suppression]):
    class Meta:
        model = Suppression

    contact = SubFactory(ContactFactory)
    address = Sequence(lambda n: f"{n:064x}")


class AnswerFactory(Factory[Answer]):
    """An eight, as answered by mail."""

    class Meta:
        model = Answer

    ask = SubFactory(AskFactory, state=Ask.State.ANSWERED)
    campaign = SelfAttribute("ask.campaign")
    client = SelfAttribute("ask.client")
    contact = SelfAttribute("ask.contact")
    kind = SelfAttribute("campaign.kind")
    score = 8
    answered_at = NOON


class AttemptFactory(Factory[Attempt]):
    class Meta:
        model = Attempt

    ask = SubFactory(AskFactory)
    what = Attempt.What.LOOK
    at = NOON


class LoopFactory(Factory[Loop]):
    """A low answer, to be replied to within two days."""

    class Meta:
        model = Loop

    answer = SubFactory(AnswerFactory, score=3)
    client = SelfAttribute("answer.client")
    due_at = LazyAttribute(lambda loop: loop.answer.answered_at + dt.timedelta(hours=48))
