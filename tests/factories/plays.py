from signals.models import Play, Playbook, PlaybookRule, Task
from tests.factories.base import Factory, LazyFunction, SelfAttribute, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY


class PlaybookFactory(Factory[Playbook]):
    """One of the agency's own, with a call and an e-mail in two languages."""

    class Meta:
        model = Playbook

    key = Sequence(lambda n: f"ours_{n}")
    name = "Coffee first"
    signs = LazyFunction(lambda: ["gone_quiet"])
    steps = LazyFunction(
        lambda: [
            {"title": "Call {contact_name}", "kind": "call", "who": "manager", "due": 0, "script": "{last_win}"},
            {
                "title": "Write", "kind": "email", "who": "rescuer", "due": 2,
                "draft": {
                    "en": {"subject": "Coffee, {client_name}?", "body": "{salutation}\n\n{meeting_choice_1}"},
                    "da": {"subject": "Kaffe, {client_name}?", "body": "{salutation}\n\n{meeting_choice_1}"},
                },
            },
        ]
    )  # fmt: skip


class PlaybookRuleFactory(Factory[PlaybookRule]):
    class Meta:
        model = PlaybookRule

    sign = "gone_quiet"
    playbook = "quiet_client"


class PlayFactory(Factory[Play]):
    """At work since DAY."""

    class Meta:
        model = Play

    client = SubFactory(ClientFactory)
    playbook = Sequence(lambda n: f"book_{n}")
    name = "Save mode"
    started_on = DAY


class TaskFactory(Factory[Task]):
    class Meta:
        model = Task

    play = SubFactory(PlayFactory)
    client = SelfAttribute("play.client")
    number = Sequence(lambda n: n + 1)
    title = "Call them"
    due_on = DAY
