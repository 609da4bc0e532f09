"""Asking the API in tests."""

from typing import Any

from django.test import Client

BASE = "/api/v1/"
SITE = "http://127.0.0.1:8000"
# Who asks: a stranger. Tests of what needs a key put somebody here who holds one (see snapshots.py).
caller = Client


def ask(path: str, **query: Any):
    """The response to `GET /api/v1/<path>`."""
    return caller().get(BASE + path, query)


def told(path: str, **query: Any) -> dict:
    """The body of a 200."""
    response = ask(path, **query)
    assert response.status_code == 200, response.content
    return response.json()


def titles(path: str, **query: Any) -> list[str]:
    return [row["title"] for row in told(path, **query)["data"]]


def refused(status: int, path: str, **query: Any) -> dict:
    """The problem document of an error with this status."""
    response = ask(path, **query)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    return problem


def walked(path: str, **query: Any) -> list[dict]:
    """All rows of a list, by its links."""
    page = told(path, **query)
    rows = page["data"]
    while page["links"]["next"]:
        page = caller().get(page["links"]["next"].removeprefix(SITE)).json()
        rows += page["data"]
    return rows
