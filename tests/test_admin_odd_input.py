"""Every form of the desk and every address it posts to, sent what no browser sends: an answer, never a fault."""

from itertools import chain, cycle

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.desk import fields_of, words_of
from tests.routes import Route, admin_routes
from tests.screens import Cast, by_address, kind_of_page, of_verbs

pytestmark = pytest.mark.django_db

NUL = "a\x00b"
ODD = ["x" * 100_000, "-99999999999999999999", "\u202e\ufffd<b>{{ x }}</b>%s%n", NUL]
# What a form counts its rows by; with these spoilt as well nothing else of it is read.
COUNTS = ("_FORMS", "version")
# What the desk's scripts send to addresses that show no form.
BY_SCRIPT = ("text", "html", "model", "entry", "tab", "identity", "reason", "take_back", "field", "reply", "outcome")
# These end the session.
ENDING = ("/admin/logout/", "/admin/login/")


@pytest.fixture
def cast() -> Cast:
    return Cast()


def forms(cast: Cast) -> dict[str, tuple[str, dict]]:
    """Kind of page → an address of it and the fields of its form as a browser would send them."""
    found: dict[str, tuple[str, dict]] = {}
    for screen in chain(of_verbs(cast), by_address(cast)):
        if screen.route in found or screen.answer or screen.address.startswith(ENDING):
            continue
        page = cast.client.get(screen.address)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            found[screen.route] = (screen.address, fields_of(page))
    for route in admin_routes():
        if not route.text.startswith(ENDING):
            found.setdefault(kind_of_page(route), (address(route, cast), dict.fromkeys(BY_SCRIPT, "")))
    return found


def address(route: Route, cast: Cast) -> str:
    parts = route.text.split("/")
    one = cast.rows.get(parts[3]) if len(parts) > 3 else None
    key = one.pk if one else "00000000-0000-0000-0000-000000000000"
    return route.filled(**dict.fromkeys(route.parameters, key) | {"entry_id": cast.made["state"].pk})


def test_no_form_of_the_desk_breaks_on_odd_values(cast):
    """Each form twice: its fields with a NUL and its counts as they were, and everything with one of the odd values."""
    for value, (kind, (address, data)) in zip(cycle(ODD), forms(cast).items(), strict=False):
        spoilt = {name: each if name.endswith(COUNTS) else NUL for name, each in data.items()}
        for sent in (spoilt, dict.fromkeys(data, value) | {value[:50]: value}):
            assert posted(cast.client, address, sent) < 500, kind


def posted(client: Client, address: str, data: dict) -> int:
    with transaction.atomic():
        status = client.post(address, data).status_code
        transaction.set_rollback(True)
    return status


OF_A_LIST = ["p=x", "p=-1", "p=99999999999999999999", "o=9.-9.x", "q=" + "x" * 5000, "e=1", "stage=%FF", "shelf=x",
             "topics__id__exact=x", "nowhere=1", "_to_field=x", "forced=x&dead=x&state=x"]  # fmt: skip
OF_A_PAGE = ["a=1&b=99999999999999999999&as_of=x&on=x&edition=x&month=99999-99&page=x&medium=x&day=x",
             "term=x&app_label=x&model_name=y&field_name=z&entry=x&text=y&on=9999-99-99&src=../../x"]  # fmt: skip


def test_no_screen_breaks_on_an_odd_question(cast):
    addresses = {kind_of_page(route): address(route, cast) for route in admin_routes()}
    for kind, each in addresses.items():
        is_list = kind == "*" or kind.count("/") == 4 and "<" not in kind
        for query in OF_A_LIST if is_list else OF_A_PAGE:
            if not each.startswith(ENDING):
                assert cast.client.get(f"{each}?{query}").status_code < 500, (kind, query)


def test_the_autocomplete_answers_whatever_is_looked_for(cast):
    ask = {"app_label": "publishing", "model_name": "entrycitation", "field_name": "source"}
    for odd in ODD:
        assert cast.client.get(reverse("admin:autocomplete"), ask | {"term": odd[:5000]}).status_code in (200, 400)


def test_a_choice_of_rows_that_are_no_rows_is_refused(cast):
    lists = ("publishing_topic", "publishing_entry", "publishing_source", "desk_plan", "desk_houserule")
    for address in (reverse(f"admin:{name}_changelist") for name in lists):
        for chosen in ("x", NUL):
            page = cast.client.post(address, {"action": "submit_selected", "_selected_action": chosen}, follow=True)
            assert "What was chosen is no row of this list. Nothing was done." in words_of(page), (address, chosen)


def test_what_was_refused_for_its_keys_is_shown_again(cast):
    """Django's own list of choices asks the database for whatever was sent."""
    address = reverse("admin:members_state_change", args=[cast.made["state"].pk])
    data = fields_of(cast.client.get(address)) | {"topics": "x", "memberships-0-organisation": "y"}
    page = cast.client.post(address, data)
    assert page.status_code == 200
    assert "“x” is not a valid value." in words_of(page)
    assert "Select a valid choice. That choice is not one of the available choices." in words_of(page)
