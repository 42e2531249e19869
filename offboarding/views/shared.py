"""What the pages of a case share: a form that runs an action, and says in its own place what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def done(form: forms.Form, act: Callable[..., Any]) -> bool:
    """Whether the form was right and the action took it; what it refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except ValidationError as refusal:
        named = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if named else ValidationError(refusal.messages))
        return False
    return True
