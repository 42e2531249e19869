"""A program that uses the API with a key."""

from __future__ import annotations

from typing import Any

from django.test import Client as Browser

from accounts.models import ApiKey, User
from tests.factories import ApiKeyFactory
from tests.factories.keys import secret_of

V1 = "/api/v1/"


class Program:
    """Requests to /api/v1/… in the name of a person; bodies are JSON."""

    def __init__(self, user: User, **key: Any) -> None:
        self.key: ApiKey = ApiKeyFactory(user=user, **key)
        self.browser = Browser(headers={"Authorization": f"Bearer {secret_of(self.key)}"})

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(V1 + path.removeprefix("http://testserver" + V1), headers=headers or None)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(self.browser, method)(V1 + path, body, content_type="application/json", headers=named or None)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("put", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("patch", path, body, **headers)

    def bulk(self, name: str, *rows: Any, source: str = "crm", atomic: bool = False, **headers: str) -> Any:
        body = {"source": source, "atomic": atomic, "rows": list(rows)}
        return self.send("post", f"{name}/bulk", body, **headers)


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def word(answer: Any) -> tuple[int, str]:
    """Status and the word of a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def invoice(client: Any, **fields: Any) -> dict[str, Any]:
    """All that a new invoice needs."""
    return {
        "client": client, "number": "2026-1", "issued_on": "2026-03-02", "due_on": "2026-04-01", "amount": "1250.00",
        "currency": "EUR", **fields,
    }  # fmt: skip
