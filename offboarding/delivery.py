"""How a notice travels, and how many business days to allow until it is received. Pure.

A contract says it in its own words and language; the slowest way it names is the one to plan with.
"""

from __future__ import annotations

from enum import StrEnum


class Delivery(StrEnum):
    HAND = "hand"
    EMAIL = "email"
    POST = "post"
    REGISTERED = "registered"
    UNSAID = "unsaid"


# Business days to allow, judgement: a mail written in the afternoon is received on the next one.
MARGIN = {
    Delivery.HAND: 0,
    Delivery.EMAIL: 1,
    Delivery.POST: 3,
    Delivery.REGISTERED: 5,
    Delivery.UNSAID: 5,
}

# Parts of words in English, French, Danish, Chinese, German and Spanish; those that contain others first.
# “Mail” alone is the post in one country and e-mail in another: the slower one counts.
WORDS = (
    (
        Delivery.REGISTERED,
        ("registered", "recorded", "certified", "recommandé", "anbefal", "rekommand", "einschreiben", "eingeschrieben",
         "certificad", "burofax", "挂号"),
    ),
    (Delivery.EMAIL, ("e-mail", "email", "courriel", "correo electrónico", "电子邮件", "邮件")),
    (
        Delivery.POST,
        ("post", "mail", "letter", "brev", "brief", "lettre", "courrier", "carta", "correo", "邮寄", "信函"),
    ),
    (Delivery.HAND, ("hand", "courier", "personal", "main propre", "bote", "bud", "en mano", "面交", "亲自")),
)  # fmt: skip


def delivery_of(text: str) -> Delivery:
    """The slowest way that the contract's words name; `UNSAID` where they name none."""
    left, named = text.casefold(), set()
    for way, words in WORDS:
        for word in words:
            if word in left:
                named.add(way)
                left = left.replace(word, " ")
    return max(named, key=MARGIN.__getitem__, default=Delivery.UNSAID)
