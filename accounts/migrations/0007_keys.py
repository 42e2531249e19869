"""Keys of the API."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What uses it: “Bookkeeping, every night”.', max_length=120, verbose_name='name')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('book:read', 'read clients and their facts'), ('book:write', 'write clients and their facts'), ('surveys:read', 'read surveys and answers'), ('surveys:write', 'write surveys and answers'), ('deliverables:read', 'read deliverables and links'), ('deliverables:write', 'write deliverables and links'), ('scores:read', 'read scores'), ('scores:write', 'set scores by hand'), ('alerts:read', 'read alerts, plays and tasks'), ('alerts:write', 'answer alerts, plays and tasks'), ('partings:read', 'read partings'), ('partings:write', 'write partings'), ('prospects:read', 'read prospects'), ('prospects:write', 'write prospects'), ('admin:read', 'read people, settings and the audit log'), ('admin:write', 'write people and settings')], max_length=30), size=None, verbose_name='may')),
                ('prefix', models.CharField(editable=False, max_length=12, verbose_name='begins with')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to=settings.AUTH_USER_MODEL, verbose_name='acts as')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ApiKeyPast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(help_text='What uses it: “Bookkeeping, every night”.', max_length=120, verbose_name='name')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('book:read', 'read clients and their facts'), ('book:write', 'write clients and their facts'), ('surveys:read', 'read surveys and answers'), ('surveys:write', 'write surveys and answers'), ('deliverables:read', 'read deliverables and links'), ('deliverables:write', 'write deliverables and links'), ('scores:read', 'read scores'), ('scores:write', 'set scores by hand'), ('alerts:read', 'read alerts, plays and tasks'), ('alerts:write', 'answer alerts, plays and tasks'), ('partings:read', 'read partings'), ('partings:write', 'write partings'), ('prospects:read', 'read prospects'), ('prospects:write', 'write prospects'), ('admin:read', 'read people, settings and the audit log'), ('admin:write', 'write people and settings')], max_length=30), size=None, verbose_name='may')),
                ('prefix', models.CharField(editable=False, max_length=12, verbose_name='begins with')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('made_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.apikey')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acts as')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;\n            END IF;\n            \n            RETURN NULL;\n        ", hash='f5b7e18f699d9775598415517f22842c9971e20d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_truncate_b225a', table='accounts_apikey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_apikeypast" ("expires_at", "id", "made_at", "made_by_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "user_id") SELECT new_values."expires_at", new_values."id", new_values."made_at", new_values."made_by_id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'insert\', new_values."id", new_values."prefix", new_values."revoked_at", new_values."scopes", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e15a5099fbdfe7e7bb869e9b09e71e51f693fff3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1ed31', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_apikeypast" ("expires_at", "id", "made_at", "made_by_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "user_id") SELECT old_values."expires_at", old_values."id", old_values."made_at", old_values."made_by_id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id", old_values."prefix", old_values."revoked_at", old_values."scopes", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."prefix" IS DISTINCT FROM (new_values."prefix") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='144065391cbc64721e1be1931ab5caba907ac45f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1c34c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_apikeypast" ("expires_at", "id", "made_at", "made_by_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "user_id") SELECT old_values."expires_at", old_values."id", old_values."made_at", old_values."made_by_id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id", old_values."prefix", old_values."revoked_at", old_values."scopes", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f686a84da4a68eaf55b00e1b3dcd749b2ab80cb0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_18c5d', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_apikey', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='apikeypast',
            index=models.Index(fields=['-pgh_created_at', '-pgh_id'], name='apikeypast_newest'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikeypast',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ", hash='3eebf1e89133623a1dd120ac2c560b4f32795fab', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_kept_e0fee', table='accounts_apikeypast', when='BEFORE')),
        ),
    ]
