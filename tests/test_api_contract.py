"""The contract: the committed OpenAPI document, answers that fit it, the page of documentation, the verifier in it."""

import re
import subprocess
import sys

import jsonschema
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from publishing import kinds
from publishing.releasing import withdraw
from syndication.checkpoints import make_checkpoint
from syndication.management.commands.openapi_snapshot import SNAPSHOT, text
from syndication.v1.openapi import document
from tests.api import BASE, ask
from tests.factories import approver, make_topic, published
from tests.partners import bearer, make_key, make_partner
from tests.snapshots import snapshot_folder, take  # noqa: F401
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(snapshot_folder):  # noqa: F811
    made = one_of_each()
    published(*made.values())
    withdraw(made["article"], approver(), "In error.")
    return made


def schema_of(path: str, status: str = "200") -> dict:
    content = document()["paths"][path]["get"]["responses"][status]["content"]
    return next(iter(content.values()))["schema"] | {"components": document()["components"]}


def fits(response, path: str, status: str = "200") -> None:
    assert str(response.status_code) == status
    jsonschema.validate(response.json(), schema_of(path, status), jsonschema.Draft202012Validator)


def test_committed_document_is_what_the_code_says():
    assert text() == SNAPSHOT.read_bytes(), "run `make openapi` and look at the difference"
    assert document()["openapi"].startswith("3.1")


def test_document_is_served():
    assert Client().get("/api/v1/openapi.json").json() == document()


def test_every_answer_fits_its_schema(record):
    fits(ask(""), "/api/v1/")
    for path in ("entries/", "facts/", "corrections/", "changes/", "log/"):
        fits(ask(path), f"/api/v1/{path}")
    fits(ask("changes/", expand="item"), "/api/v1/changes/")
    fits(ask("search/", q="glory"), "/api/v1/search/")
    position = take().position
    fits(ask("snapshots/"), "/api/v1/snapshots/")
    fits(ask(f"snapshots/{position}/"), "/api/v1/snapshots/{position}/")
    make_checkpoint(timezone.now())
    fits(ask("log/"), "/api/v1/log/")
    fits(ask("log/keys/"), "/api/v1/log/keys/")
    fits(ask(f"log/{position}/"), "/api/v1/log/{position}/")
    fits(ask("log/1/"), "/api/v1/log/{position}/", "404")
    withdraw(record["force"], approver(), "In error.")
    fits(ask(f"snapshots/{position}/"), "/api/v1/snapshots/{position}/", "410")
    fits(ask("changes/", after="00000000-1"), "/api/v1/changes/", "410")
    for kind in kinds.every():
        name = kind.collection
        fits(ask(f"{name}/"), f"/api/v1/{name}/")
        item = ask(f"{name}/{record[kind.name].pk}/", **({"on": "2022-05-16"} if kind.name == "state" else {}))
        fits(item, f"/api/v1/{name}/{{key}}/", "410" if kind.name in ("article", "force") else "200")
    fits(ask("summits/glory-summit/editions/"), "/api/v1/summits/{key}/editions/")
    fits(ask("summits/glory-summit/editions/1/"), "/api/v1/summits/{key}/editions/{number}/")
    fits(ask("summits/", host="nobody"), "/api/v1/summits/", "400")
    fits(ask("summits/nothing/"), "/api/v1/summits/{key}/", "404")


def test_receipts_fit_their_schema():
    topic = make_topic()
    client = bearer(make_key(make_partner(), "receipts")[1])
    published(topic)
    published(topic, action="corrected", note="It said wrong.")
    fits(client.get(f"{BASE}receipts/"), "/api/v1/receipts/")
    posted = client.post(f"{BASE}receipts/", {"position": 2, "outcome": "done"}, content_type="application/json")
    described = document()["paths"]["/api/v1/receipts/"]["post"]["responses"]["201"]["content"]["application/json"]
    schema = described["schema"] | {"components": document()["components"]}
    jsonschema.validate(posted.json(), schema, jsonschema.Draft202012Validator)
    fits(client.get(f"{BASE}receipts/"), "/api/v1/receipts/")
    fits(ask("changes/", expand="item"), "/api/v1/changes/")


def test_every_operation_has_its_own_name_and_describes_its_parameters():
    operations = [operation for path in document()["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) > 60
    for operation in operations:
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"], (operation["operationId"], parameter)


def test_documentation_lists_every_address_and_needs_no_other_host():
    response = Client().get(BASE + "docs/")
    page = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/html")
    for path in document()["paths"]:
        assert path in page
    assert not re.search(r"<script|<style| style=|(?:src|href)=\"https?:", page)


@pytest.mark.django_db(transaction=True)
def test_verifier_in_the_guide_verifies_and_notices(live_server, record):
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", guide.split("## Proof")[1].split("\n## ")[0], re.DOTALL)
    done = subprocess.run([sys.executable, "-c", program, live_server.url], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("verified up to ")
    tampered = program.replace('row["item"]["content"],', 'row["item"]["content"] | {"title": "x"},')
    done = subprocess.run([sys.executable, "-c", tampered, live_server.url], capture_output=True, text=True, timeout=60)
    assert "was altered" in done.stderr


def test_guide_names_every_filter():
    from syndication.v1.roles import OF_KIND, AnyFilters

    guide = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*) \|$", guide, re.MULTILINE))
    for kind, filters in [*OF_KIND.items(), ("", AnyFilters)]:
        collection = kinds.get(kind).collection if kind else "entries"
        for name in filters.declared_filters:
            assert f"`{name}`" in rows[collection] or name in guide.split("Filters of all:")[1].split("By kind")[0]
