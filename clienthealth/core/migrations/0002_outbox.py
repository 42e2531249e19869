"""What waits to be told to other systems, and mail that waits to be sent."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('client', models.BigIntegerField(help_text="The client's id, by which readers' rights are looked up.", null=True)),
                ('payload', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('position', models.BigIntegerField(editable=False, null=True, unique=True)),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['topic', 'position'], name='outboxevent_topic'), models.Index(condition=models.Q(('position', None)), fields=['id'], name='outboxevent_waiting')],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                ('recipient', models.EmailField(max_length=254, verbose_name='to')),
                ('user', models.BigIntegerField(help_text='Whom of our people it is for.', null=True)),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('headers', models.JSONField(default=dict)),
                ('composer', models.CharField(blank=True, max_length=100)),
                ('about', models.JSONField(default=dict)),
                ('language', models.CharField(default='en', max_length=10)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made')),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='next try')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('given_up_at', models.DateTimeField(null=True, verbose_name='given up')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
            ],
            options={
                'verbose_name': 'e-mail',
                'verbose_name_plural': 'e-mails',
                'ordering': ('pk',),
                'indexes': [models.Index(condition=models.Q(('given_up_at', None), ('sent_at', None)), fields=['next_try_at'], name='outgoingmail_waiting')],
            },
        ),
        # Not tied to the rows: positions go on where they were when every event has been thinned away.
        migrations.RunSQL("CREATE SEQUENCE core_outboxevent_position", "DROP SEQUENCE core_outboxevent_position"),
    ]
