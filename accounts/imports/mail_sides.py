"""Whose mailbox is it, and which client is meant by a domain nobody wrote down. Pure.

Both are guesses from the file, made only where they are plain, and said in the report; a doubtful one is no guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from accounts.imports.near import bare_name

LOOKED_AT = 2000  # messages
NEARLY_ALL = 0.9
FEWEST = 5
SHORTEST_LABEL = 4
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})


def mailbox_owner(parties: Sequence[Iterable[str]], public: frozenset[str]) -> str | None:
    """The domain (of a public hoster: the address) that takes part in nearly every message, and alone does.

    `parties`: the addresses of each message. None where no one, or more than one, is in nearly all of them.
    """
    if len(parties) < FEWEST:
        return None
    seen: Counter[str] = Counter()
    looked_at = parties[:LOOKED_AT]
    for addresses in looked_at:
        domains = {address.rpartition("@")[2]: address for address in addresses}
        seen.update(address if domain in public else domain for domain, address in domains.items())
    best = [party for party, count in seen.items() if count >= NEARLY_ALL * len(looked_at)]
    return best[0] if len(best) == 1 else None


def label_of(domain: str) -> str:
    """The name in a domain, as letters and digits: `acmetools` of `mail.acme-tools.co.uk`."""
    parts = domain.casefold().split(".")
    at = len(parts) - 2
    if at > 0 and parts[at] in _SECOND_LEVEL:
        at -= 1
    return re.sub(r"[\W_]+", "", parts[max(at, 0)])


def label_of_name(name: str) -> str:
    """A company's name as it would stand in a domain, without its legal form; empty where too short to tell."""
    label = bare_name(name).replace(" ", "")
    return label if len(label) >= SHORTEST_LABEL else ""
