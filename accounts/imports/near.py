"""Names that may mean the same company. Pure; used to ask, never to decide."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

LIKE = 0.55
_FORMS = (
    "ab ag aps as asa bv co company corp corporation ev gbr gmbh group holding inc incorporated ivs kft "
    "kg lda limited llc llp ltd mbh nv ohg oy oyj plc pty sa sarl sas se sl sp spa srl sro ug ulc und "
    "vof zoo"
)
FORMS = frozenset(_FORMS.split())
_WORD = re.compile(r"[^\W_]+")


def same_name(name: str) -> str:
    """A name as it counts for an exact match: without case and with single spaces."""
    return " ".join(name.casefold().split())


def bare_name(name: str) -> str:
    """A name without accents, punctuation and the legal form: `ACME, Ltd.` and `Acme` are both `acme`."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ").replace(".", ""))
    plain = plain.replace("a/s", "as").replace("s/a", "sa")
    words = _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    kept = [word for word in words if word not in FORMS]
    return " ".join(kept or words)


def _trigrams(bare: str) -> set[str]:
    padded = f"  {bare} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


class NearNames:
    """An index of names that answers which of them a new name resembles."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self.bare: dict[str, int] = {}
        self.sizes: dict[int, int] = {}
        self.index: dict[str, list[int]] = defaultdict(list)
        for key, name in names:
            self.add(key, name)

    def add(self, key: int, name: str) -> None:
        bare = bare_name(name)
        if not bare:
            return
        self.bare.setdefault(bare, key)
        trigrams = _trigrams(bare)
        self.sizes[key] = len(trigrams)
        for trigram in trigrams:
            self.index[trigram].append(key)

    def nearest(self, name: str) -> int | None:
        """The key of the name that is the same but for its legal form, else the most alike one, if alike enough."""
        bare = bare_name(name)
        if bare in self.bare:
            return self.bare[bare]
        if len(bare) < 5 or any(letter.isdigit() for letter in bare):
            return None
        wanted = _trigrams(bare)
        shared = Counter(key for trigram in wanted for key in self.index.get(trigram, ()))
        best = max(shared, key=lambda key: self._likeness(key, shared[key], len(wanted)), default=None)
        if best is None or self._likeness(best, shared[best], len(wanted)) < LIKE:
            return None
        return best

    def _likeness(self, key: int, shared: int, wanted: int) -> float:
        return shared / (self.sizes[key] + wanted - shared)
