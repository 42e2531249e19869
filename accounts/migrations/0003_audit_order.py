"""The audit log is read by time, and its rows are only added."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_bulk_marks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clientpast",
            index=models.Index(fields=["-pgh_created_at", "-pgh_id"], name="clientpast_newest"),
        ),
        migrations.AddIndex(
            model_name="contractpast",
            index=models.Index(fields=["-pgh_created_at", "-pgh_id"], name="contractpast_newest"),
        ),
        migrations.AddIndex(
            model_name="teampast",
            index=models.Index(fields=["-pgh_created_at", "-pgh_id"], name="teampast_newest"),
        ),
        migrations.AddIndex(
            model_name="userpast",
            index=models.Index(fields=["-pgh_created_at", "-pgh_id"], name="userpast_newest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clientpast",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="bec691df3b85edb1fd5a223726bf6a13a2c3d972",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_kept_42f99",
                    table="accounts_clientpast",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractpast",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="2736168feb17fe14b9af8c3403c82518a6468bb5",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_kept_fe2a7",
                    table="accounts_contractpast",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teampast",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="186cff49d64733ed5aaa9ede32dbcfae1546daaa",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_kept_7bb29",
                    table="accounts_teampast",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="userpast",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="b40b7ff6b1164f5a5ac521a8f088c2f8b1d6d063",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_kept_a69f9",
                    table="accounts_userpast",
                    when="BEFORE",
                ),
            ),
        ),
    ]
