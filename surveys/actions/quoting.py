"""Permission to quote: given on the public page or told to us, and taken back at any time."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import require_edit
from clienthealth.core.audit import acting
from surveys.models import Answer


def set_quote(answer: Answer, *, by: User, may: bool) -> Answer:
    """Note that they allow to be quoted, or no longer do. The audit log keeps who noted it, and when."""
    require_edit(by, answer.client)
    with acting(by=by, why="permission to quote" if may else "permission to quote withdrawn"):
        answer.may_quote = may
        answer.save(update_fields=["may_quote"])
    return answer
