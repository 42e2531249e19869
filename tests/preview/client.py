"""Havnholm Outdoor, the client that is drawn in full."""

# ruff: noqa: E501 (sentences and tables of samples read better on one line)

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from django import forms

from signals.views import contexts as c
from tests.preview.agency import BY_NAME, TODAY, cell
from tests.preview.lists import euro

LINK = c.Link("Havnholm Outdoor", "/clients/1/")


class ObservationForm(forms.Form):
    """What a person saw."""

    kind = forms.ChoiceField(label="What did you see?", choices=[("grass", "Grass is greener: compares us with another agency"), ("rude", "Rude or abusive")])  # fmt: skip
    note = forms.CharField(label="In one sentence", widget=forms.Textarea)
    severity = forms.ChoiceField(label="How serious", choices=[(1, "Minor"), (2, "Clear"), (3, "Grave")], initial=2, widget=forms.RadioSelect)  # fmt: skip
    occurred_on = forms.DateField(label="When", initial=TODAY, widget=forms.DateInput(attrs={"type": "date"}))


class PulseForm(forms.Form):
    """How it feels."""

    value = forms.ChoiceField(label="How does it feel?", choices=[(1, "1 Bad"), (2, "2"), (3, "3 So-so"), (4, "4"), (5, "5 Good")], initial=3, widget=forms.RadioSelect)  # fmt: skip
    note = forms.CharField(label="Why", required=False)


class NoteForm(forms.Form):
    """Free words."""

    text = forms.CharField(label="Note", widget=forms.Textarea)


def log() -> c.QuickLog:
    """The five kinds."""
    kinds: list[tuple[str, str, type[forms.Form]]] = [
        ("observation", "Observation", ObservationForm),
        ("lapse", "Our lapse", ObservationForm),
        ("win", "Win", NoteForm),
        ("note", "Note", NoteForm),
        ("pulse", "Pulse", PulseForm),
    ]
    return c.QuickLog(
        "Havnholm Outdoor",
        [c.LogKind(key, label, f"/clients/1/log/{key}/", form(auto_id=f"{key}_%s")) for key, label, form in kinds],  # type: ignore[arg-type]
    )


def header(current: c.Tab) -> c.ClientHeader:
    """The top, with one tab current."""
    client = BY_NAME["Havnholm Outdoor"]
    tabs: list[tuple[c.Tab, str]] = [("overview", "Overview"), ("timeline", "Timeline"), ("money", "Money"), ("communication", "Communication")]  # fmt: skip
    return c.ClientHeader(
        name=client.name, url=LINK.url, status="active", status_word="Active", owner=client.owner, monthly=client.money,
        tabs=[c.Choice(label, LINK.url if key == "overview" else f"{LINK.url}{key}/", value=key, current=key == current) for key, label in tabs],
        tags=["Outdoor shop", "Aarhus, DK"], share=0.093, contract="Retainer", contract_since=date(2023, 3, 1),
        deadline=date(2026, 11, 30), days_left=10, contacts=[c.ContactLine("Mikkel Toft", "CFO, pays"), c.ContactLine("Freja Holm", "marketing")],
        edit_url="/admin/",
    )  # fmt: skip


def history() -> c.History:
    """A year of weeks: calm, then not."""
    dice = random.Random(7)
    weeks = [TODAY - timedelta(weeks=51 - i) for i in range(52)]
    rise = {50: 80, 49: 69, 48: 58, 47: 53, 46: 52, 45: 51}
    points = [
        c.HistoryPoint(
            on,
            84 if i == 51 else rise.get(i, round(42 + dice.uniform(-3, 3))),
            43 if i == 51 else round(40 + dice.uniform(-2, 3)),
        )
        for i, on in enumerate(weeks)
    ]
    marks = [
        c.Mark("A", date(2026, 6, 12), "Survey: 9"),
        c.Mark("B", date(2026, 9, 1), "Jonas took over from Lena"),
        c.Mark("7", date(2026, 9, 14), "Scorecard 7: +3 here", "config"),
        c.Mark("C", date(2026, 10, 31), "Signe Kjær left"),
        c.Mark("D", date(2026, 11, 9), "Another agency on the ad account"),
    ]
    return c.History(
        points,
        "Churn risk stayed between 38 and 53 until October, then rose to 84. Fire pressure stayed near 40.",
        marks,
    )


