"""axe on every screen of the desk, light and dark: WCAG 2.2 A and AA, no violation.

In the suite one screen of each template is looked at; `make axe` looks at every screen there is.
"""

import os

import pytest
from django.urls import reverse

from tests.axe import OPEN, judged
from tests.routes import admin_routes
from tests.screens import Cast, Screen, everything, kind_of_page
from tests.test_access import listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What answers a script, hands out a file or leads elsewhere.
NO_SCREENS = {
    "*/<path:object_id>", "*/<uuid:pk>/preview/card.png",
    "*/<uuid:pk>/preview/media/<path:name>", "*/import-table/columns.csv", "/admin/autocomplete/",
    "/admin/jsi18n/", "/admin/nowhere/", "/admin/r/<path:content_type_id>/<path:object_id>/", "/admin/text/entries/",
    "/admin/text/facts/", "/admin/text/picture/", "/admin/text/pictures/", "/admin/text/sources/",
}  # fmt: skip


def is_never_shown(address: str, told: dict[str, str]) -> bool:
    """Nobody may look at it, it is only posted to, or it is the old form of another address."""
    as_admin = told.get(address, "GET 200").split("; ")[0].split()[-1]
    return as_admin in ("403", "405") or address.endswith("<path:object_id>/")


def test_every_screen_of_the_access_table_is_looked_at():
    looked_at, told = {screen.route for screen in everything(Cast())}, listed()
    kinds = {route.text: kind_of_page(route) for route in admin_routes()}
    missing = {kind for address, kind in kinds.items() if not is_never_shown(address, told)} - looked_at - NO_SCREENS
    assert missing == set(), "add it to tests/screens.py"
    assert set(kinds.values()) >= NO_SCREENS
    assert not NO_SCREENS & looked_at


def chosen(found: list[Screen]) -> list[Screen]:
    """All of them, or one of each template; a state has the most inlines, an article the editor."""
    if os.environ.get("AXE") == "whole":
        return found
    first: dict[tuple, Screen] = {}
    for screen in sorted(found, key=lambda each: ("/state/" not in each.address, "/article/" not in each.address)):
        first.setdefault((screen.likeness, "/article/" in screen.address and "/change/" in screen.address), screen)
    return list(first.values())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_of_the_desk_has_a_violation(sign_in, scheme):
    cast = Cast()
    found = chosen(everything(cast))
    assert len(found) > 40
    page = sign_in(client=cast.client)
    page.emulate_media(color_scheme=scheme)
    violations = [told for screen in found for told in look(page, screen)]
    print(f"{len(found)} screens, {scheme}: {len(violations)} violations")
    assert violations == [], "\n".join(violations)


def look(page, screen: Screen) -> list[str]:
    """What axe finds with every fold of the page open."""
    if screen.answer is not None:
        page.route(f"**{screen.address}", lambda route: give(route, screen.answer), times=1)
    page.goto(screen.address, wait_until="load")
    if page.locator("[data-django-prose-editor-configurable]").count():
        page.wait_for_selector(".tiptap")
    page.evaluate(OPEN)
    return judged(page, f"{screen.address} ({screen.route})")


def give(route, answer) -> None:
    """The page that followed a form, in place of what its address answers."""
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_the_form_has_no_violation(sign_in, scheme):
    """The editor's questions, the list under an @, the list of an autocomplete."""
    cast = Cast()
    page = sign_in(client=cast.client)
    page.emulate_media(color_scheme=scheme)
    page.goto(reverse("admin:commentary_article_change", args=[cast.made["article"].pk]))
    page.click(".tiptap p")
    told = []
    for keys in ("Control+Alt+f", "Control+Alt+l"):
        page.keyboard.press(keys)
        page.wait_for_selector("dialog[open]")
        told += judged(page, keys)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    page.click(".tiptap p")
    page.keyboard.type(" @glory")
    page.wait_for_selector(".prose-editor [role=option]")
    told += judged(page, "@")
    page.keyboard.press("Escape")
    page.evaluate(OPEN)
    page.click(".field-topics .select2-selection")
    page.wait_for_selector(".select2-results__option[aria-selected]")
    told += judged(page, "autocomplete")
    assert told == [], "\n".join(told)
