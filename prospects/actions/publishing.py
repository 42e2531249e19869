"""New points are published, and a questionnaire of our own: each a version of its own, by a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.permissions import Permission, require
from clienthealth.core.audit import acting
from offboarding.models import Retrospective
from prospects.actions.freezing import weights
from prospects.content import Rule
from prospects.fit import is_within
from prospects.learning import Proposal, propose
from prospects.library import BASE, built_in, changed
from prospects.models import Entry, Prospect, Questionnaire, WeightSet
from prospects.outcomes import cases, results

MOST = 20  # points of one answer, either way
VERSIONS_LOCK = 7_400_517  # of the database: two people who publish at once wait for each other


def rules_that_count() -> list[Rule]:
    return [rule for rule in built_in()[BASE].rules if not rule.flag]


def proposals() -> list[Proposal]:
    """What the outcomes of all converted prospects speak for, against the points in force."""
    found = results(Prospect.objects.all(), Agency.objects.get().today().date)
    causes = dict(Retrospective.objects.order_by("pk").values_list("client", "cause"))
    return propose(cases(found, causes), rules_that_count(), weights().points)


def publish_points(*, by: User, points: Mapping[str, int], notes: str) -> WeightSet:
    """Put new points in force from now on; fits that were frozen stay as they were.

    What a proposal had spoken for is kept beside the change that follows it.
    """
    require(by, Permission.ACCEPT)
    rules = {rule.key: rule for rule in rules_that_count()}
    if not notes.strip():
        raise ValidationError(_("Say why."))
    if set(points) - rules.keys() or any(abs(value) > MOST for value in points.values()):
        raise ValidationError(_("Points go from −%(most)d to %(most)d.") % {"most": MOST})
    if not is_within(rules.values(), points):
        raise ValidationError(_("With these points a form could leave 0 to 100. Make the largest ones smaller."))
    evidence = {
        one.rule: one.evidence.as_json() for one in proposals() if points.get(one.rule) == one.proposed
    }  # fmt: skip
    with acting(by=by, why="publish points of answers"):
        _one_at_a_time()
        version = (WeightSet.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        full = {key: points.get(key, rule.points) for key, rule in rules.items()}
        return WeightSet.objects.create(
            version=version, points=full, evidence=evidence, notes=notes.strip(), published_by=by
        )


def publish_questionnaire(*, by: User, key: str, changes: Mapping[str, Any]) -> Questionnaire:
    """The agency's own version of a built-in one, asked from the next link on."""
    require(by, Permission.ACCEPT)
    if key not in built_in():
        raise ValidationError(_("There is no such questionnaire."))
    with acting(by=by, why="publish questionnaire"):
        _one_at_a_time()
        version = (Questionnaire.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0) + 1
        row = Questionnaire(key=key, version=version, changes=dict(changes), made_by=by)
        if not changed(built_in()[key], row).parts:
            raise ValidationError(_("At least one question has to be asked."))
        row.save(force_insert=True)
    return row


def open_entry(*, by: User, name: str, language: str, questionnaires: list[str]) -> Entry:
    """A public entry, closed until somebody turns it on."""
    require(by, Permission.ACCEPT)
    with acting(by=by, why="make public entry"):
        return Entry.objects.create(name=name, language=language, questionnaires=questionnaires, made_by=by)


def switch_entry(entry: Entry, *, by: User, on: bool) -> Entry:
    require(by, Permission.ACCEPT)
    with acting(by=by, why="switch public entry"):
        entry.is_on = on
        entry.save(update_fields=["is_on"])
    return entry


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSIONS_LOCK])
