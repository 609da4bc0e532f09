"""Who may do what: every address × every role × every method.

Public addresses follow one rule. The admin's answers stand in access.txt, one line an address, and a new address fails
until it stands there too: look at what `ACCESS=write pytest tests/test_access.py` (one process) changes in it.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES as DEFINED
from desk.models import Comment, HouseRule, Import, Plan, ReviewTask
from publishing.models import Edition, Entry, Fact, Log, Source
from syndication.models import Partner
from tests.factories import published
from tests.pages import SECTIONS
from tests.partners import make_key, make_partner
from tests.routes import Route, admin_routes, public_routes
from tests.subjects import one_of_each

EXPECTED = Path(__file__).with_name("access.txt")
ROLES = ("anonymous", "contributor", "editor", "managing-editor", "partner-manager", "auditor", "admin")
METHODS = ("GET", "POST")
REFUSING = ("POST", "PUT", "PATCH", "DELETE")
NOBODY = "00000000-0000-0000-0000-000000000000"
# Asking these would end the role's session or change its password.
OUTSIDE = {"/admin/logout/", "/admin/password_change/"}
# What these addresses must be asked for; of the card of an entry there is none yet.
NEEDED = {"search": {"q": "x"}, "oembed": {"url": "http://127.0.0.1:8000/people/x/"}}
VALUES = {"older": 1, "newer": 2} | {
    "slug": "x",
    "key": "x",
    "token": "nowhere",
    "entry_id": NOBODY,
    "number": 1,
    "name": "x.png",
    "part": 0,
    "section": "people",
    "position": 1,
    "kind": "topic",
    "message": "msg_x",
}


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(User.objects.get(username=role))
    return client


@pytest.fixture
def accounts(db):
    """The roles, without the cost of hashing passwords nobody types."""
    for role in DEFINED:
        user = User.objects.create(username=role.account, is_staff=True)
        user.groups.add(Group.objects.get(name=role.name))
    User.objects.create(username="admin", is_staff=True, is_superuser=True)


# Open to keys alone, not to accounts: see test_partner_access.py.
LOCKED = {"embargoed", "me", "receipts", "snapshots", "webhook-endpoints"}
# Who writes there has a key, and is asked for it first.
WRITTEN = {"receipts", "webhook-endpoints"}


@pytest.mark.parametrize("role", ROLES)
def test_public_addresses_may_be_read_by_everyone_and_changed_by_nobody(role, accounts):
    client = client_of(role)
    for route in public_routes():
        address = route.filled(**VALUES | ({"key": NOBODY} if "<uuid:key>" in route.text else {}))
        # An empty record has no entries: 404; the icon has moved: 302. Nothing asks who is reading.
        query = NEEDED.get(route.section)
        expected = 302 if route.text == "/favicon.ico" else 401 if route.section in LOCKED else 200
        refusals = {401, 405} if route.section in WRITTEN else {405}
        # Following by e-mail is open to all; nothing was typed here.
        refusals |= {400, 404} if route.section == "follow" else set()
        reads = {expected, 404} | (refusals - {401} if route.section in WRITTEN else set())
        assert client.get(address, query).status_code in reads, address
        assert client.head(address, query).status_code in reads, address
        for method in REFUSING:
            status = client.generic(method, address).status_code
            assert status in refusals or (status == 404 and "nowhere" in address), (method, address, status)


def test_readers_get_the_same_page_whoever_they_are(accounts):
    clients = [client_of(role) for role in ROLES]
    for section in SECTIONS.values():
        pages = {client.get(f"/{section}/").content for client in clients}
        assert len(pages) == 1


def groups() -> dict[str, list[Route]]:
    """The admin's addresses by app and model."""
    found: dict[str, list[Route]] = {}
    for route in admin_routes():
        if route.text not in OUTSIDE:
            found.setdefault("/".join(route.text.split("<")[0].split("/")[2:4]), []).append(route)
    return found


