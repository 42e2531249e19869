"""What a client takes along of surveys: their own words and ticks. What we made of an answer stays with us."""

from __future__ import annotations

from accounts.exporting import Part
from surveys.models import Answer

OURS = frozenset({"campaign", "ask", "entry", "nonce", "automatic"})
EXPORTED = (Part(Answer, OURS),)
