"""One matter with everything a letter could ask for, in each language; every name is invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from offboarding.letters.composing import compose, lightened, missing
from offboarding.letters.drafting import MAY_BE_EMPTY
from offboarding.letters.formats import Unit
from offboarding.letters.known import Facts, Known, Notice, OpenInvoice, facts_of
from offboarding.letters.phrases import phrases
from offboarding.letters.sheet import Paper, Sheet, sheet_of
from offboarding.letters.texts import letter_text
from offboarding.letters.wording import part_of

WRITTEN = dt.date(2026, 10, 20)
ADDRESSES = {  # client, contact, address
    "en": (
        "Alder & Finch Ltd", "Harriet Cole",
        "Alder & Finch Ltd\nMs Harriet Cole, Managing Director\n218 Quay Street\nBristol BS1 0XX\nUnited Kingdom",
    ),
    "fr": (
        "Maison Verdier SAS", "Claire Verdier",
        "Maison Verdier SAS\nMadame Claire Verdier\n214, rue des Tanneurs\n69005 Lyon\nFRANCE",
    ),
    "da": (
        "Bøgelund Møbler A/S", "Mette Bøgelund",
        "Bøgelund Møbler A/S\nAtt. direktør Mette Bøgelund\nÅgade 918\n8000 Aarhus C",
    ),
    "zh-hans": (
        "青禾家居（上海）有限公司", "林晓雯女士",
        "青禾家居（上海）有限公司\n上海市徐汇区示例路912号\n邮编：200000\n林晓雯女士（总经理）收",
    ),
    "de": (
        "Lindner Gartenbau GmbH", "Katharina Lindner",
        "Lindner Gartenbau GmbH\nFrau Katharina Lindner\nAm Alten Speicher 912\n20457 Hamburg\nDEUTSCHLAND",
    ),
    "es": (
        "Olivares Textil, S. L.", "Carmen Olivares",
        "Olivares Textil, S. L.\nA la atención de D.ª Carmen Olivares\nCalle del Telar, 912\n46001 Valencia\nESPAÑA",
    ),
}  # fmt: skip
TITLES = {
    "en": ("Copenhagen", "Managing Director", "Marketing Services Agreement"),
    "fr": ("Copenhague", "Directrice générale", "Prestation de services marketing"),
    "da": ("København", "Administrerende direktør", "Samarbejde om markedsføring"),
    "zh-hans": ("哥本哈根", "总经理", "数字营销服务协议"),
    "de": ("Kopenhagen", "Geschäftsführerin", "Dienstleistungen im Onlinemarketing"),
    "es": ("Copenhague", "Directora general", "Servicios de marketing"),
}
# what people write by hand, in the letter's language; here in one, so that every language is tried with foreign signs
BY_HAND = {
    "breach_effect": "Two campaigns started twelve business days late.",
    "cure_step_1": "approve or reject the three drafts of 2 September;",
    "cure_step_2": "name one person who approves drafts within five business days.",
    "our_lapse": "Your question of 14 July was answered only after six business days.",
    "our_remedy": "Since 1 September every message is answered within one business day.",
    "cure_notice_scope": "2026-0412 and 2026-0467 were named in that letter",
    "standards_quote": "Drafts are answered within five business days",
    "standards_version": "3",
    "standards_link": "https://fjordlight.example/standards/3",
    "payment_reference": "10427",
    "call_slot_1": "22.10. 10:00",
    "call_slot_2": "23.10. 14:00",
    "warning_topic": "answers to drafts",
}
ROWS = {
    "breach": [["1 June", "Drafts are answered within five business days", "Answered after 17 business days"]],
    "open_points": [["8 September", "Answer the three drafts", "No answer by 8 October"]],
    "handover": [["Google Ads", "In your own account", "18 December"]],
}
RETURN_LINE = "Fjordlight ApS · Strandgade 912 · 1401 København K"
FOOTER = (
    "Fjordlight ApS · Strandgade 912 · 1401 København K · CVR 00 00 00 00\nhello@fjordlight.example · +45 00 00 00 00"
)


def known(language: str) -> Known:
    client, contact, address = ADDRESSES[language]
    place, title, contract = TITLES[language]
    return Known(
        texts={
            "agency_name": "Fjordlight ApS", "client_name": client, "signatory_name": "Ingrid Solberg",
            "contract_name": contract, "client_address": address, "bank_line": "IBAN DK00 0000 0000 0000 00",
            "handover_contact": "Jonas Holm", "handover_reach": "jonas.holm@fjordlight.example",
            "manager_name": "Jonas Holm", "manager_reach": "jonas.holm@fjordlight.example", **BY_HAND,
        },
        dates={
            "notice_date": WRITTEN, "end_date": dt.date(2026, 12, 31), "contract_date": dt.date(2023, 11, 1),
            "relationship_start": dt.date(2023, 11, 1), "handover_date": dt.date(2026, 12, 18),
            "data_return_date": dt.date(2027, 1, 29), "final_invoice_date": dt.date(2026, 12, 31),
            "agreed_on": dt.date(2026, 10, 15), "client_notice_date": dt.date(2026, 10, 12),
            "client_notice_received": dt.date(2026, 10, 13), "client_reply_date": dt.date(2026, 9, 20),
            "reply_by": dt.date(2026, 11, 3), "cure_deadline": dt.date(2026, 10, 5),
            "cure_notice_date": dt.date(2026, 9, 4), "payment_deadline": dt.date(2026, 11, 3),
            "access_removed_date": dt.date(2026, 12, 21), "follow_up_date": dt.date(2026, 10, 22),
        },
        clauses={
            "termination_clause": "12.1", "breach_clause": "12.2", "nonpayment_clause": "12.3", "renewal_clause": "2.2",
            "suspension_clause": "7.3", "confidentiality_clause": "9", "work_product_clause": "8.2",
            "interest_clause": "7.4",
        },
        words={"place": place, "title": title, "footer": FOOTER},
        notice=Notice(2, Unit.MONTHS, to_month_end=True),
        fee=(Decimal(4850), "EUR"),
        delivery="registered_email",
        contact_name=contact,
        contact_email="c@client.example",
        manager="Jonas Holm",
        invoices=[
            OpenInvoice("2026-0412", dt.date(2026, 7, 1), dt.date(2026, 7, 31), Decimal(4850), Decimal(2425), "EUR"),
            OpenInvoice("2026-0467", dt.date(2026, 8, 1), dt.date(2026, 8, 31), Decimal(4850), Decimal(0), "EUR"),
        ],
        rows=ROWS,
        is_working=lambda day: day.weekday() < 5 and (day.month, day.day) != (12, 31),
    )  # fmt: skip


def facts(language: str, **corrections: str) -> Facts:
    """Every fact, with what a person took over from the suggestions."""
    first = facts_of(known(language), language, corrections)
    taken = {name: first.suggestions[name] for name in ("enclosures", "final_invoice_amount")}
    return facts_of(known(language), language, {**taken, **corrections})


def sheet(kind: str, language: str) -> Sheet:
    text, found = letter_text(kind, language), facts(language)
    parts = lightened([part_of(piece) for piece in text.pieces], found.values, MAY_BE_EMPTY)
    holes = missing(text.subject, text.closing, parts, found.values, found.tables)
    assert not holes, holes
    composed = compose(text.subject, text.closing, parts, found.values, found.tables)
    paper = Paper("Fjordlight ApS", "Fjordlight", return_line=RETURN_LINE, footer=FOOTER)
    return sheet_of(
        text=text, date=WRITTEN, paper=paper, words=phrases(language), composed=composed, facts=found.values
    )
