import datetime as dt

from clienthealth.core import clock
from prospects.models import (
    Answers,
    Decision,
    Entry,
    FitResult,
    GutFeeling,
    Invitation,
    Letter,
    Prospect,
    Questionnaire,
    RubricMark,
    ScreeningTerms,
    WeightSet,
)
from tests.factories.base import Factory, LazyFunction, SelfAttribute, Sequence, SubFactory
from tests.factories.people import UserFactory


class ScreeningTermsFactory(Factory[ScreeningTerms]):
    class Meta:
        model = ScreeningTerms


class ProspectFactory(Factory[Prospect]):
    """New, nobody's, asked in English."""

    class Meta:
        model = Prospect

    company = Sequence(lambda n: f"Brightwell {n}")
    name = "Dele Osei"
    email = Sequence(lambda n: f"d.osei{n}@brightwell.example")


class InvitationFactory(Factory[Invitation]):
    """The base questions, for a month."""

    class Meta:
        model = Invitation

    prospect = SubFactory(ProspectFactory)
    asked = LazyFunction(lambda: [["base", 0]])
    edges = LazyFunction(lambda: ["1500.00", "3000.00", "6000.00"])
    expires_at = LazyFunction(lambda: clock.now() + dt.timedelta(days=30))


class AnswersFactory(Factory[Answers]):
    class Meta:
        model = Answers

    invitation = SubFactory(InvitationFactory)
    prospect = SelfAttribute("invitation.prospect")
    number = Sequence(lambda n: n + 1)
    data = LazyFunction(lambda: {"goal": "More orders"})


class RubricMarkFactory(Factory[RubricMark]):
    class Meta:
        model = RubricMark

    prospect = SubFactory(ProspectFactory)
    rubric = "goal"
    mark = 2
    by = SubFactory(UserFactory)


class GutFeelingFactory(Factory[GutFeeling]):
    class Meta:
        model = GutFeeling

    prospect = SubFactory(ProspectFactory)
    value = 4
    by = SubFactory(UserFactory)


class WeightSetFactory(Factory[WeightSet]):
    class Meta:
        model = WeightSet

    version = Sequence(lambda n: n + 1)
    points = LazyFunction(lambda: {"goal_agreed": 6})
    notes = "Too kind to goals"
    published_by = SubFactory(UserFactory)


class FitResultFactory(Factory[FitResult]):
    class Meta:
        model = FitResult

    answers = SubFactory(AnswersFactory)
    prospect = SelfAttribute("answers.prospect")
    weights = 0
    figure = 73
    total = 46
    answered = 13
    asked = 14
    rows = LazyFunction(lambda: [["goal_agreed", "goal", 8, [], ""]])


class DecisionFactory(Factory[Decision]):
    class Meta:
        model = Decision

    prospect = SubFactory(ProspectFactory)
    kind = "accept"
    why = "They know what they want"
    by = SubFactory(UserFactory)


class ProspectLetterFactory(Factory[Letter]):
    class Meta:
        model = Letter

    decision = SubFactory(DecisionFactory)
    prospect = SelfAttribute("decision.prospect")
    channel = "mail"
    language = "en"
    recipient = "d.osei@brightwell.example"
    subject = "We would like to work with you"
    body = "Dear Dele,"
    sha256 = "0" * 64
    by = SelfAttribute("decision.by")


class QuestionnaireFactory(Factory[Questionnaire]):
    class Meta:
        model = Questionnaire

    key = "base"
    version = Sequence(lambda n: n + 1)


class EntryFactory(Factory[Entry]):
    class Meta:
        model = Entry

    name = "Our website"
    is_on = True
