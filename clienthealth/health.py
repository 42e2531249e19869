"""Alive: this process answers. Ready: it also reaches its database and broker, and the schema is its own."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.contrib.redis import Redis
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView
from redis.asyncio import Redis as RedisClient


@dataclasses.dataclass
class Migrations(HealthCheck):  # type: ignore[misc]
    """The schema is the one that this code was written for."""

    async def run(self) -> None:
        if await sync_to_async(_pending)():
            raise ServiceUnavailable("migrations are waiting")


def _pending() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _broker() -> Any:
    return RedisClient.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2)


@never_cache
@require_GET
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


class Ready(HealthCheckView):  # type: ignore[misc]
    """One word for each service. Reasons stay in the log: this page is open to everyone."""

    http_method_names = ["get", "head"]
    services = {"database": Database(), "broker": Redis(client_factory=_broker), "migrations": Migrations()}

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        results = await asyncio.gather(*(check.get_result(None) for check in self.services.values()))
        words = {name: "failed" if result.error else "ok" for name, result in zip(self.services, results, strict=True)}
        return JsonResponse(words, status=503 if "failed" in words.values() else 200)
