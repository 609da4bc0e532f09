"""What a page says of its language: alternates, the switch, history, moments, and no word of it in English."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.http import http_date

from publishing.models import Edition
from publishing.translating import publish_translations
from tests.factories import approver, author, make_topic, published
from tests.translations import approved, translated, written

pytestmark = pytest.mark.django_db
PATH = "/topics/collective-defence/"
RUSSIAN = {"title": "Коллективная оборона", "summary": "Всё об этом с 1992 года."}
# What may differ in English once there is a translation: the links to it, and where the record stands by then.
ALTERNATES = re.compile(r'\s*<link\s+rel="alternate"\s+hreflang="[^"]*"\s+href="[^"]*"\s*>')
STANDS = re.compile(r"The record stands at position \d+")


@pytest.fixture
def topic():
    topic = make_topic(title="Collective defence", slug="collective-defence", summary="All about it, since 1992.")
    published(topic)
    return topic


def page(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def alternates(path: str) -> dict[str, str]:
    found = re.findall(r'rel="alternate"\s+hreflang="([^"]*)"\s+href="([^"]*)"', page(path))
    return {code: url.split("8000")[-1] for code, url in found}


def test_a_page_names_itself_in_every_language_it_is_in(topic):
    assert alternates(PATH) == alternates(f"/ru{PATH}") == {}
    translated(topic, **RUSSIAN)
    both = {"en": PATH, "ru": f"/ru{PATH}", "x-default": PATH}
    assert alternates(PATH) == alternates(f"/ru{PATH}") == both
    assert alternates("/topics/") == {"en": "/topics/", "ru": "/ru/topics/", "x-default": "/topics/"}


def test_an_english_page_is_the_same_with_and_without_a_translation(topic):
    paths = (PATH, f"{PATH}history/", "/topics/", "/", "/corrections/", "/timeline/", "/search/?q=defence")
    before = [STANDS.sub("", page(path)) for path in paths]
    translated(topic, **RUSSIAN)
    publish_translations(
        [approved(written(topic, **RUSSIAN | {"summary": "С 1992."}), "corrected", "Иначе.")], approver()
    )
    after = [STANDS.sub("", page(path)) for path in paths]
    for path, was, now in zip(paths, before, after, strict=True):
        assert ALTERNATES.sub("", now).split() == ALTERNATES.sub("", was).split(), path


def test_the_switch_leads_to_the_same_page_and_back(topic):
    translated(topic, **RUSSIAN)
    assert 'href="/ru/topics/?as_of=1" hreflang="ru" lang="ru">Русский</a>' in page("/topics/?as_of=1")
    assert f'href="{PATH}" hreflang="en" lang="en">English</a>' in page(f"/ru{PATH}")
    # The address of a translated edition has no twin: the entry itself is what is read in the other language.
    assert f'href="{PATH}" hreflang="en"' in page(f"/ru{PATH}editions/2/")


def test_history_tells_of_translations_in_their_language_only(topic):
    translated(topic, **RUSSIAN)
    assert page(f"{PATH}history/").count("/editions/") == 1
    assert page(f"/ru{PATH}history/").count("/editions/") == 2
    page(f"{PATH}editions/2/", status=404)
    assert RUSSIAN["title"] in page(f"/ru{PATH}editions/2/")
    assert "Collective defence" in page(f"/ru{PATH}editions/1/")


def test_a_moment_between_shows_what_stood_then(topic):
    translated(topic, **RUSSIAN)
    topic.title = "Common defence"
    topic.save()
    published(topic)
    publish_translations([approved(written(topic, "Общая оборона"))], approver())
    titles = {1: "Collective defence", 2: "Коллективная оборона", 3: "Коллективная оборона", 4: "Общая оборона"}
    for position, title in titles.items():
        assert title in page(f"/ru{PATH}?as_of={position}"), position
    assert "notice--stale" in page(f"/ru{PATH}?as_of=3")


def test_the_russian_address_is_a_timegate_of_what_stood_there(topic):
    translated(topic, **RUSSIAN)
    topic.save()
    published(topic)
    released = list(Edition.objects.order_by("position").values_list("released_at", flat=True))
    asked = Client().get(f"/ru{PATH}", headers={"Accept-Datetime": http_date(released[-1].timestamp() + 5)})
    assert asked["Location"].endswith(f"/ru{PATH}editions/2/")
    listed = page(f"/ru{PATH}timemap/")
    assert "editions/1/" in listed
    assert "editions/2/" in listed
    assert "editions/3/" not in listed


def test_refusals_speak_the_language_of_the_address():
    assert '<html lang="ru">' in page("/ru/nowhere/", status=404)
    assert '<html lang="ru">' in page("/ru/topics/?colour=red", status=400)
    assert Client().get("/ru/topics/")["Content-Language"] == "ru"
    assert not Client().get("/ru/topics/").has_header("Vary") or "Language" not in Client().get("/ru/topics/")["Vary"]
    assert Client().get("/ru/api/v1/").status_code == 404


def test_linked_data_says_language_and_original(topic):
    translated(topic, **RUSSIAN)
    assert '"inLanguage":"ru"' in page(f"/ru{PATH}")
    assert '"translationOfWork"' in page(f"/ru{PATH}")
    assert '"translationOfWork"' not in page(PATH)


def test_an_old_address_leads_to_the_new_one_in_the_language(topic):
    translated(topic, **RUSSIAN)
    topic.slug = "common-defence"
    topic.save()
    published(topic)
    moved = Client().get(f"/ru{PATH}")
    assert (moved.status_code, moved["Location"]) == (301, "/ru/topics/common-defence/")
    assert RUSSIAN["title"] in page("/ru/topics/common-defence/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("is_original = true", "nothing is published without an approval"),
        ("translates = repeat('0', 64)", "which edition it translates"),
        ("translates_number = 7", "which edition it translates"),
        ("action = 'retracted'", "which edition it translates"),
    ],
)
def test_the_database_refuses_what_is_no_translation(topic, change, said):
    edition = translated(topic, **RUSSIAN)
    column, value = change.split(" = ", 1)
    derived = ("id", "search", "states", "people")
    names = [field.column for field in Edition._meta.concrete_fields if field.name not in derived]
    given = {"position": "NULL", "released_at": "NULL", "first_released_at": "NULL", "chain": "''"}
    given |= {"number": "number + 1", column: value}
    values = ", ".join(given.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    insert = f"INSERT INTO publishing_edition ({columns}) SELECT {values} FROM publishing_edition WHERE id = %s"
    with pytest.raises(IntegrityError, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [edition.pk])


def test_an_approval_of_the_translation_is_none_of_the_original(topic):
    """The translator may not approve the translation by way of the original's name, which has no hand in it."""
    draft = written(topic, **RUSSIAN)
    draft.submit(author())
    with pytest.raises(IntegrityError, match="who had a hand"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publishing_approval (entry_id, language, digest, by_id, at, forced_reason)"
            " VALUES (%s, 'ru', %s, %s, now(), '')",
            [topic.pk, "0" * 64, author().pk],
        )


def test_a_page_in_russian_costs_as_many_queries_as_in_english(topic, django_assert_max_num_queries):
    translated(topic, **RUSSIAN)
    for path in (PATH, f"/ru{PATH}"):
        with django_assert_max_num_queries(5):
            page(path)
