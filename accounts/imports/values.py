"""Numbers, durations, yes/no, currencies and identifiers as other systems write them. Blank is None, 0 is 0.

The decimal mark of a column is decided for the whole column (see `guessing`) and handed in; a number that does not
fit it is refused, never bent. Every function raises ValueError with a translated sentence.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

DecimalMark = Literal[".", ","]

BLANKS = frozenset({"", "-", "--", "—", "–", "n/a", "null", "none", "nan", "(blank)", "k.a.", "n.a."})
SHEET_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
MOST_DIGITS = 15

SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "₺": "TRY", "₴": "UAH", "₽": "RUB", "US$": "USD",
         "A$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "R$": "BRL",
         "$": "USD", "Fr.": "CHF", "Kč": "CZK"}  # fmt: skip
AMBIGUOUS_SIGNS = frozenset({"$", "¥"})

_SIGN = r"(?:US\$|A\$|C\$|CA\$|NZ\$|R\$|Fr\.|zł|Kč|kr\.?|[$€£¥₹₺₴₽]|[A-Z]{3})"
_MONEY = re.compile(rf"(?P<lead>[-+−]?)\s*(?P<sign>{_SIGN})?\s*(?P<minus>[-+−]?)\s*(?P<digits>\d[\d.,'’\s]*|[.,]\d+)"
                    rf"\s*(?P<trail>[-−])?\s*(?P<tail>{_SIGN})?\s*(?P<credit>CR|DR)?")  # fmt: skip
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:['’ ]\d{3})+)?(?:\.\d*)?")
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’ ]\d{3})+)?(?:,\d*)?")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?").fullmatch
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
_WORDS = re.compile(
    r"(?:P?T?)?(?:(\d+(?:[.,]\d+)?)\s*h[a-z]*\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*m[a-z]*\.?)?\s*(?:(\d+)\s*s[a-z]*\.?)?",
    re.IGNORECASE,
)

_YES = "yes y true t 1 x ✓ ✔ ja j wahr oui o vrai si sí sì s vero sim verdadeiro tak da да on billable abrechenbar"
_NO = "no n false f 0 nein falsch non faux falso não nao nee nie нет off non-billable"
WORDS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
_LABELLED = re.compile(r"(\d{1,2})\s*[-–:=(]\s*[^\W\d].*|[^\W\d].*[^\d\s]\s*[-–:=(]\s*(\d{1,2})\)?", re.DOTALL)


def read_number(text: str, mark: DecimalMark) -> Decimal | None:
    """A number or an amount of money; currency signs, brackets, a trailing minus and CR are understood."""
    if mark == "." and _PLAIN(text):
        return Decimal(text)
    text = text.translate(_SPACES).strip()
    if text.casefold() in BLANKS:
        return None
    negative = text.startswith("(") and text.endswith(")")
    found = _MONEY.fullmatch(text[1:-1].strip() if negative else text)
    if not found:
        raise ValueError(_("This is not a number."))
    digits = _plain_digits(found["digits"].strip(), mark)
    signs = found["lead"] + found["minus"] + (found["trail"] or "")
    if negative or found["credit"] == "CR" or "-" in signs or "−" in signs:
        digits = "-" + digits
    return Decimal(digits)


def _plain_digits(digits: str, mark: DecimalMark) -> str:
    pattern, group = (_POINT, ",") if mark == "." else (_COMMA, ".")
    if not pattern.fullmatch(digits):
        raise ValueError(_("This number does not fit the decimal mark “%(mark)s” of its column.") % {"mark": mark})
    plain = re.sub(rf"['’\s{group}]", "", digits).replace(",", ".")
    if len(plain.partition(".")[0]) > MOST_DIGITS:
        raise ValueError(_("This number has too many digits to be right."))
    return plain


def number_evidence(text: str) -> DecimalMark | Literal["either"] | None:
    """What one cell says about the decimal mark: a mark, `either` where 1.234 could be both, None for no hint."""
    found = _MONEY.fullmatch(text.translate(_SPACES).strip().strip("()"))
    digits = found["digits"].strip() if found else ""
    if "." in digits and "," in digits:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    for mark, other in ((".", ","), (",", ".")):
        if digits.count(mark) > 1:
            return other  # type: ignore[return-value]
        if mark in digits:
            whole, _mark, decimals = digits.partition(mark)
            group = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole != "0"
            return "either" if group else mark  # type: ignore[return-value]
    return None


def currency_mark(text: str) -> str | None:
    """The currency that stands beside an amount (`€ 5`, `5 USD`), as its ISO code."""
    found = _MONEY.fullmatch(text.translate(_SPACES).strip().strip("()"))
    sign = (found["sign"] or found["tail"]) if found else None
    if not sign:
        return None
    return SIGNS.get(sign) or (sign if len(sign) == 3 and sign.isalpha() else None)


def ambiguous_mark(text: str) -> bool:
    """Whether the sign beside an amount is one that several currencies share."""
    found = _MONEY.fullmatch(text.translate(_SPACES).strip().strip("()"))
    return found is not None and (found["sign"] or found["tail"]) in AMBIGUOUS_SIGNS


def without_label(text: str) -> str:
    """The number of a point on a scale that is written with its words: `Extremely likely - 10`, `0 (not at all)`."""
    found = _LABELLED.fullmatch(text.strip())
    return (found[1] or found[2]) if found else text


def read_whole(text: str, mark: DecimalMark = ".") -> int | None:
    number = read_number(text, mark)
    if number is not None and number != int(number):
        raise ValueError(_("This must be a whole number."))
    return None if number is None else int(number)


def read_duration(text: str, mark: DecimalMark = ".") -> timedelta | None:
    """`01:30:00`, `1:30`, `1h 30m`, `90 min`, or a decimal number of hours."""
    text = text.translate(_SPACES).strip()
    if text.casefold() in BLANKS:
        return None
    if found := _CLOCK.fullmatch(text):
        return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))
    if (found := _WORDS.fullmatch(text)) and any(found.groups()):
        hours, minutes, seconds = (Decimal((part or "0").replace(",", ".")) for part in found.groups())
        return timedelta(seconds=float(hours * 3600 + minutes * 60 + seconds))
    number = read_number(text, mark)
    return None if number is None else timedelta(seconds=float(number * 3600))


def read_yes_no(text: str) -> bool | None:
    word = text.strip().casefold()
    if word in BLANKS:
        return None
    if word not in WORDS:
        raise ValueError(_("This is neither yes nor no."))
    return WORDS[word]


def read_currency(text: str) -> str | None:
    """An ISO code or a sign that stands for one."""
    text = text.strip()
    if text.casefold() in BLANKS:
        return None
    code = SIGNS.get(text, text.upper())
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise ValueError(_("This is not a currency code of three letters."))
    return code


def read_identifier(text: str) -> str | None:
    """An id or number kept as text: leading zeros and 19 digits survive; what a spreadsheet has rounded is refused."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    elif text.startswith("'"):
        text = text[1:]
    if "+" in text and _SCIENTIFIC.fullmatch(text):
        raise ValueError(_("A spreadsheet has rounded this long number. Export it again with the column as text."))
    return _checked_text(text, 255)


