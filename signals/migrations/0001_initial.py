import clienthealth.core.versions
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = clienthealth.core.versions.together([
        migrations.CreateModel(
            name='Backfill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_close', models.DateField(help_text='The next week close to score.')),
                ('last_close', models.DateField()),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='FrameRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('closing', 'A day was closed'), ('first', 'First data'), ('batch', 'A batch touched many clients'), ('scorecard', 'A scorecard was published')], max_length=10)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('factors', models.JSONField(help_text='In the order of every array of a snapshot.', verbose_name='factors')),
                ('base_churn', models.FloatField(default=0.054, verbose_name='base rate of churn in 90 days')),
                ('base_fire', models.FloatField(default=0.1, verbose_name='base rate of fire pressure')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'scorecard',
                'verbose_name_plural': 'scorecards',
                'ordering': ('-version',),
                'constraints': [models.CheckConstraint(condition=models.Q(('base_churn__gt', 0), ('base_churn__lt', 1), ('base_fire__gt', 0), ('base_fire__lt', 1)), name='scorecard_base_rates_are_rates')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('churn', 'Churn risk'), ('fire', 'Fire pressure')], default='fire', max_length=5, verbose_name='side')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seals', to='accounts.client', verbose_name='client')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seals', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('user', 'client', 'side'), name='seal_once')],
            },
        ),
        migrations.CreateModel(
            name='Frame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.IntegerField(choices=[(0, 'Live'), (1, 'Backfilled: history declared known when it happened'), (2, 'Replayed')], default=0, verbose_name='series')),
                ('cutoff', models.DateField(verbose_name='reads what was known by')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('reason', models.CharField(choices=[('closing', 'A day was closed'), ('first', 'First data'), ('batch', 'A batch touched many clients'), ('scorecard', 'A scorecard was published')], max_length=10, verbose_name='reason')),
                ('clients', models.PositiveIntegerField(verbose_name='clients')),
                ('data', models.JSONField(verbose_name='figures')),
                ('code', models.CharField(max_length=16, verbose_name='code version')),
                ('built_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='built at')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signals.scorecard', verbose_name='scorecard')),
            ],
            options={
                'verbose_name': 'frame',
                'verbose_name_plural': 'frames',
                'ordering': ('-in_force_from', '-id'),
                'indexes': [models.Index(fields=['series', '-in_force_from', '-id'], name='frame_in_force')],
            },
        ),
        migrations.CreateModel(
            name='ScorecardPast',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('factors', models.JSONField(help_text='In the order of every array of a snapshot.', verbose_name='factors')),
                ('base_churn', models.FloatField(default=0.054, verbose_name='base rate of churn in 90 days')),
                ('base_fire', models.FloatField(default=0.1, verbose_name='base rate of fire pressure')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='signals.scorecard')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['-pgh_created_at', '-pgh_id'], name='scorecardpast_newest')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('series', models.IntegerField(choices=[(0, 'Live'), (1, 'Backfilled: history declared known when it happened'), (2, 'Replayed')], default=0)),
                ('code', models.CharField(max_length=16)),
                ('closed', models.BooleanField(default=False)),
                ('week_close', models.BooleanField(default=False)),
                ('churn', models.SmallIntegerField()),
                ('churn_band', models.SmallIntegerField(choices=[(0, 'Not enough data'), (1, 'Low'), (2, 'Raised'), (3, 'High'), (4, 'Critical')])),
                ('churn_held_back', models.SmallIntegerField(default=0)),
                ('churn_coverage', models.SmallIntegerField(help_text='Per mille.')),
                ('churn_rows', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=5)),
                ('churn_state', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=4)),
                ('fire', models.SmallIntegerField()),
                ('fire_band', models.SmallIntegerField(choices=[(0, 'Not enough data'), (1, 'Low'), (2, 'Raised'), (3, 'High'), (4, 'Critical')])),
                ('fire_held_back', models.SmallIntegerField(default=0)),
                ('fire_coverage', models.SmallIntegerField(help_text='Per mille.')),
                ('fire_rows', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=5)),
                ('fire_state', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=4)),
                ('fault', models.SmallIntegerField(help_text='Per mille; null is “cannot tell”.', null=True)),
                ('review_now', models.BooleanField(default=False, help_text='An unethical request was observed.')),
                ('strengths', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(null=True), size=None)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('readings', models.JSONField()),
                ('revenue_cents', models.BigIntegerField(help_text='A month, in the base currency.', null=True)),
                ('overdue_cents', models.BigIntegerField(help_text='In the base currency.', null=True)),
                ('deadline', models.DateField(help_text='The last day to give notice.', null=True)),
                ('digest', models.CharField(max_length=32)),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When a pass last changed this row.')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='accounts.client')),
                ('frame', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signals.frame')),
                ('scorecard', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signals.scorecard')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
                'indexes': [models.Index(condition=models.Q(('closed', True), ('week_close', True)), fields=['series', 'client', '-day'], name='snapshot_week_closes'), models.Index(fields=['series', 'day'], name='snapshot_by_day')],
                'constraints': [models.UniqueConstraint(fields=('client', 'series', 'day'), name='snapshot_once_a_day'), models.CheckConstraint(condition=models.Q(('churn__range', (0, 100)), ('fire__range', (0, 100))), name='snapshot_scores_to_hundred')],
            },
        ),
    ])
