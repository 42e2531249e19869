"""How often a link, or an address of the network, may send something about a prospect."""

from __future__ import annotations

from clienthealth.core.limits import Limit

BY_LINK = Limit("prospects:link", 60)
BY_ADDRESS = Limit("prospects:address", 120)
ENTRY_BY_ADDRESS = Limit("prospects:entry", 5)
ENTRY_BY_MAIL = Limit("prospects:entry-mail", 2)
