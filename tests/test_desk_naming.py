"""Entries are found by title, other name, native script and misspelling, and only by who may see them."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from desk.naming import find
from members.models import Organisation, Person
from publishing.models import Alias, Entry
from publishing.spelling import spelling
from summits.models import Summit
from tests.desk import at_desk
from tests.factories import make_topic, make_user
from tests.subjects import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    wanted = make(Person, "Nursultan Nazarbayev", native_name="Нұрсұлтан Назарбаев", family_name="Nazarbayev")
    for name in ("Kassym-Jomart Tokayev", "Alexander Lukashenko", "Nikol Pashinyan", "Emomali Rahmon"):
        make(Person, name)
    Alias.objects.create(entry=wanted, name="Назарбаев, Нурсултан Абишевич", kind="native", language="ru")
    return wanted


@pytest.fixture
def alliance():
    made = make(Organisation, "Collective Security Treaty Organization", short_name="CSTO")
    Alias.objects.create(entry=made, name="ОДКБ", kind="abbreviation")
    return made


def results(client, term, field=("summits", "summit", "chair"), **more):
    app, model, name = field
    asked = {"term": term, "app_label": app, "model_name": model, "field_name": name} | more
    return client.get(reverse("admin:autocomplete"), asked)


def ids(answer) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize("term", ["Nazarbaev", "nazarbajev", "Nursultan", "NAZARBAYEV", "Назарбаев", "назарбаев",
                                  "Назарбев", "Нұрсұлтан", "Назарбаева", "Nazárbayev", "Nazar"])  # fmt: skip
def test_a_person_is_found_however_the_name_is_written(people, term):
    answer = results(at_desk("contributor"), term)
    assert ids(answer)[0] == str(people.pk)


@pytest.mark.parametrize("term", ["CSTO", "csto", "ОДКБ", "одкб", "Colective Security", "Treaty Organisation"])
def test_an_organisation_is_found_by_abbreviation_and_misspelt(alliance, people, term):
    assert ids(results(at_desk("contributor"), term, ("summits", "summit", "organisation"))) == [str(alliance.pk)]


def test_entries_of_any_kind_are_found_and_named_with_their_kind(alliance, people):
    about = ("commentary", "article", "about")
    desk = at_desk("contributor")
    found = results(desk, "Назарбаев", about).json()["results"]
    assert found[0]["text"].startswith("Nursultan Nazarbayev · ")
    assert found[0]["text"].endswith(" · person")
    (row,) = results(desk, "CSTO", about).json()["results"]
    assert row["text"] == "Collective Security Treaty Organization · CSTO · organisation"


def test_entries_of_one_name_are_told_apart_by_their_dates():
    make(Summit, "Informal summit", "2021-12-27")
    later = make(Summit, "Informal  summit", "2022-12-26")
    Summit.objects.filter(pk=later.pk).update(title="Informal summit")
    found = results(at_desk("contributor"), "Informal", ("summits", "statement", "summit")).json()["results"]
    assert sorted(row["text"] for row in found) == ["Informal summit · 2021-12-27", "Informal summit · 2022-12-26"]


def test_another_kind_is_not_offered(people, alliance):
    assert ids(results(at_desk("contributor"), "Nazarbaev", ("summits", "summit", "organisation"))) == []


def test_what_is_nobodys_name_finds_nothing(people):
    desk = at_desk("contributor")
    for term in ("Xqzwv", "%", "_", "\\", "''"):
        assert ids(results(desk, term)) == []


def test_without_words_the_last_changed_come_first(people):
    people.record_change(make_user())
    assert ids(results(at_desk("contributor"), ""))[0] == str(people.pk)


def test_who_may_not_see_the_kind_finds_nothing(people, reader):
    stranger = Client()
    user = make_user("stranger", is_superuser=False)
    stranger.force_login(user)
    assert results(stranger, "Nazarbaev").status_code == 403
    assert results(reader, "Nazarbaev").status_code == 302
    # Who may see organisations only does not find people through them.
    user.user_permissions.add(Permission.objects.get(codename="view_organisation"))
    assert results(stranger, "Nazarbaev").status_code == 403


def test_lists_are_searched_by_any_name_too(people):
    page = at_desk("contributor").get(reverse("admin:members_person_changelist"), {"q": "Назарбаев"})
    assert [row.pk for row in page.context["cl"].result_list] == [people.pk]


@pytest.mark.parametrize(
    "name",
    [
        "Нұрсұлтан Назарбаев",
        "Nazárbayev",
        "ЙОДЪ",
        "Ångström",
        "ﬁ",
        "Ğ",
        "plain",
        "Нұрсұлтан",
        "Նիկոլ Փաշինյան",
        "Объедь",
    ],
)
def test_the_database_spells_names_as_the_site_does(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT spelling(%s)", [name])
        assert cursor.fetchone()[0] == spelling(name)


def test_five_thousand_names_are_searched_by_index_and_quickly(people):
    fill = """INSERT INTO publishing_alias (entry_id, name, kind, language)
        SELECT %s, md5(n::text), 'variant', '' FROM generate_series(1, 5000) n"""
    topic = make_topic()
    with connection.cursor() as cursor:
        cursor.execute(fill, [topic.pk])
        cursor.execute("ANALYZE publishing_alias")
    began = time.perf_counter()
    assert find("Nazarbaev", Entry)[0].entry == people.pk
    assert time.perf_counter() - began < 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('publishing_alias_spelling')")
        cursor.execute("EXPLAIN SELECT 1 FROM publishing_alias WHERE spelling(name) %%> %s", ["nazarbaev"])
        assert "publishing_alias_spelling" in "".join(row[0] for row in cursor.fetchall())
