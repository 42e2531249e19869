"""How often a link, or an address of the network, may send something about a survey."""

from __future__ import annotations

from clienthealth.core.limits import Limit

BY_LINK = Limit("surveys:link", 30)
BY_ADDRESS = Limit("surveys:entry", 40)  # a whole meeting room has one address
