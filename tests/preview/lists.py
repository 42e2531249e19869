"""Today and Portfolio of the sample agency."""

# ruff: noqa: E501 (sentences and tables of samples read better on one line)

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from signals.views import contexts as c
from tests.preview.agency import BY_NAME, CLIENTS, TODAY, Sample, cell

SCORED = datetime(2026, 11, 20, 5, 12, tzinfo=UTC)


def euro(amount: int) -> c.Money:
    """An amount in the base currency."""
    return c.Money(Decimal(amount), "EUR")


def line(*values: int) -> list[Decimal | None]:
    """A trend."""
    return [Decimal(value) for value in values]


def queue_row(name: str, why: str, amount: int, step: tuple[str, str, str], chance: float) -> c.QueueRow:
    """A row of the first queue; the step is icon, words and a quiet line."""
    client = BY_NAME[name]
    return c.QueueRow(
        c.Link(name, client.url), client.money, client.owner, cell(client.churn), why, euro(amount),
        c.NextStep(step[1], client.url, step[0], step[2]), probability=chance,
    )  # fmt: skip


def costly_row(name: str, why: str, amount: int, said: str, step: tuple[str, str]) -> c.QueueRow:
    """A row of the second queue."""
    client = BY_NAME[name]
    return c.QueueRow(
        c.Link(name, client.url), client.money, client.owner, cell(client.fire), why, euro(amount),
        c.NextStep(step[1], client.url, step[0]), amount_note=said,
    )  # fmt: skip


def deadline(name: str) -> c.Deadline:
    """When a client can give notice."""
    client = BY_NAME[name]
    on = date.fromisoformat(client.deadline)
    return c.Deadline(c.Link(name, client.url), on, (on - TODAY).days, client.money, client.owner)


def change(icon: str, name: str, text: str) -> c.Change:
    """A line of what moved."""
    return c.Change(icon, text, c.Link(name, BY_NAME[name].url))


def today() -> c.TodayPage:
    """Today in full."""
    return c.TodayPage(
        as_of=TODAY,
        scored_at=SCORED,
        state="ready",
        scopes=[c.Choice("All clients", "?", current=True, count=24), c.Choice("Mine", "?mine=1", count=6)],
        figures=c.TodayFigures(
            c.MoneyFigure(euro(159100), "+€3,900 since October, Nordhavn Dental joined", line(149000, 150000, 151000, 151000, 153000, 153000, 155200, 159100), "/portfolio/"),
            c.MoneyFigure(euro(39000), "5 clients, 25% of revenue; €14,600 four weeks ago", line(9200, 9200, 9200, 14000, 14600, 22000, 27000, 39000), "/portfolio/"),
            c.MoneyFigure(euro(46300), "5 clients; oldest 94 days; €8,300 came in yesterday", line(24000, 26000, 25000, 31000, 36000, 41000, 54600, 46300)),
            c.NpsFigure(31, 14, 58, 83, "too few to tell from +36 in May", line(36, 35, 36, 33, 34, 32, 30, 31)),
        ),
        losing=[
            queue_row("Havnholm Outdoor", "Signe Kjær, your main contact, left on 31 Oct. On 9 Nov another agency was given access to the ad account. They can give notice until 30 Nov.", 66800, ("phone", "Call Mikkel", "They can give notice until 30 Nov"), 0.38),
            queue_row("Lumiq Energy", "Cost per lead is up 31% in six weeks; the market explains about half of it. They can give notice until 31 Dec.", 28600, ("file-description", "Prepare the answer", "They have not asked yet"), 0.13),
            queue_row("Bergmann Küchen", "Usually 9 messages in four weeks, now 1. Petra Bergmann gave us 5 in October, after 9 in April.", 26700, ("phone", "Call Petra", "No one has spoken to her since 6 Oct"), 0.23),
            queue_row("Casa Lindo", "Ad budget cut by 38% since 1 Oct, although an order costs no more than before.", 11800, ("message-question", "Ask what changed", "Last spoke 12 Nov"), 0.16),
            queue_row("Rutini Carsharing", "A quiet client wrote 23 questions in three weeks. Their new marketing lead started on 2 Nov.", 11600, ("presentation-analytics", "Bring the numbers", ""), 0.11),
            queue_row("Terra Vita", "Two surveys without an answer, and replies now take four days instead of one.", 9900, ("message-circle", "Ask how they are", "Last spoke 4 Nov"), 0.08),
        ],
        losing_more=3,
        costly=[
            costly_row("Valmont Immobilien", "€16,200 overdue and three dated notes of rudeness. Two warnings given.", 1310, "a month below our floor", ("eye-off", "See the records")),
            costly_row("Tindra Cosmetics", "41 hours over the retainer in three months, none of them billed. They take 31% of all support time and bring 5% of revenue.", 3900, "unbilled since Sep", ("receipt", "Offer a new scope")),
            costly_row("Oberland Reisen", "Every invoice since May was paid more than 30 days late. €7,600 is open.", 7600, "overdue", ("mail", "Send the reminder")),
        ],
        deadlines=[deadline(name) for name in ("Havnholm Outdoor", "Valmont Immobilien", "BoxWerk Studios", "Lumiq Energy")],
        changes_by_clients=[
            change("arrow-up-right", "Havnholm Outdoor", "churn risk 81 → 84. The last day to give notice is 10 days away."),
            change("alert-triangle", "Bergmann Küchen", "entered High: above 66 in two weekly snapshots."),
            change("message-star", "Grünhof Bio", "gave us 10. Churn risk 58 → 55."),
            change("cash", "Brückner Personal", "paid €8,300, 18 days late. Fire pressure 61 → 58."),
        ],
        changes_by_us=[],
    )  # fmt: skip


