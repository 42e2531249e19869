"""How each language counts years, months and days, and what it calls a period of notice."""

from __future__ import annotations

import datetime as dt

# one, several, and the German dative of several
LENGTHS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("year", "years"), ("month", "months"), ("day", "days")),
    "fr": (("an", "ans"), ("mois", "mois"), ("jour", "jours")),
    "da": (("år", "år"), ("måned", "måneder"), ("dag", "dage")),
    "zh-hans": (("年", "年"), ("个月", "个月"), ("天", "天")),
    "de": (("Jahr", "Jahre", "Jahren"), ("Monat", "Monate", "Monaten"), ("Tag", "Tage", "Tagen")),
    "es": (("año", "años"), ("mes", "meses"), ("día", "días")),
}
AND = {"en": " and ", "fr": " et ", "da": " og ", "zh-hans": "零", "de": " und ", "es": " y "}

NUMBERS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "da": ("én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    "zh-hans": ("一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    "de": ("einem", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    "es": ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
}

# the phrase, and what follows it where notice ends with a month
NOTICE = {
    "en": ("{period} written notice", " to the end of a month"),
    "fr": ("un préavis écrit de {period}", " expirant à la fin d’un mois"),
    "da": ("{period} skriftligt varsel", " til udgangen af en måned"),
    "zh-hans": ("提前{period}书面通知", "、于月末届满"),
    "de": ("einer Frist von {period}", " zum Monatsende"),
    "es": ("un preaviso por escrito de {period}", " y efectos a fin de mes"),
}

# one, several: German in the dative, which “Frist von” asks for
NOTICE_UNITS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "days": ("day’s", "days’"),
        "business": ("business day’s", "business days’"),
        "months": ("month’s", "months’"),
    },
    "fr": {"days": ("jour", "jours"), "business": ("jour ouvré", "jours ouvrés"), "months": ("mois", "mois")},
    "da": {
        "days": ("dags", "dages"),
        "business": ("arbejdsdags", "arbejdsdages"),
        "months": ("måneds", "måneders"),
    },
    "zh-hans": {"days": ("日", "日"), "business": ("个工作日", "个工作日"), "months": ("个月", "个月")},
    "de": {
        "days": ("Tag", "Tagen"),
        "business": ("Arbeitstag", "Arbeitstagen"),
        "months": ("Monat", "Monaten"),
    },
    "es": {
        "days": ("día natural", "días naturales"),
        "business": ("día hábil", "días hábiles"),
        "months": ("mes", "meses"),
    },
}


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from `first` to `last`, both included; a month that lacks the day is over with its last one.

    31 January to 28 February 2025 is a month, to 27 February it is none.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    after = last + dt.timedelta(days=1)
    return (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