def admin_values(route: Route, entries: dict[str, Entry]) -> dict[str, object]:
    """A draft of the kind, or a row of whatever else the address speaks of."""
    model = route.text.split("/")[3] if route.parameters else ""
    if "/import" in route.text and route.parameters:
        return {"key": kept_import("table" if "table" in route.text else "text", model).pk}
    if model == "partner":
        partner = Partner.objects.first() or make_partner()
        key = partner.keys.first() or make_key(partner)[0]
        return dict.fromkeys(route.parameters, partner.pk) | {"key": key.pk}
    one = entries[model].pk if model in entries else NOBODY
    if model in ROWS:
        one = ROWS[model](entries["topic"]).pk
    return dict.fromkeys(route.parameters, one) | {"entry_id": entries["topic"].pk}


# Model → a row of what the desk remembers or the record holds beside entries.
ROWS: dict[str, Callable[[Entry], Model]] = {
    "user": lambda entry: User.objects.get(username="auditor"),
    "group": lambda entry: Group.objects.get(name="editor"),
    "source": lambda entry: Source.objects.earliest("title"),
    "entry": lambda entry: entry,
    "comment": lambda entry: Comment.objects.create(entry_id=entry.pk, text="Is it so?"),
    "reviewtask": lambda entry: ReviewTask.objects.get_or_create(
        entry=entry, because=edition(entry), changed="All of it."
    )[0],
    "houserule": lambda entry: HouseRule.objects.get_or_create(
        name="No %", pattern="%", message="Write per cent.", matching_example="5 %", other_example="five"
    )[0],
    "plan": lambda entry: Plan.objects.create(day="2022-05-16", what="Write"),
    "edition": lambda entry: edition(entry),
    "approval": lambda entry: edition(entry).approval,
    "fact": lambda entry: Fact.objects.first() or published(*one_of_each(9).values()) and Fact.objects.first(),
    "log": lambda entry: edition(entry) and Log.objects.get(),
}


def edition(entry: Entry) -> Edition:
    return Edition.objects.filter(entry=entry.pk).first() or published(entry)[0]


def kept_import(form: str, kind: str) -> Import:
    content: object = {"columns": ["title"], "rows": [[2, {"title": "A"}]]} if form == "table" else [["p", "Words."]]
    return Import.objects.create(form=form, kind=kind, title="A list", content=content)


def answers(route: Route, entries: dict[str, Entry], clients: list[Client]) -> str:
    """“GET 302 200 …; POST 302 403 …”, a status for each role."""
    address = route.filled(**admin_values(route, entries))
    told = (" ".join((method, *(answer(client, method, address) for client in clients))) for method in METHODS)
    return "; ".join(told)


def answer(client: Client, method: str, address: str) -> str:
    """The status; what the request changed is undone."""
    with transaction.atomic():
        status = client.generic(method, address).status_code
        transaction.set_rollback(True)
    return str(status)


def listed() -> dict[str, str]:
    lines = [line for line in EXPECTED.read_text().splitlines() if line and not line.startswith("#")]
    return {address.strip(): told.strip() for address, told in (line.split("|") for line in lines)}


def write(found: dict[str, str]) -> None:
    whole = (listed() if EXPECTED.exists() else {}) | found
    known = {route.text for routes in groups().values() for route in routes}
    width = max(map(len, known))
    head = f"# What the admin answers to: {', '.join(ROLES)}.\n# See test_access.py for how this file is made.\n"
    lines = (f"{address:{width}} | {told}\n" for address, told in sorted(whole.items()) if address in known)
    EXPECTED.write_text(head + "".join(lines))


@pytest.mark.parametrize("group", groups())
def test_the_admin_answers_each_role_as_listed(group, accounts):
    entries, clients = one_of_each(), [client_of(role) for role in ROLES]
    found = {route.text: answers(route, entries, clients) for route in groups()[group]}
    if os.environ.get("ACCESS") == "write":
        write(found)
    assert found == {address: told for address, told in listed().items() if address in found}


def test_the_list_holds_no_address_that_is_gone():
    assert set(listed()) == {route.text for routes in groups().values() for route in routes}


def test_nothing_in_the_admin_is_open_to_strangers():
    for address, told in listed().items():
        if address not in ("/admin/login/", "/admin/nowhere/"):
            assert {part.split()[1] for part in told.split("; ")} <= {"302", "404"}, address


def test_no_answer_of_the_admin_is_an_error():
    assert not [address for address, told in listed().items() if " 500" in told]