def read_name(text: str) -> str | None:
    """One line of text, inner white space made single."""
    return _checked_text(" ".join(text.split()), 255)


def read_text(text: str) -> str | None:
    """Text of any length, line breaks kept."""
    return text.replace("\r\n", "\n").strip() or None


def _checked_text(text: str, longest: int) -> str | None:
    if text in SHEET_ERRORS:
        raise ValueError(_("The spreadsheet could not work this cell out."))
    if len(text) > longest:
        raise ValueError(_("This is longer than %(longest)s characters.") % {"longest": longest})
    return text or None


def read_email(text: str) -> str | None:
    """The bare address, in lower case."""
    text = text.strip()
    if text.casefold() in BLANKS:
        return None
    address = parseaddr(text)[1].casefold()
    name, at, domain = address.rpartition("@")
    if not (at and name and "." in domain and " " not in address and len(address) <= 254):
        raise ValueError(_("This is not an e-mail address."))
    return address


def read_domain(text: str) -> str | None:
    """The domain of an address, a web page or a bare domain: `https://www.Example.com/a` gives `example.com`."""
    text = text.strip().casefold()
    if text in BLANKS:
        return None
    host = text.rpartition("@")[2] if "@" in text else urlsplit(text if "//" in text else f"//{text}").hostname or ""
    host = host.removeprefix("www.").rstrip(".")
    if "." not in host or " " in host or len(host) > 253:
        raise ValueError(_("This is not a web domain."))
    return host
