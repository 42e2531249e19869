"""Every dated fact of a client as one list: one query, newest first, a day's messages of a person in one line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Client, Lapse, Observation
from clienthealth.core.clock import Day
from signals.views.contexts import TimelineItem
from signals.wording import amount_text, day_text, number_text, read_on

KINDS = {
    "message": gettext_lazy("Messages"),
    "money": gettext_lazy("Money"),
    "voice": gettext_lazy("Surveys"),
    "advertising": gettext_lazy("Advertising"),
    "people": gettext_lazy("People and contracts"),
    "effort": gettext_lazy("Scope"),
    "logged": gettext_lazy("Logged by us"),
}

# kind, sort, day, who or what, amount (cents or a count), text, currency, by
FACTS = """
    SELECT 'message' AS kind, 'message' AS sort, (m.occurred_at AT TIME ZONE %(zone)s)::date AS day,
           coalesce(nullif(c.name, ''), c.email, '') AS who, count(*) AS n, m.direction::text AS text,
           min(m.channel)::text AS currency, '' AS by
    FROM accounts_message m LEFT JOIN accounts_contact c ON c.id = m.contact_id
    WHERE m.client_id = %(client)s AND NOT m.automatic AND m.occurred_at < %(cut)s
    GROUP BY 3, 4, m.direction
    UNION ALL
    SELECT 'money', 'invoice', issued_on, number, (amount * 100)::bigint, due_on::text, currency, ''
    FROM accounts_invoice WHERE client_id = %(client)s AND kind = 'invoice' AND issued_on <= %(day)s
    UNION ALL
    SELECT 'money', 'credit', issued_on, number, (amount * 100)::bigint, '', currency, '' FROM accounts_invoice
    WHERE client_id = %(client)s AND kind = 'credit' AND issued_on <= %(day)s
    UNION ALL
    SELECT 'money', 'payment', p.paid_on, coalesce(i.number, ''), (p.amount * 100)::bigint,
           coalesce(i.due_on::text, ''), p.currency, ''
    FROM accounts_payment p LEFT JOIN accounts_invoice i ON i.id = p.invoice_id
    WHERE p.client_id = %(client)s AND p.paid_on <= %(day)s
    UNION ALL
    SELECT 'money', 'promise', made_on, '', 0, until::text, '', '' FROM accounts_paymentpromise
    WHERE client_id = %(client)s AND made_on <= %(day)s
    UNION ALL
    SELECT 'voice', 'answer', r.answered_on, coalesce(nullif(c.name, ''), c.email, ''), r.score,
           left(r.comment, 300), '', ''
    FROM accounts_surveyresponse r LEFT JOIN accounts_contact c ON c.id = r.contact_id
    WHERE r.client_id = %(client)s AND r.answered_on <= %(day)s
    UNION ALL
    SELECT 'voice', 'asked', i.sent_on, coalesce(nullif(c.name, ''), c.email, ''), 0, '', '', ''
    FROM accounts_surveyinvitation i LEFT JOIN accounts_contact c ON c.id = i.contact_id
    WHERE i.client_id = %(client)s AND i.sent_on <= %(day)s
    UNION ALL
    SELECT 'advertising', 'access', granted_on, email, 0, role, '', '' FROM accounts_accountaccess
    WHERE client_id = %(client)s AND granted_on <= %(day)s
    UNION ALL
    SELECT 'advertising', 'manager', linked_on, coalesce(nullif(manager_name, ''), manager_number), 0, '', '', ''
    FROM accounts_managerlink WHERE client_id = %(client)s AND linked_on <= %(day)s
    UNION ALL
    SELECT 'advertising', 'budget', starts, '', (monthly * 100)::bigint, made_by, currency, '' FROM accounts_budget
    WHERE client_id = %(client)s AND starts <= %(day)s
    UNION ALL
    SELECT 'people', 'left', left_on, coalesce(nullif(name, ''), email), 0, '', '', '' FROM accounts_contact
    WHERE client_id = %(client)s AND left_on <= %(day)s
    UNION ALL
    SELECT 'people', 'joined', joined_on, coalesce(nullif(name, ''), email), 0, role, '', '' FROM accounts_contact
    WHERE client_id = %(client)s AND joined_on <= %(day)s
    UNION ALL
    SELECT 'people', 'contract', starts, title, (coalesce(monthly_fee, 0) * 100)::bigint, '', currency, ''
    FROM accounts_contract WHERE client_id = %(client)s AND starts <= %(day)s
    UNION ALL
    SELECT 'people', 'notice', notice_on, notice_by, 0, '', '', '' FROM accounts_client
    WHERE id = %(client)s AND notice_on <= %(day)s
    UNION ALL
    SELECT 'effort', 'scope', asked_on, what, 0,
           CASE WHEN in_scope THEN 'in' WHEN billed THEN 'billed' ELSE 'out' END, '', ''
    FROM accounts_scoperequest WHERE client_id = %(client)s AND asked_on <= %(day)s
    UNION ALL
    SELECT 'logged', 'observation', o.occurred_on, o.kind, o.severity, o.note, '', coalesce(u.name, '')
    FROM accounts_observation o LEFT JOIN accounts_user u ON u.id = o.by_id
    WHERE o.client_id = %(client)s AND o.occurred_on <= %(day)s
    UNION ALL
    SELECT 'logged', 'lapse', l.occurred_on, l.kind, l.severity, l.note, '', coalesce(u.name, '')
    FROM accounts_lapse l LEFT JOIN accounts_user u ON u.id = l.by_id
    WHERE l.client_id = %(client)s AND l.occurred_on <= %(day)s
    UNION ALL
    SELECT 'logged', 'win', w.occurred_on, w.title, 0, w.figure, '', coalesce(u.name, '')
    FROM accounts_win w LEFT JOIN accounts_user u ON u.id = w.by_id
    WHERE w.client_id = %(client)s AND w.occurred_on <= %(day)s
    UNION ALL
    SELECT 'logged', 'note', n.occurred_on, '', 0, n.text, '', coalesce(u.name, '')
    FROM accounts_note n LEFT JOIN accounts_user u ON u.id = n.by_id
    WHERE n.client_id = %(client)s AND n.occurred_on <= %(day)s
    UNION ALL
    SELECT 'logged', 'pulse', p.occurred_on, '', p.value, p.note, '', coalesce(u.name, '')
    FROM accounts_pulse p LEFT JOIN accounts_user u ON u.id = p.by_id
    WHERE p.client_id = %(client)s AND p.occurred_on <= %(day)s
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the union."""

    kind: str
    sort: str
    day: dt.date
    who: str
    n: int
    text: str
    currency: str
    by: str


def facts_of(
    client: Client, today: dt.date, zone: str, *, kind: str = "", limit: int = 50, offset: int = 0
) -> tuple[list[Fact], dict[str, int]]:
    """A page of facts by `today`, newest first, and how many there are of each kind."""
    given: dict[str, Any] = {
        "client": client.pk, "day": today, "zone": zone, "kind": kind, "limit": limit, "offset": offset,
        "cut": Day(today, zone).cut,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH facts AS MATERIALIZED ({FACTS}), counts AS (SELECT kind, count(*) AS total FROM facts GROUP BY kind)"  # noqa: S608
            ", page AS (SELECT * FROM facts WHERE %(kind)s = '' OR kind = %(kind)s"
            " ORDER BY day DESC, sort, who, n, text LIMIT %(limit)s OFFSET %(offset)s)"
            " SELECT c.totals, page.* FROM (SELECT json_object_agg(kind, total)::text AS totals FROM counts) c"
            " LEFT JOIN page ON true ORDER BY day DESC, sort, who, n, text",
            given,
        )
        rows = cursor.fetchall()
    return [Fact(*row[1:]) for row in rows if row[1]], dict(json.loads(rows[0][0] or "{}"))


def latest_facts(client: Client, today: dt.date, zone: str, limit: int = 8) -> list[TimelineItem]:
    facts, _counts_of_kinds = facts_of(client, today, zone, limit=limit)
    return items_of(facts, today)


def items_of(facts: Sequence[Fact], today: dt.date) -> list[TimelineItem]:
    with read_on(today):
        return [item_of(fact) for fact in facts]


# --- in words -------------------------------------------------------------------------------------


def item_of(fact: Fact) -> TimelineItem:
    icon, what, text = WORDS[fact.sort](fact)
    source = str(KINDS[fact.kind])
    return TimelineItem(fact.day, icon, what, text, fact.by or source)


def _amount(fact: Fact) -> str:
    return amount_text(fact.n, fact.currency)


def _message(fact: Fact) -> tuple[str, str, str]:
    channels = {"1": "mail", "2": "phone", "3": "calendar-event", "4": "message-circle"}
    icon = channels.get(fact.currency, "mail")
    if fact.text == "1":
        words = ngettext("wrote to us", "wrote to us %(n)s times", fact.n) % {"n": number_text(fact.n)}
        return icon, fact.who or _("Someone there"), words
    words = ngettext("wrote to %(who)s", "wrote to %(who)s %(n)s times", fact.n) % {
        "n": number_text(fact.n),
        "who": fact.who or _("them"),
    }
    return icon, _("We"), words


def _invoice(fact: Fact) -> tuple[str, str, str]:
    due = day_text(dt.date.fromisoformat(fact.text))
    words = _("%(amount)s, due %(due)s") % {"amount": _amount(fact), "due": due}
    return "file-invoice", _("Invoice %(number)s") % {"number": fact.who}, words


def _payment(fact: Fact) -> tuple[str, str, str]:
    words = _amount(fact)
    if fact.text:
        late = (fact.day - dt.date.fromisoformat(fact.text)).days
        if late > 0:
            words += ", " + ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number_text(late)}
    what = _("Payment for %(number)s") % {"number": fact.who} if fact.who else _("Payment")
    return "cash", what, words


def _promise(fact: Fact) -> tuple[str, str, str]:
    until = day_text(dt.date.fromisoformat(fact.text))
    return "calendar-dollar", _("Promise to pay"), _("by %(date)s") % {"date": until}


def _asked(fact: Fact) -> tuple[str, str, str]:
    return "message-question", fact.who or _("Someone there"), _("was asked how likely they are to recommend us")


def _answer(fact: Fact) -> tuple[str, str, str]:
    words = _("gave us %(score)s of 10") % {"score": number_text(fact.n)}
    return "message-star", fact.who or _("Someone there"), words + (f": “{fact.text}”" if fact.text else "")


def _observation(fact: Fact) -> tuple[str, str, str]:
    return "eye", str(Observation.Kind(fact.who).label), fact.text


def _lapse(fact: Fact) -> tuple[str, str, str]:
    return "home-x", _("Lapse of ours: %(kind)s") % {"kind": Lapse.Kind(fact.who).label}, fact.text


def _budget(fact: Fact) -> tuple[str, str, str]:
    side = _("set by us") if fact.text == "us" else _("set by the client")
    return (
        "adjustments-dollar",
        _("Budget"),
        _("%(amount)s a month, %(side)s") % {"amount": _amount(fact), "side": side},
    )


def _scope(fact: Fact) -> tuple[str, str, str]:
    words = {
        "in": _("inside the scope"),
        "billed": _("outside the scope, billed"),
        "out": _("outside the scope, not billed"),
    }
    return "stack-push", fact.who, words[fact.text]


def _contract(fact: Fact) -> tuple[str, str, str]:
    words = _("%(amount)s a month") % {"amount": _amount(fact)} if fact.n else ""
    return "file-text", fact.who or _("Contract"), words


WORDS: dict[str, Callable[[Fact], tuple[str, str, str]]] = {
    "message": _message,
    "invoice": _invoice,
    "credit": lambda f: ("receipt-refund", _("Credit note %(number)s") % {"number": f.who}, _amount(f)),
    "payment": _payment,
    "promise": _promise,
    "answer": _answer,
    "asked": _asked,
    "access": lambda f: ("user-plus", f.who, _("may enter the ad account") + (f" ({f.text})" if f.text else "")),
    "manager": lambda f: ("affiliate", f.who, _("linked its manager account")),
    "budget": _budget,
    "left": lambda f: ("user-x", f.who, _("left")),
    "joined": lambda f: ("user-check", f.who, _("joined") + (f": {f.text}" if f.text else "")),
    "contract": _contract,
    "notice": lambda f: ("door-exit", _("Notice"), str(Client.Side(f.who).label)),
    "scope": _scope,
    "observation": _observation,
    "lapse": _lapse,
    "win": lambda f: ("trophy", f.who, f.text),
    "note": lambda f: ("note", _("Note"), f.text),
    "pulse": lambda f: ("heartbeat", _("Pulse %(n)s of 5") % {"n": f.n}, f.text),
}
