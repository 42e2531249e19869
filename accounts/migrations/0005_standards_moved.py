"""The agency's standards, one text so far, become version 1 of a table of their own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations
from django.utils import timezone

from clienthealth.core.versions import CreateVersions


def move(apps, schema_editor):
    """The text that stood with the agency, as published today; nobody knows since when it holds."""
    agency = apps.get_model("accounts", "Agency").objects.exclude(standards="").first()
    if agency is None:
        return
    moment = timezone.now()
    apps.get_model("accounts", "StandardsVersion").objects.create(
        number=1, language=(agency.languages or ["en"])[0], text=agency.standards, published_at=moment,
        in_force_from=moment.date(),
    )


class Migration(migrations.Migration):

    dependencies = [("accounts", "0004_privacy_and_standards")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunSQL("DROP VIEW accounts_agency_versions", migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agency',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agency',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='agency',
            name='standards',
        ),
        migrations.RemoveField(
            model_name='agencypast',
            name='standards',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_agencypast" ("cost_rate", "country", "currency", "day_ends", "day_starts", "domains", "external_id", "id", "known_at", "languages", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_floor", "recorded_at", "source", "target_rate", "working_days", "zone") SELECT old_values."cost_rate", old_values."country", old_values."currency", old_values."day_ends", old_values."day_starts", old_values."domains", old_values."external_id", old_values."id", old_values."known_at", old_values."languages", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id", old_values."price_floor", old_values."recorded_at", old_values."source", old_values."target_rate", old_values."working_days", old_values."zone" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5fee6894dbcbaba022558d25ba365a3e5d9a4c17', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f30d7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_agencypast" ("cost_rate", "country", "currency", "day_ends", "day_starts", "domains", "external_id", "id", "known_at", "languages", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_floor", "recorded_at", "source", "target_rate", "working_days", "zone") SELECT old_values."cost_rate", old_values."country", old_values."currency", old_values."day_ends", old_values."day_starts", old_values."domains", old_values."external_id", old_values."id", old_values."known_at", old_values."languages", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id", old_values."price_floor", old_values."recorded_at", old_values."source", old_values."target_rate", old_values."working_days", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='46e3a5037a879c9e2b784d67bfb0ede41d0fef99', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d4253', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_agency', when='AFTER')),
        ),
        CreateVersions(["Agency"]),
    ]
