"""Writing the agency's own playbooks, and switching any of them on and off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, require
from clienthealth.core.audit import acting
from signals.models import Playbook as Row
from signals.playbooks.checking import InvalidPlaybook
from signals.playbooks.content import Playbook
from signals.playbooks.library import built_in, free_key, of_row, playbooks, steps_json, translated


def save_playbook(
    row: Row | None,
    *,
    by: User,
    name: str,
    steps: Sequence[dict[str, Any]],
    about: str = "",
    signs: Sequence[str] = (),
    replaces: str = "",
) -> Row:
    """A new playbook (`row` None) or a changed one. ValidationError lists every fault."""
    require(by, Permission.EDIT_PLAYBOOKS)
    made = row or Row(key=free_key(name, playbooks(everything=True)), made_by=by)
    made.name, made.about, made.signs, made.steps, made.replaces = name, about, list(signs), list(steps), replaces
    try:
        of_row(made)
    except InvalidPlaybook as refusal:
        raise ValidationError(refusal.faults) from refusal
    with acting(by=by, why="save playbook"):
        made.full_clean()
        made.save()
    return made


def copy_playbook(playbook: Playbook, *, by: User) -> Row:
    """A copy to change. That of a built-in one stands in for it, unless another does already."""
    require(by, Permission.EDIT_PLAYBOOKS)
    stood_in = set(Row.objects.filter(active=True).values_list("replaces", flat=True))
    name = _("%(name)s (ours)") % {"name": translated(playbook.name)}
    return save_playbook(
        None,
        by=by,
        name=name[:120],
        about=translated(playbook.about),
        signs=playbook.signs,
        steps=[_in_our_words(step) for step in steps_json(playbook)],
        replaces="" if playbook.is_own or playbook.key in stood_in else playbook.key,
    )


def switch_playbook(playbook: Playbook, *, by: User, on: bool) -> None:
    """In use or not. A built-in one is switched by a row of its own key."""
    require(by, Permission.EDIT_PLAYBOOKS)
    with acting(by=by, why="switch playbook"):
        if playbook.row is not None:
            row = Row.objects.select_for_update().get(pk=playbook.row)
            row.active = on
            row.full_clean()
            row.save(update_fields=["active", "changed_at"])
        else:
            Row.objects.update_or_create(
                key=playbook.key, defaults={"active": on}, create_defaults=_switch(playbook, by, on)
            )


def _switch(playbook: Playbook, by: User, on: bool) -> dict[str, Any]:
    return {"active": on, "name": built_in()[playbook.key].name, "signs": list(playbook.signs), "made_by": by}


def _in_our_words(step: dict[str, Any]) -> dict[str, Any]:
    """The texts for our own people in the language of who copies; e-mails stay as they are."""
    return step | {name: translated(step[name]) for name in ("title", "help", "script") if step.get(name)}
