"""Closed days, and the database's own clock that never writes into one of them."""

import django.db.models.functions.datetime
from django.db import migrations, models

from clienthealth.core import clock_sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                (
                    "cut",
                    models.DateTimeField(help_text="The instant at which the next day begins in the agency's zone."),
                ),
                (
                    "closed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={"ordering": ("-day",), "get_latest_by": "day"},
        ),
        migrations.RunSQL(clock_sql.CREATE, clock_sql.DROP),
    ]
