"""From records to a report of plain strings and numbers. Pure: no query, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from accounts.briefing.words import Words, words_of
from accounts.models import AdAccount, Deliverable
from accounts.report import summing
from accounts.report.charts import cost_chart, price, results_chart
from accounts.report.document import Document, Row, Section, Success, Table
from accounts.report.facts import Facts, Targets
from accounts.report.period import Period
from clienthealth.core import formats

FOLDER = Path(__file__).parent / "words"
PLATFORMS = {"google_ads": "Google Ads", "microsoft_ads": "Microsoft Advertising", "meta_ads": "Meta", "meta": "Meta",
             "linkedin_ads": "LinkedIn", "tiktok_ads": "TikTok"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the manager adds: figures that were agreed, next steps in their own words."""

    targets: Targets = field(default_factory=Targets)
    next_steps: str = ""


def report(facts: Facts, language: str, wishes: Wishes | None = None) -> Document:
    """The whole report in one of the six languages; sections with nothing to say are left out."""
    words, shared = words_of(language, FOLDER), words_of(language)
    wishes = wishes or Wishes()
    period = period_words(facts.period, words)
    client, agency = facts.client.name, facts.agency.name
    sections = [section for make in SECTIONS for section in make(facts, words, wishes)]
    return Document(
        name=words.say("document", period=period),
        title=words.say("title"),
        kicker=f"{agency} · {period}",
        header=shared.say("header", agency=agency, client=client),
        footer=shared.say("confidential", client=client),
        page=shared.say("page", n="{n}", total="{total}"),
        welcome=summary(facts, words),
        sections=[section for section in sections if not section.is_empty],
        agency=agency,
        language=words.language,
        made_on=facts.today.isoformat(),
    )


def period_words(period: Period, words: Words) -> str:
    """“August to October 2026”; days where it does not begin and end with a month."""
    language = words.language
    if not period.is_whole:
        return words.say("period", first=formats.day(period.first, language), last=formats.day(period.last, language))
    last = formats.full_month(period.last, language)
    if len(period.months) == 1:
        return last
    return words.say("period", first=formats.full_month(period.first, language), last=last)


def summary(facts: Facts, words: Words) -> str:
    """Results, against the year before, their cost, and whether we kept our days."""
    total = summing.results(facts)
    said = [words.say("summary.none")] if total is None else _figures_said(facts, words, total)
    late = [days for one in facts.delivered if (days := summing.days_late(one)) is not None]
    if any(late):
        said.append(_counted(words, "summary.late", sum(days > 0 for days in late)))
    elif late:
        said.append(_counted(words, "summary.on_time", len(late)))
    return _joined(words, said)


def _figures_said(facts: Facts, words: Words, total: Decimal) -> list[str]:
    said = [_counted(words, "summary.results", formats.whole(total))]
    growth, cost = summing.growth(facts), summing.single_cost(facts)
    if growth is not None:
        share = formats.percent(abs(growth), words.language)
        same = abs(growth) < Decimal("0.005")
        said.append(
            words.say("summary.same" if same else "summary.more" if growth > 0 else "summary.less", share=share)
        )
    if cost is not None:
        said.append(words.say("summary.cost", cost=price(*cost, words)))
    return said