def why() -> c.Why:
    """Points that add up to 84."""

    def row(kind: c.WhyKind, icon: str, title: str, points: str, sentence: str = "") -> c.WhyRow:
        url = f"/clients/1/evidence/{icon}/" if kind in ("factor", "fault") else ""
        return c.WhyRow(kind, icon, icon, title, Decimal(points), sentence, url)

    return c.Why(
        "churn",
        cell((45, 84)),
        [c.Choice("Churn risk", "?why=churn", current=True), c.Choice("Fire pressure", "?why=fire")],
        [
            row("average", "users", "Average client", "50"),
            row("factor", "user-x", "Main contact left", "14.03", "Signe Kjær was our champion; only Freja Holm still writes to us."),
            row("factor", "user-search", "New user on the ad account", "11.41", "Another agency: Brightpath Media. Not announced to us."),
            row("factor", "calendar-due", "Notice deadline in 10 days", "7.12", "Notice by 30 Nov ends the contract on 28 Feb 2027."),
            row("factor", "message-off", "Gone quiet", "4.80", "4 messages in four weeks; 11 to 24 would be usual."),
            row("factor", "home-exclamation", "Our own lapses", "2.61", "A late report and a slow answer."),
            row("factor", "clock-dollar", "Pays a little later", "1.30", "9 days beyond terms; their usual is 2."),
            row("factor", "heart-handshake", "With us for 3 years 8 months", "-4.10", "Long relationships end less often."),
            row("factor", "message-star", "Last survey: 9", "-2.90", "From June, and fading."),
            row("fine", "circle-check", "Looked at and fine", "-0.65", "Ad budget, results, replies."),
            row("rounding", "math-symbols", "Rounding", "0.38", "What whole points leave over."),
            row("total", "sum", "Churn risk today", "84"),
        ],
        looked_at=["ad budget", "results", "replies"],
        cannot_tell=["rhythm of calls. No calendar is connected."],
    )  # fmt: skip


def evidence() -> c.EvidencePage:
    """What is behind the first row."""
    return c.EvidencePage(
        LINK, "churn", "Main contact left", "Signe Kjær was our champion; only Freja Holm still writes to us.", Decimal("14.03"), TODAY,
        [
            c.EvidenceRecord(date(2026, 10, 31), "Signe Kjær’s last working day, as her automatic reply says", "Observation, Jonas"),
            c.EvidenceRecord(date(2026, 11, 2), "No successor named", "Observation, Jonas"),
            c.EvidenceRecord(date(2026, 11, 19), "Since then only Freja Holm has written to us", "Messages"),
        ],
        "Halves every 90 days. Senior contact: counts 1.2 times.",
    )  # fmt: skip


def timeline_items() -> list[c.TimelineItem]:
    """The last facts."""
    rows = [
        (19, 11, "message-circle", "Freja Holm", "answered in one line, after five days", "E-mail"),
        (14, 11, "file-invoice", "Invoice 2026-118", "€14,800 due, not paid yet", "Invoices"),
        (11, 11, "affiliate", "Brightpath Media", "linked its manager account", "Google Ads"),
        (9, 11, "user-plus", "dan@brightpath.example", "was given Standard access", "Google Ads"),
        (5, 11, "trophy", "Win", "Black Week plan live, cost per order −9%", "Jonas"),
        (31, 10, "user-x", "Signe Kjær", "left Havnholm", "Observation, Jonas"),
    ]
    return [
        c.TimelineItem(date(2026, month, day), icon, what, text, source)
        for day, month, icon, what, text, source in rows
    ]


def overview(fire: c.ScoreCell | None = None) -> c.ClientPage:
    """The overview."""
    return c.ClientPage(
        as_of=TODAY, header=header("overview"), log=log(), churn=cell((45, 84)), fire=fire or cell((40, 43)), why=why(),
        fault=c.Fault(0.31, "Partly", [
            c.FaultItem("file-off", "Reports not delivered", 0.13, [
                c.EvidenceRecord(date(2026, 9, 11), "The September report came 6 days late", "Deliverables", ""),
            ]),
            c.FaultItem("clock-pause", "Our answers come later", 0.11, [
                c.EvidenceRecord(date(2026, 11, 12), "From Karen: we answered after 7 working hours", "Messages", ""),
            ], 8),
            c.FaultItem("users-group", "Changes of our people", 0.07, [
                c.EvidenceRecord(date(2026, 9, 1), "Jonas took over from Lena Voss", "Clients", ""),
            ]),
        ]),
        changed=c.Changed(date(2026, 11, 6), 70, 84, [
            c.Change("arrow-up-right", "New user on the ad account", points=Decimal("11.41"), when=date(2026, 11, 9)),
            c.Change("calendar-due", "Notice deadline nearer", points=Decimal("2.10"), note="10 days left"),
            c.Change("message-off", "Quieter still", points=Decimal("1.20"), note="4 messages, were 6"),
        ], [], [c.Choice("since 6 Nov", value="2026-11-06", current=True), c.Choice("since yesterday", value="2026-11-19")], "/clients/1/changed/"),
        history=history(), probability=0.38, expected_loss=euro(66800), fire_note="A good client: profitable, fair, pays.",
        coverage=92, scorecard="7", scorecard_since=date(2026, 9, 14), timeline=timeline_items(),
    )  # fmt: skip


