"""How many answers a second are taken, beside a bare view: each the POST of a fresh question, by link.

The same servers and clients as for links. An answer is read and written in two prepared statements and one commit that
waits for the disk; what is kept (answer, fact, word to other systems) is counted in the database afterwards.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from accounts.models import Client, Contact, SurveyResponse
from bench.figures import Figure, Report, median_ratio
from bench.redirects import AIM, CLIENTS, WARM, hammer, load, serving
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from surveys.links import stamp, token_of
from surveys.models import Answer, Ask, Campaign

SCORES = (9, 10, 8, 7)  # a low one also opens its loop, and save mode
WARMING = 40
LONGEST = 600.0
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def measure(report: Report, rounds: int, answers: int, seconds: float = 5.0) -> None:
    """Fill in the part “surveys”, as far as it is about answering."""
    before = _kept()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        bare = stack.enter_context(serving("bench.bare:application", "bench.bare"))
        ours = stack.enter_context(serving("bench.served:application", "clienthealth.settings"))
        load(bare, ["/bare/"], WARM)
        load(ours, ["/bare/"], WARM)
        hammer(ours, _forms(folder, WARMING), LONGEST)
        rates: dict[str, list[float]] = {"bare": [], "behind": [], "answers": []}
        for _ in range(rounds):
            forms = _forms(folder, answers)
            rates["bare"].append(load(bare, ["/bare/"], seconds))
            rates["behind"].append(load(ours, ["/bare/"], seconds))
            rates["answers"].append(hammer(ours, forms, LONGEST))
    report.add(Figure("surveys", "answers taken a second", median(rates["answers"]), "/s"))
    for name, words in (("bare", "a bare view"), ("behind", "the same behind our middleware")):
        ratio = median_ratio(rates[name], rates["answers"])
        report.add(Figure("surveys", f"answering ÷ {words}, time", ratio, "×", AIM))
    given = WARMING + rounds * answers
    missing = max(given - (after - then) for after, then in zip(_kept(), before, strict=True))
    report.add(Figure("surveys", "answers given and not kept", missing, "rows", 0.0))


def _kept() -> tuple[int, int, int]:
    """Answers, facts and words to other systems."""
    return (
        Answer.objects.filter(automatic=False).count(),
        SurveyResponse.objects.filter(source="survey").count(),
        OutboxEvent.objects.filter(topic="survey.answered").count(),
    )


def _forms(folder: Path, number: int) -> list[list[str]]:
    """Questions that nobody has answered, and a filled-in form for each, for several programs in turn."""
    asks = _asks(number)
    made = clock.now() - MINUTE
    files = [folder / f"{k}" for k in range(CLIENTS)]
    for k, file in enumerate(files):
        file.write_text("\n".join(_rows(asks[k::CLIENTS], made)), encoding="utf-8")
    return [[f"@{file}"] for file in files]


def _rows(asks: list[Ask], made: dt.datetime) -> Iterator[str]:
    for k, ask in enumerate(asks):
        said = {"stamp": stamp(f"ask:{ask.nonce}", made), "leave": "", "comment": "Good work.",
                "score": SCORES[k % len(SCORES)]}  # fmt: skip
        yield f"/s/{token_of(ask)}/\t{urlencode(said)}"


def _asks(number: int) -> list[Ask]:
    """One for each of as many people, spread over the clients."""
    now, mark = clock.now(), secrets.token_hex(4)
    campaign, _made = Campaign.objects.get_or_create(name="Bench: answers", defaults={"state": "paused"})
    clients = list(Client.objects.exclude(status="ended").order_by("pk").values_list("pk", flat=True)[:200])
    people = Contact.objects.bulk_create(
        Contact(client_id=clients[k % len(clients)], name=f"Person {k}", source="bench", external_id=f"{mark}-{k}")
        for k in range(number)
    )
    return Ask.objects.bulk_create(
        Ask(
            campaign=campaign, client_id=one.client_id, contact=one, round=mark, state=Ask.State.SENT,
            due_at=now - DAY, sent_at=now - DAY, closes_at=now + 20 * DAY,
        )
        for one in people
    )  # fmt: skip
