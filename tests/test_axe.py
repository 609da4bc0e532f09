"""axe on every screen of the desk, light and dark: WCAG 2.2 A and AA, no violation.

In the suite each kind of page is looked at once, of a state (most rows of facts) and of an article (the editor);
`make axe` looks at every screen there is.
"""

import os
from datetime import timedelta
from pathlib import Path

import axe_playwright_python
import pytest
from django.test import Client
from django.utils import timezone

from desk.models import Comment, FactCheck, HouseRule, Plan
from publishing.models import Entry, Source
from tests.desk import colleague
from tests.factories import approver, make_topic, make_user, published
from tests.partners import make_key, make_partner
from tests.routes import Route, admin_routes
from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
# Asking these ends the session; files and fragments are no screens.
NO_SCREENS = ("/admin/logout/", "/admin/jsi18n/", "/admin/text/picture/")


def whole() -> bool:
    return os.environ.get("AXE") == "whole"


@pytest.fixture
def cast():
    """One of each kind, one of them public, one scheduled, one under discussion; what the desk remembers of them."""
    made = one_of_each()
    published(made["organisation"], made["state"])
    topic = make_topic(title="Later")
    published(topic, release_at=timezone.now() + timedelta(days=1))
    article = made["article"]
    article.record_change(colleague("contributor"))
    Comment.objects.create(entry=article, author=approver(), text="Since when?", field="title")
    FactCheck.invite(made["summit"], approver(), "Dr Checker", days=7)
    rule = HouseRule.objects.create(
        name="No percent sign", pattern="%", message="Write per cent.", matching_example="5 %", other_example="five"
    )
    plan = Plan.objects.create(day=timezone.localdate(), what="Write")
    partner = make_partner()
    make_key(partner)
    partner.usage.create(day=timezone.localdate(), calls=812)
    return {**made, "user": approver(), "source": Source.objects.earliest("title"), "houserule": rule, "plan": plan,
            "partner": partner, "comment": Comment.objects.get(), "entry": made["state"]}  # fmt: skip


def kind_of_page(route: Route) -> str:
    """The route with its kind of entry left out: what is the same page for all of them."""
    parts = route.text.strip("/").split("/")
    is_entry = any(model._meta.app_label == parts[1] and model._meta.model_name == parts[2]
                   for model in Entry.__subclasses__()) if len(parts) > 2 else False  # fmt: skip
    return "/".join(["*", *parts[3:]]) if is_entry else route.text


def screens(cast) -> dict[str, str]:
    """Address → kind of page."""
    found = {}
    for route in admin_routes():
        parts = route.text.strip("/").split("/")
        one = cast.get(parts[2]) if len(parts) > 2 else None
        if route.text.startswith(NO_SCREENS) or (route.parameters and (one is None or len(route.parameters) > 1)):
            continue
        found[route.filled(**dict.fromkeys(route.parameters, one.pk if one else ""))] = kind_of_page(route)
    return found


def pages_of(client: Client, found: dict[str, str]) -> list[str]:
    """Those that answer with a page of their own; in the short version one of each, and each kind's form."""
    seen, chosen = set(), []
    # A state has the most inlines, an article the editor: theirs are looked at first.
    for address, kind in sorted(found.items(), key=lambda each: ("/state/" not in each[0], "/article/" not in each[0])):
        if not whole() and kind in seen and not ("/article/" in address and address.endswith("/change/")):
            continue
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            seen.add(kind)
            chosen.append(address)
    return chosen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_of_the_desk_has_a_violation(sign_in, cast, scheme):
    client = Client()
    client.force_login(make_user("root"))
    addresses = pages_of(client, screens(cast))
    assert len(addresses) > (100 if whole() else 40)
    page = sign_in(client=client)
    page.emulate_media(color_scheme=scheme)
    violations = [told for address in addresses for told in look(page, address)]
    print(f"{len(addresses)} screens, {scheme}: {len(violations)} violations")
    assert violations == [], "\n".join(violations)


def look(page, address: str) -> list[str]:
    page.goto(address, wait_until="load")
    if page.locator("[data-django-prose-editor-configurable]").count():
        page.wait_for_selector(".tiptap")
    page.evaluate(SCRIPT)
    found = page.evaluate(RUN, TAGS)["violations"]
    return [f"{address} {each['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
            for each in found for node in each["nodes"][:3]]  # fmt: skip
