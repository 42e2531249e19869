"""Why a mail was given up; what the API remembers of a request."""


import django.db.models.functions.datetime
from django.db import migrations, models

from clienthealth.core import clock_sql


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_outbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingmail',
            name='given_up',
            field=models.CharField(blank=True, choices=[('address', 'nobody has this address'), ('refused', 'the mail was refused'), ('tried', 'tried often enough'), ('nothing', 'nothing was left to say')], max_length=7, verbose_name='why given up'),
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(help_text='“key:12” or “user:7”.', max_length=40)),
                ('method', models.CharField(max_length=6)),
                ('path', models.CharField(max_length=500)),
                ('key', models.CharField(max_length=200)),
                ('asked', models.CharField(help_text='SHA-256 of the body that was sent.', max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('etag', models.CharField(blank=True, max_length=40)),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['made_at'], name='keptanswer_by_age')],
                'constraints': [models.UniqueConstraint(fields=('caller', 'method', 'path', 'key'), name='keptanswer_once')],
            },
        ),
        # The clock is read under its lock, for readers of changes.
        migrations.RunSQL(clock_sql.NOW, migrations.RunSQL.noop),
    ]