def corner_of(client: Sample) -> c.CornerKey | None:
    """Where a client stands, if it can be told."""
    if client.churn is None or client.fire is None or client.fire[1] < 0:
        return None
    high, costly = client.churn[1] >= 66, client.fire[1] >= 66
    return "part" if high and costly else "save" if high else "reset" if costly else "keep"


def point(client: Sample) -> c.Point:
    """A bubble."""
    churn, fire = cell(client.churn), cell(client.fire)
    worse = churn if (churn.score or 0) >= (fire.score or 0) else fire
    return c.Point(
        client.name, client.url, churn.score or 0, fire.score or 0, client.money, corner_of(client) or "keep",
        worse.band, churn.word, fire.word,
    )  # fmt: skip


def row(client: Sample) -> c.PortfolioRow:
    """A row."""
    on = date.fromisoformat(client.deadline)
    return c.PortfolioRow(
        client=c.Link(client.name, client.url, client.note),
        churn=cell(client.churn, client.coverage),
        fire=cell(client.fire, client.coverage),
        owner=client.owner,
        monthly=client.money,
        coverage=client.coverage,
        reasons=[c.Reason(Decimal(points), text) for points, text in client.reasons],
        gap="" if client.churn else "With us since 12 Oct; no invoices, mail or survey yet.",
        deadline=on,
        days_left=(on - TODAY).days,
    )


def corner(key: c.CornerKey) -> c.Corner:
    """A corner in words; those to keep are not named."""
    inside = [client for client in CLIENTS if corner_of(client) == key]
    named = [] if key == "keep" else [c.Link(client.name, client.url) for client in inside]
    return c.Corner(key, len(inside), euro(sum(client.monthly for client in inside)), named)


def portfolio() -> c.PortfolioPage:
    """Portfolio in full."""
    heads = {"name": "Client", "churn": "Churn risk, 12 weeks", "fire": "Fire pressure, 12 weeks", "coverage": "Coverage", "owner": "Owner", "monthly": "Monthly", "deadline": "Next deadline"}  # fmt: skip
    bands = [
        c.Choice(word, value=key)
        for key, word in (("", "Any"), ("raised", "Raised or above"), ("high", "High or above"))
    ]
    return c.PortfolioPage(
        as_of=TODAY,
        scored_at=SCORED,
        total=24,
        revenue=euro(159100),
        rows=[row(client) for client in CLIENTS],
        columns={key: c.Column(key, label, f"?sort={key}", "descending" if key == "churn" else "") for key, label in heads.items()},
        paging=c.Paging(1, 2, 1, 24, 31, "", "?page=2"),
        export_url="/portfolio/export.csv",
        clear_url="/portfolio/",
        points=[point(client) for client in CLIENTS if corner_of(client)],
        corners=[corner(key) for key in ("save", "reset", "part", "keep")],
        unplaced=[c.Link("Nordhavn Dental", "/clients/1/", "too little data"), c.Link("Valmont Immobilien", "/clients/1/", "sealed")],
        views=[c.Choice("Everyone", "?", current=True, count=24), c.Choice("Mine", "?mine=1", count=6), c.Choice("Notice before New Year", "?notice=60", count=4), c.Choice("Too little data", "?band=unknown", count=1)],
        chips=[c.Chip("Status is", "active", "?"), c.Chip("Owner is", "anyone in Team North", "?")],
        filters=[c.FilterField("churn", "Churn risk", bands), c.FilterField("fire", "Fire pressure", bands), c.FilterField("owner", "Owner", [c.Choice("Anyone"), c.Choice("Maja Lindqvist", value="1")]), c.FilterField("status", "Status", [c.Choice("Any"), c.Choice("Active", value="active", current=True)])],
        keep=[("sort", "-churn")],
    )  # fmt: skip