def timeline() -> c.TimelinePage:
    """Everything on record."""
    kinds = [c.Choice("Everything", "?", current=True, count=312), c.Choice("Messages", "?kind=message", count=210), c.Choice("Money", "?kind=money", count=64)]  # fmt: skip
    return c.TimelinePage(
        TODAY, header("timeline"), log(), timeline_items() * 4, kinds, c.Paging(1, 13, 1, 24, 312, "", "?page=2")
    )


def money() -> c.MoneyPage:
    """Receivables."""

    def invoice(number: str, issued: date, paid: int, state: str, tone: str = "", amount: int = 14800) -> c.InvoiceLine:
        return c.InvoiceLine(number, issued, issued + timedelta(days=14), euro(amount), euro(paid), state, tone)  # type: ignore[arg-type]

    days = (1, 3, 2, None, 2, 4, 1, 2, 3, 5, 9, 6)
    months = [c.MonthLate(date(2025 + (11 + i) // 12, (11 + i) % 12 + 1, 1), late) for i, late in enumerate(days)]
    return c.MoneyPage(
        as_of=TODAY, header=header("money"), log=log(), currency="EUR", open=euro(17760), open_invoices=2, overdue=euro(14800), overdue_invoices=1,
        oldest_days=6, days_beyond_terms=9.2, usual_days=2, counts_from=7,
        ageing=[c.AgeBucket("current", "Not due yet", 1, Decimal(2960)), c.AgeBucket("30", "1 to 30 days", 1, Decimal(14800)), c.AgeBucket("60", "31 to 60 days", 0, Decimal(0)), c.AgeBucket("90", "Over 60 days", 0, Decimal(0))],
        months=months, finding="Later than they used to pay.", finding_more="Two days was their habit; October’s invoice took nine. Still mild: it adds 1 point.",
        invoices=[
            invoice("2026-118", date(2026, 10, 31), 0, "6 days overdue", "raised"), invoice("2026-131", date(2026, 11, 15), 0, "due in 9 days", amount=2960),
            invoice("2026-104", date(2026, 9, 30), 14800, "paid 23 Oct, 9 days late"), invoice("2026-091", date(2026, 8, 31), 14800, "paid 19 Sep, 5 days late"),
        ],
        invoices_total=45, lifetime_paid=euro(612400), invoice_source="from Xero, read today 04:50",
    )  # fmt: skip


def communication() -> c.CommunicationPage:
    """The weekly rhythm."""
    counts = (2, 5, 5, 2, 2, 4, 5, 6, 2, 2, 6, 5, 7, 6, 2, 2, 7, 4, 3, 3, 5, 5, 4, 4, 5, 3, 2, 1, 0, 1)
    weeks = []
    for i, count in enumerate(counts):
        low, high, expected = (0.0, 5.7, 2.4) if i in (14, 15, 16) else (0.4, 8.8, 4.4)
        weeks.append(c.WeekOfMessages(date(2026, 4, 27) + timedelta(weeks=i), count, low, high, expected))
    return c.CommunicationPage(
        as_of=TODAY, header=header("communication"), log=log(), weeks=weeks,
        finding="4 messages in four weeks, 11 to 24 would be usual.",
        finding_more="Summer holidays and public holidays in Denmark are already in the grey band. A gap like this comes up by chance in about 1 of 140 four-week spells.",
        writers=[c.Writer("Signe Kjær", "Head of e-commerce, left 31 Oct", 31, date(2026, 10, 29)), c.Writer("Freja Holm", "Marketing coordinator", 9, date(2026, 11, 19)), c.Writer("Mikkel Toft", "CFO, pays", 1, date(2026, 9, 2))],
        writers_note="Only one person there still writes. Mikkel decides, and has not heard from us since September.",
        speeds=[c.Speed("They answer us", "5 h", "9 h", "Within their habit"), c.Speed("We answer them", "3 h", "7 h", "Slower: a lapse of ours", "raised"), c.Speed("Outside office hours", "6%", "4%", "Fine")],
    )  # fmt: skip
