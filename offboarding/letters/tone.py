"""Words that no letter, e-mail or call of ours uses: they blame, excuse or threaten. Pure.

Words of our own judgement (risk, score) are looked for by `signals.playbooks.checking.secret_words`.
"""

from __future__ import annotations

import re

AVOID = {
    "en": (
        r"unfortunately|regrettably|regret|sadly|as you (?:know|are aware)|with immediate effect|fail(?:s|ed|ures?)?"
        r"|refus(?:e|es|ed|ing|al)|neglect(?:ed)?|blame|fault|unacceptable|disappoint\w+|you always|you never"
    ),
    "fr": (
        r"malheureusement|hélas|à regret|comme vous le savez|avec effet immédiat|manquements?|échec|refus(?:e|ez|er|é)?"
        r"|faute|négligences?|inacceptable|déçus?|déception|vous (?:avez|êtes) toujours"
    ),
    "da": (
        r"desværre|beklageligvis|som (?:I|du) ved|med øjeblikkelig virkning|svigt(?:er|et)?|nægte[rt]?|afslag"
        r"|forsøm\w+|uacceptabel\w*|skuffe\w*|I gør altid|misligholdelse\w*"
    ),
    "de": (
        r"leider|bedauer\w+|wie Sie wissen|mit sofortiger Wirkung|fristlos|versagt?|verweiger\w+|versäum\w+"
        r"|vernachlässig\w+|inakzeptabel|enttäusch\w+|Schuld|Verschulden|Sie haben immer"
    ),
    "es": (
        r"lamentablemente|desgraciadamente|por desgracia|como (?:ya )?saben?|con efecto inmediato|incumplimientos?"
        r"|fracas\w+|negativa|rechaz\w+|negligencias?|inaceptable|decepci\w+|culpa|ustedes siempre"
    ),
    "zh-hans": (
        r"遗憾|不幸|如您所知|众所周知|立即生效|即刻生效|失职|拒绝|违约|过错|过失|疏忽"
        r"|不可接受|失望|责怪|你们总是"
    ),
}
_BOUNDED = {
    language: re.compile(words if language == "zh-hans" else rf"\b(?:{words})\b", re.IGNORECASE)
    for language, words in AVOID.items()
}


def words_to_avoid(text: str, language: str) -> list[str]:
    """Those of the words above that stand in a text."""
    return _BOUNDED[language].findall(text)
