"""The lists of screens, on the front page and beside every screen: laid out as editors think, none lost, none shown
that is not open."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import RECORD_APPS
from desk.drawers import DRAWERS
from tests.desk import at_desk, words_of
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db
PLACED = [name for _label, names in DRAWERS for name in names]


def drawers(role: str) -> dict[str, list[str]]:
    page = at_desk(role).get(reverse("admin:index"))
    return {each["name"]: [screen["object_name"] for screen in each["models"]] for each in page.context["app_list"]}


def test_every_screen_of_the_record_lies_in_one_drawer():
    screens = [model._meta.label for model in admin.site._registry if model._meta.app_label in RECORD_APPS]
    assert sorted(PLACED) == sorted(screens)


def test_an_editor_finds_what_they_write_first_and_the_log_last():
    found = drawers("editor")
    assert list(found)[0] == "What we write" and list(found)[-1] == "What is public"
    assert found["What happened"] == ["Summit", "Event", "Document", "Statement"]


def test_what_lies_in_no_drawer_stands_under_its_app():
    assert {"Accounts", "Syndication"} <= set(drawers("auditor"))


def test_a_page_of_one_app_is_as_before():
    assert at_desk("auditor").get("/admin/members/").context["app_list"][0]["name"] == "Members"


def test_a_partner_manager_is_shown_partners_and_nothing_of_the_record():
    published(make_topic(title="Secret plans"))
    make_topic(title="Secret draft")
    manager = at_desk("partner manager")
    page = manager.get(reverse("admin:index"))
    assert [each["name"] for each in page.context["app_list"]] == ["Syndication"]
    assert [each["label"] for each in page.context["counts"]] == ["Partners to be asked"]
    assert "Secret" not in words_of(page)
    for name in ("admin:desk_calendar", "admin:desk_due", "admin:publishing_entry_changelist"):
        assert manager.get(reverse(name)).status_code == 403
