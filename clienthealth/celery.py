"""The task queue. Messages are only wake-ups: all work is rows in PostgreSQL."""

import os
from typing import Any

from celery import Celery, Task
from django.db import close_old_connections
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")


class KeepsItsConnection(Task):  # type: ignore[type-arg]
    """As between two requests, a worker keeps its connection, with the plans in it, unless it is old or dead."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        if not self.request.is_eager:
            close_old_connections()


app = Celery("clienthealth", task_cls=KeepsItsConnection)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