def goals(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """The goals in the words of the beginning; figures only where somebody said what was agreed."""
    lines = [line.strip(" -•*\t") for line in facts.client.goals.splitlines()]
    bullets = [line for line in lines if line]
    rows = _goal_rows(facts, words, wishes.targets)
    head = [words.say(f"goals.{name}") for name in ("goal", "agreed", "result", "against", "word")]
    table = Table(head, rows, widths=(3, 3, 0, 2, 0), right=(2,), bar=3, marker=True) if rows else None
    return [
        Section(
            "goals", words.say("sections.goals"), note=words.say("goals.original") if bullets else "", bullets=bullets,
            table=table, small=words.say("goals.note") if rows else "",
        )
    ]  # fmt: skip


def _goal_rows(facts: Facts, words: Words, targets: Targets) -> list[Row]:
    rows = []
    if targets.results:
        total = summing.results(facts)
        share = None if total is None else total / targets.results
        agreed, got = _whole(targets.results, words), "" if total is None else _whole(total, words)
        rows.append(_goal_row(words, words.say("goals.results"), agreed, got, share))
    if targets.cost and (cost := summing.single_cost(facts)) is not None:
        agreed = words.say("goals.at_most", cost=price(targets.cost, cost[1], words))
        rows.append(
            _goal_row(words, words.say("goals.cost"), agreed, price(*cost, words), _cheaper(targets.cost, cost[0]))
        )
    return rows  # fmt: skip


def _cheaper(agreed: Decimal, cost: Decimal) -> Decimal:
    """Agreed by reached, so that more is better; what cost nothing fills the bar."""
    return agreed / cost if cost > 0 else Decimal(2)


def _goal_row(words: Words, goal: str, agreed: str, result: str, share: Decimal | None) -> Row:
    if share is None:
        return Row((goal, agreed, words.say("goals.unknown"), "", ""))
    reached = share >= 1
    word = words.say("goals.reached" if reached else "goals.missed")
    said = share if reached else min(share, Decimal("0.99"))  # a goal that was missed never reads 100%
    text = words.say("goals.share", share=formats.percent(said, words.language))
    return Row((goal, agreed, result, "", word), share=float(share), share_text=text, reached=reached)


def results(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    chart = results_chart(facts, words)
    if chart is None:
        return []
    small = words.say("results.before" if chart.has_before else "results.columns")
    return [Section("results", words.say("sections.results"), chart=chart, small=small)]


def costs(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """A picture for each currency."""
    several = len(summing.currencies(facts)) > 1
    found = []
    for currency in summing.currencies(facts):
        title = words.say("sections.cost_in", currency=currency) if several else words.say("sections.cost")
        chart = cost_chart(facts, words, currency, None if several else wishes.targets.cost)
        found.append(Section(f"cost-{currency.lower()}", title, chart=chart))
    return found


def channels(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """Spending and results by ad account, the accounts of one currency together, with their sum."""
    found = summing.currencies(facts)
    rows = [row for currency in found for row in _account_rows(facts, words, currency, several=len(found) > 1)]
    if not rows:
        return []
    names = ["account", "share", "spend", "results", "cost", "value"]
    if not any(row.total for row in rows):  # a bar alone says nothing
        names.remove("share")
        rows = [replace(row, cells=(row.cells[0], *row.cells[2:]), share=None, share_text="") for row in rows]
    head, bar = [words.say(f"channels.{name}") for name in names], 1 if "share" in names else -1
    numbers = tuple(range(len(names) - 4, len(names)))
    table = Table(head, rows, widths=(1, *(0,) * (len(names) - 1)), right=numbers, bar=bar)
    small = words.say("channels.apart") if len(found) > 1 else ""
    return [Section("channels", words.say("sections.channels"), table=table, small=small)]


def _account_rows(facts: Facts, words: Words, currency: str, *, several: bool) -> list[Row]:
    sums = summing.by_account(facts, currency)
    most = max((one.spent for one in sums.values()), default=Decimal(0))
    rows = []
    for account, one in sums.items():
        share = one.spent / most if most > 0 else None
        text = formats.percent(one.spent / sum(s.spent for s in sums.values()), words.language) if share else ""
        name = _account_name(facts.accounts[account])
        rows.append(Row(_sum_cells(name, one, words), share=None if share is None else float(share), share_text=text))
    if len(rows) > 1:
        name = words.say("channels.total_in", currency=currency) if several else words.say("channels.total")
        total = summing.sum_of([one for one in facts.now if one.currency == currency])
        rows.append(Row(_sum_cells(name, total, words), total=True))
    return rows


def _account_name(account: AdAccount) -> str:
    platform = PLATFORMS.get(account.platform, account.platform.replace("_", " ").title())
    return f"{account} · {platform}"


def _sum_cells(name: str, one: summing.Sum, words: Words) -> tuple[str, ...]:
    return (
        name,
        "",
        formats.money(one.spent, one.currency, words.language),
        formats.NOTHING if one.results is None else _whole(one.results, words),
        formats.NOTHING if one.cost is None else price(one.cost, one.currency, words),
        formats.NOTHING if one.value is None else formats.money(one.value, one.currency, words.language),
    )


def delivered(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """Every piece of work with its day, and by how many days we were late."""
    rows = [
        Row((formats.day(one.delivered_on, words.language), one.title, _punctual(one, words)))
        for one in facts.delivered
        if one.delivered_on
    ]
    dated = [days for one in facts.delivered if (days := summing.days_late(one)) is not None]
    on_time = sum(days == 0 for days in dated)
    head = [words.say(f"delivered.{name}") for name in ("date", "work", "time")]
    small = words.say("delivered.note", n=str(len(dated)), on_time=str(on_time)) if len(dated) > 1 else ""
    table = Table(head, rows, widths=(0, 1, 0)) if rows else None
    return [Section("delivered", words.say("sections.delivered"), table=table, small=small)]


def _punctual(one: Deliverable, words: Words) -> str:
    days = summing.days_late(one)
    if days is None:
        return words.say("delivered.undated")
    return _counted(words, "delivered.late", days) if days else words.say("delivered.yes")


def lapses(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """Our own part, by month. What a colleague noted about it stays with us."""
    shared, language = words_of(words.language), words.language
    said = [
        (words.say("lapses.when", month=formats.full_month(one.occurred_on, language)), shared.say(f"story.{one.kind}"))
        for one in facts.lapses
    ]
    return [Section("lapses", words.say("sections.lapses"), terms=list(dict.fromkeys(said)))]


def wins(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    found = [Success(one.figure, one.title, formats.full_month(one.occurred_on, words.language)) for one in facts.wins]
    return [Section("wins", words.say("sections.wins"), wins=found)]


def open_points(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """What waits for the client, and what they still wait for from us, as of today."""
    shared, language = words_of(words.language), words.language
    whenever = shared.say("open.whenever")
    rows = [
        Row((one.what, facts.client.name, formats.day(one.due_on, language) if one.due_on else whenever))
        for one in facts.requests
    ]
    for one in facts.unfinished:
        assert one.due_on is not None
        day = formats.day(one.due_on, language)
        by = words.say("open.overdue", day=day) if one.due_on < facts.today else day
        rows.append(Row((one.title, facts.agency.name, by)))
    head = [words.say(f"open.{name}") for name in ("what", "who", "by")]
    table = Table(head, rows, widths=(1, 0, 0)) if rows else None
    small = words.say("open.note", day=formats.day(facts.today, language)) if rows else ""
    return [Section("open", words.say("sections.open"), table=table, small=small)]


def next_steps(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    lines = [line.strip(" -•*\t") for line in wishes.next_steps.splitlines()]
    return [Section("next", words.say("sections.next"), bullets=[line for line in lines if line])]


def reading(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    """What the figures are, and what they are not; only what the report speaks of."""
    day = formats.day(facts.today, words.language)
    chart = results_chart(facts, words)
    said = {
        "result": bool(facts.now),
        "source": bool(facts.now),
        "before": chart is not None and chart.has_before,
        "amounts": bool(facts.now),
        "late": any(summing.days_late(one) for one in facts.delivered),
        "unmeasured": bool(facts.now),
    }
    say = partial(words.say, day=day)
    terms = [(say(f"reading.{name}_name"), say(f"reading.{name}")) for name, wanted in said.items() if wanted]
    return [Section("reading", words.say("sections.reading"), terms=terms)]


def contact(facts: Facts, words: Words, wishes: Wishes) -> list[Section]:
    manager = facts.client.owner
    who = words.say("contact.line", name=str(manager), email=manager.email) if manager else ""
    return [Section("contact", words.say("sections.contact"), note=_joined(words, [who, words.say("contact.other")]))]


def _counted(words: Words, key: str, n: int) -> str:
    return words.say(f"{key}_{'one' if n == 1 else 'many'}", n=formats.number(n, words.language))


def _whole(value: Decimal, words: Words) -> str:
    return formats.number(formats.whole(value), words.language)


def _joined(words: Words, sentences: list[str]) -> str:
    return ("" if words.language.startswith("zh") else " ").join(filter(None, sentences))


SECTIONS: tuple[Callable[[Facts, Words, Wishes], list[Section]], ...] = (
    goals, results, costs, channels, delivered, lapses, wins, open_points, next_steps, reading, contact,
)  # fmt: skip
