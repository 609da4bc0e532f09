"""An entry cannot take the address of a page of the site: that page would hide it."""

import pytest
from django.urls import reverse

from commentary.importing.creating import free_slug
from publishing import kinds
from publishing.gate import Level, examine
from publishing.models import Entry
from tests.desk import at_desk, send, words_of
from tests.routes import public_routes
from tests.subjects import make

pytestmark = pytest.mark.django_db


def taken() -> list[tuple[str, str]]:
    """Kind and address of every fixed page that stands where entries of that kind have theirs."""
    parts = [route.text.strip("/").split("/") for route in public_routes() if not route.parameters]
    found = [(kinds.of_section(part[0]), part[1]) for part in parts if len(part) == 2]
    return sorted({(kind.name, slug) for kind, slug in found if kind})


def test_there_are_such_addresses():
    assert {("summit", "attendance"), ("summit", "compare"), ("state", "compare")} <= set(taken())


@pytest.mark.parametrize(("kind", "slug"), taken())
def test_it_is_refused_at_the_field_and_by_the_gate(kind, slug):
    model = kinds.get(kind).model
    entry = make(model, "Something", **({"iso2": "SM", "iso3": "SMT"} if kind == "state" else {}))
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[entry.pk])
    page = send(at_desk("contributor"), address, slug=slug)
    assert page.status_code == 200
    assert f"The address “{slug}” is a page of the site itself" in words_of(page)
    Entry.objects.filter(pk=entry.pk).update(slug=slug)
    found = {finding.code: finding for finding in examine(Entry.objects.get(pk=entry.pk))}
    assert (found["address-of-a-page"].level, found["address-of-a-page"].field) == (Level.BLOCKER, "slug")


@pytest.mark.parametrize(("kind", "slug"), [("article", "compare"), ("article", "map"), ("person", "attendance")])
def test_elsewhere_it_is_a_name_like_any_other(kind, slug):
    assert not kinds.is_page_of_the_site(kind, slug)


def test_an_office_has_no_page_that_could_be_hidden():
    assert not kinds.is_page_of_the_site("office", "compare")


def test_an_import_goes_round_them():
    assert free_slug("summit", "Attendance") == "attendance-2"
    assert free_slug("article", "Attendance") == "attendance"
