"""Retention, erasures, and the versions of the agency's standards."""

import clienthealth.core.versions
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_versions'),
    ]

    operations = clienthealth.core.versions.together([
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('time', 'Kept long enough'), ('asked', 'The person asked for it')], max_length=5, verbose_name='why')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('counts', models.JSONField(default=dict, verbose_name='rows')),
                ('by', models.ForeignKey(blank=True, help_text='Empty: by itself, at night.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='accounts.client', verbose_name='client')),
                ('contact', models.ForeignKey(blank=True, help_text='Empty: everybody there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='accounts.contact', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(default=36, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(180)], verbose_name='months after the end')),
                ('automatic', models.BooleanField(default=False, verbose_name='erase by itself, every night')),
            ],
            options={
                'verbose_name': 'retention',
                'verbose_name_plural': 'retention',
                'constraints': [models.UniqueConstraint(models.Value(1), name='retention_only_one'), models.CheckConstraint(condition=models.Q(('months__range', (1, 180))), name='retention_months_sensible')],
            },
        ),
        migrations.CreateModel(
            name='StandardsVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='version')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'standards',
                'verbose_name_plural': 'standards',
                'ordering': ('-number', 'language'),
                'constraints': [models.UniqueConstraint(fields=('number', 'language'), name='standardsversion_once_a_language'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('language',), name='standardsversion_one_draft_a_language'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('published_at', None)), models.Q(('in_force_from__isnull', False), ('number__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='standardsversion_published_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to='accounts.client', verbose_name='client')),
            ],
            options={
                'verbose_name': "export of a client's data",
                'verbose_name_plural': "exports of clients' data",
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ErasurePast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('why', models.CharField(choices=[('time', 'Kept long enough'), ('asked', 'The person asked for it')], max_length=5, verbose_name='why')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('counts', models.JSONField(default=dict, verbose_name='rows')),
                ('by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: by itself, at night.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('client', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.client', verbose_name='client')),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: everybody there.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.contact', verbose_name='contact')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.erasure')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['-pgh_created_at', '-pgh_id'], name='erasurepast_newest')],
            },
        ),
        migrations.CreateModel(
            name='RetentionPast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('months', models.PositiveSmallIntegerField(default=36, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(180)], verbose_name='months after the end')),
                ('automatic', models.BooleanField(default=False, verbose_name='erase by itself, every night')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.retention')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['-pgh_created_at', '-pgh_id'], name='retentionpast_newest')],
            },
        ),
        migrations.CreateModel(
            name='StandardsVersionPast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='version')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.standardsversion')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['-pgh_created_at', '-pgh_id'], name='standardsversionpast_newest')],
            },
        ),
        migrations.CreateModel(
            name='DataExportPast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('client', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.client', verbose_name='client')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.dataexport')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['-pgh_created_at', '-pgh_id'], name='dataexportpast_newest')],
            },
        ),
        clienthealth.core.versions.InstallTriggers(
            triggers=[('retention', pgtrigger.compiler.Trigger(name='truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;\n            END IF;\n            \n            RETURN NULL;\n        ", hash='1db95d7162765a09a685be876612003a5bbb1589', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_truncate_f311d', table='accounts_retention', when='BEFORE'))), ('retention', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_retentionpast" ("automatic", "id", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."automatic", new_values."id", new_values."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2659c767fabb6325a0a77e38b52ca4b4781446b5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3800b', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_retention', when='AFTER'))), ('retention', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_retentionpast" ("automatic", "id", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."automatic", old_values."id", old_values."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6860f937f32dcebe2505cedf587e1fb078d3eee6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_29d3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_retention', when='AFTER'))), ('retention', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_retentionpast" ("automatic", "id", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."automatic", old_values."id", old_values."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7ea907d861e47c9dc488b745c5051de4cc099573', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c28e5', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_retention', when='AFTER'))), ('erasure', pgtrigger.compiler.Trigger(name='fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='22ba35a47178c5aecf0c6b6db9af62e02a967487', operation='UPDATE OR DELETE', pgid='pgtrigger_fixed_0b2c9', table='accounts_erasure', when='BEFORE'))), ('erasure', pgtrigger.compiler.Trigger(name='truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;\n            END IF;\n            \n            RETURN NULL;\n        ", hash='9ee109d1b90347a4c3c1c1631f9a9ed726cc63c1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_truncate_6ae9f', table='accounts_erasure', when='BEFORE'))), ('erasure', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_erasurepast" ("at", "by_id", "client_id", "contact_id", "counts", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") SELECT new_values."at", new_values."by_id", new_values."client_id", new_values."contact_id", new_values."counts", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'insert\', new_values."id", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='26d19e6d3bf87b2dd055a5d302d36574022cc43d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_97a66', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_erasure', when='AFTER'))), ('erasure', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_erasurepast" ("at", "by_id", "client_id", "contact_id", "counts", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") SELECT old_values."at", old_values."by_id", old_values."client_id", old_values."contact_id", old_values."counts", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id", old_values."why" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a7af6e88cd5332a4a3c3bee6cb205f9947913c74', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e50c8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_erasure', when='AFTER'))), ('erasure', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_erasurepast" ("at", "by_id", "client_id", "contact_id", "counts", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") SELECT old_values."at", old_values."by_id", old_values."client_id", old_values."contact_id", old_values."counts", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bcc6a723b5926334e908e257626f97bab9c8258e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2bfeb', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_erasure', when='AFTER'))), ('erasurepast', pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ", hash='d85303a7776beb5cb8675db78703fccfa3d4140b', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_kept_0d63b', table='accounts_erasurepast', when='BEFORE'))), ('retentionpast', pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ", hash='0d95232ecaa7f3b7cbdabd780daffe88b329cb52', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_kept_00d0a', table='accounts_retentionpast', when='BEFORE'))), ('standardsversion', pgtrigger.compiler.Trigger(name='fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ff92b74af0740db461ce20c3a10201eb58df4af5', operation='UPDATE OR DELETE', pgid='pgtrigger_fixed_602c1', table='accounts_standardsversion', when='BEFORE'))), ('standardsversion', pgtrigger.compiler.Trigger(name='truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;\n            END IF;\n            \n            RETURN NULL;\n        ", hash='03660b4f7ac01f96517063fe900ff50fa044b4bf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_truncate_d975a', table='accounts_standardsversion', when='BEFORE'))), ('standardsversion', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_standardsversionpast" ("id", "in_force_from", "language", "made_at", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "text") SELECT new_values."id", new_values."in_force_from", new_values."language", new_values."made_at", new_values."note", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'insert\', new_values."id", new_values."published_at", new_values."published_by_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4d45f81eb22dce301b1c4dd6d31a32f4b23eeca6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_08d1e', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_standardsversion', when='AFTER'))), ('standardsversion', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_standardsversionpast" ("id", "in_force_from", "language", "made_at", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "text") SELECT old_values."id", old_values."in_force_from", old_values."language", old_values."made_at", old_values."note", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id", old_values."published_at", old_values."published_by_id", old_values."text" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9f6bfc471d84dc5e07e29d628c616baa61a8ef1a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a7ea7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_standardsversion', when='AFTER'))), ('standardsversion', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_standardsversionpast" ("id", "in_force_from", "language", "made_at", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "text") SELECT old_values."id", old_values."in_force_from", old_values."language", old_values."made_at", old_values."note", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id", old_values."published_at", old_values."published_by_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0faa07996222314787ccb927395ca7eae3dd3c73', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9d715', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_standardsversion', when='AFTER'))), ('standardsversionpast', pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ", hash='194dddfe4721c7fae88728660fdbb1caf1061628', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_kept_b7203', table='accounts_standardsversionpast', when='BEFORE'))), ('dataexport', pgtrigger.compiler.Trigger(name='fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a27f3e1120844421f5303c7e58194c5ede36f8e', operation='UPDATE OR DELETE', pgid='pgtrigger_fixed_bf5ad', table='accounts_dataexport', when='BEFORE'))), ('dataexport', pgtrigger.compiler.Trigger(name='truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;\n            END IF;\n            \n            RETURN NULL;\n        ", hash='97ea5cbdf1953a0f699f471ce3660dadd7d40847', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_truncate_ccc4c', table='accounts_dataexport', when='BEFORE'))), ('dataexport', pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_dataexportpast" ("at", "by_id", "client_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."at", new_values."by_id", new_values."client_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='182feed171cf2eb70f18735c874841a1a295457c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_092ee', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_dataexport', when='AFTER'))), ('dataexport', pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_dataexportpast" ("at", "by_id", "client_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."at", old_values."by_id", old_values."client_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e1bc275673bd0b6bed0469f37d1cb1d90a0fbfec', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f59dc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_dataexport', when='AFTER'))), ('dataexport', pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_dataexportpast" ("at", "by_id", "client_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."at", old_values."by_id", old_values."client_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clienthealth_now(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b1566c7bdcfabc95cc1d7ccdcddc1f7d0e5e3dbb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_194bc', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_dataexport', when='AFTER'))), ('dataexportpast', pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN\n                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;\n            END IF;\n            RETURN NULL;\n        ", hash='03d4757bcd8b3e8e3b4af5fa1891eb0f7c6aee52', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_kept_f1ebe', table='accounts_dataexportpast', when='BEFORE')))],
        ),
    ])
