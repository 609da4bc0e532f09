"""Examples in the OpenAPI document: each request is sent to the loaded record, each answer is like the one given.

A new operation fails until syndication/v1/examples.json holds a request of it, `{"path": …, "query": …, "body": …}`;
the answers are written by `EXAMPLES=write pytest tests/test_examples.py`.
"""

import json
import os
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import jsonschema
import pytest
from django.db import transaction
from django.utils import timezone

from publishing.models import Entry, Fact
from publishing.reading import read_head
from syndication.checkpoints import make_checkpoint
from syndication.models import WebhookEndpoint
from syndication.plans import Scope
from syndication.v1.examples import FILE, content_of, examples, operations
from syndication.v1.openapi import document
from syndication.webhooks.messages import send_test
from tests.factories import make_topic, published
from tests.partners import bearer, make_key, make_partner
from tests.snapshots import take
from tests.test_sweep import add_picture

ENDPOINT = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
# The secret in the specification of Standard Webhooks, in place of one that was made.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# Files, whose bytes are no example of anything, and what has no body.
WITHOUT_ANSWER = {"snapshots_file", "embargoed_picture", "webhook_endpoints_delete"}


@pytest.fixture
def partner(record, settings, tmp_path):
    """A client with a key of every scope, and `own`: what only this partner or this moment knows, by operation."""
    settings.SNAPSHOT_DIR, settings.MEDIA_ROOT = tmp_path / "snapshots", tmp_path / "media"
    topic = make_topic(title="A topic of today", slug="topic-of-today")
    published(topic)
    topic.summary = "What it is about."
    published(topic, action="corrected", note="It said something else.")
    partner = make_partner(name="Example newsroom", plan="agency")
    client = bearer(make_key(partner, *Scope.values)[1])
    head = read_head()
    endpoint = WebhookEndpoint.objects.create(
        pk=ENDPOINT, partner=partner, url="https://news.example.org/hook", state="active",
        generation=head.generation, position=head.position,
    )  # fmt: skip
    endpoint.new_secret(endpoint.created_at)
    place = {"position": take().position}
    awaited = {"key": str(scheduled().pk)}
    checkpoint = make_checkpoint(timezone.now())
    client.own = {
        **{
            f"entries_{name}": {"path": {"key": str(topic.pk)}}
            for name in ("item", "editions", "edition", "ninjs", "timemap")
        },
        **{f"snapshots_{name}": {"path": place} for name in ("item", "file", "facts")},
        "embargoed_item": {"path": awaited},
        "embargoed_picture": {"path": awaited | {"name": "images/awaited.png"}},
        "log_checkpoint": {"path": {"position": checkpoint.position}},
        "facts_item": {"path": {"key": str(membership().uid)}},
        "receipts_post": {"body": {"position": head.position, "generation": str(head.generation)}},
        "webhook_endpoints_resend": {"path": {"message": send_test(endpoint).message}},
    }
    return client


def membership() -> Fact:
    return Fact.objects.current().filter(kind="membership").order_by("id")[0]


def scheduled() -> Entry:
    """Out tomorrow, with a picture."""
    topic = make_topic(title="A topic of tomorrow", slug="topic-of-tomorrow")
    add_picture(topic, "awaited")
    published(topic, release_at=timezone.now() + timedelta(days=1))
    return topic


def with_own(name: str, example: dict, own: dict) -> dict:
    """The example with what this site alone knows in place of what the site of then knew."""
    return example | {part: example.get(part, {}) | values for part, values in own.get(name, {}).items()}


def send(client, address: str, method: str, example: dict):
    query = {name: ",".join(v) if isinstance(v, list) else v for name, v in example.get("query", {}).items()}
    url = address.format(**example.get("path", {})) + (f"?{urlencode(query)}" if query else "")
    body = {"data": json.dumps(example["body"]), "content_type": "application/json"} if "body" in example else {}
    with transaction.atomic():
        response = client.generic(method.upper(), url, **body)
        transaction.set_rollback(True)
    return response


def answer_of(response) -> Any:
    """JSON; of a table, the first rows."""
    if response["Content-Type"] == "application/json":
        answer = response.json()
        return answer | {"secret": SECRET} if isinstance(answer, dict) and "secret" in answer else answer
    return b"".join(b"".join(response).splitlines(keepends=True)[:3]).decode()


def members(value: Any) -> Any:
    """The names of all members, without their values; of a list, of its first."""
    if isinstance(value, list):
        return [members(each) for each in value[:1]]
    if isinstance(value, dict):
        return {"<id>" if is_uuid(name) else name: members(each) for name, each in value.items()}
    return None


def is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def fit(answer: Any, operation: dict, status: int) -> None:
    schema = content_of(operation["responses"][str(status)])["schema"] | {"components": document()["components"]}
    jsonschema.validate(answer, schema, jsonschema.Draft202012Validator)


def write(client) -> None:
    found = {}
    for address, method, operation in operations(document()):
        name = operation["operationId"]
        found[name] = example = with_own(name, examples()[name], client.own)
        response = send(client, address, method, example)
        example["status"] = response.status_code
        if name not in WITHOUT_ANSWER:
            example["answer"] = answer_of(response)
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    examples.cache_clear()


def test_every_operation_has_an_example_of_a_request_and_of_an_answer():
    for _address, _method, operation in operations(document()):
        name = operation["operationId"]
        example = examples()[name]
        assert example["status"] < 300, name
        assert ("answer" in example) is (name not in WITHOUT_ANSWER), name
        required = {each["name"] for each in operation.get("parameters", []) if each.get("required")}
        assert required <= {*example.get("path", {}), *example.get("query", {})}, name
        assert ("body" in example) is ("requestBody" in operation), name


def test_every_example_is_sent_and_answered_so(partner):
    if os.environ.get("EXAMPLES") == "write":
        write(partner)
    for address, method, operation in operations(document()):
        name = operation["operationId"]
        example = with_own(name, examples()[name], partner.own)
        response = send(partner, address, method, example)
        assert response.status_code == example["status"], (name, response.content)
        if "answer" in example:
            answer = answer_of(response)
            fit(answer, operation, example["status"])
            fit(example["answer"], operation, example["status"])
            assert members(answer) == members(example["answer"]), name


def test_examples_of_nothing_are_none():
    assert set(examples()) == {operation["operationId"] for _address, _method, operation in operations(document())}
