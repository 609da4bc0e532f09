"""A translation is an edition in a language: it is written, approved by somebody else, published, and falls behind."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from publishing.gate import PublishingRefused
from publishing.models import Action, Edition, Entry, Fact
from publishing.releasing import restore, retract, withdraw
from publishing.translating import fallen_behind, publish_translations
from publishing.verifying import faults
from tests.factories import approved as entry_approved
from tests.factories import approver, author, make_topic, published
from tests.translations import approved, translated, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    topic = make_topic(title="Collective defence", slug="collective-defence", summary="All about it, since 1992.")
    published(topic)
    return topic


RUSSIAN = {"title": "Коллективная оборона", "summary": "Всё об этом с 1992 года."}


def page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_it_is_read_at_the_russian_address_and_nowhere_else(topic):
    edition = translated(topic, **RUSSIAN)
    assert (edition.language, edition.number, edition.position) == ("ru", 2, 2)
    russian, english = page("/ru/topics/collective-defence/"), page("/topics/collective-defence/")
    assert '<html lang="ru">' in russian
    assert RUSSIAN["title"] in russian
    assert "Collective defence</h1>" not in russian
    assert RUSSIAN["title"] not in english
    assert list(faults()) == []


def test_what_is_not_translated_is_shown_in_its_own_language(topic):
    russian = page("/ru/topics/collective-defence/")
    assert '<h1 class="entry__title" lang="en">' in russian
    assert "notice--language" in russian
    assert f'rel="canonical" href="{settings.SITE_URL}/topics/collective-defence/"' in russian


def test_lists_and_references_speak_the_language(topic):
    other = make_topic(title="Another", slug="another")
    other.save()
    published(other)
    translated(topic, **RUSSIAN)
    russian = page("/ru/topics/")
    assert RUSSIAN["title"] in russian
    assert "Collective defence" not in russian
    assert 'href="/ru/topics/another/" lang="en">Another</a>' in russian


def test_it_needs_other_eyes_than_its_translator(topic):
    draft = written(topic, **RUSSIAN)
    draft.submit(author())
    with pytest.raises(ValidationError):
        draft.approve(author())
    with pytest.raises(PublishingRefused):
        publish_translations([draft], approver())
    assert not Edition.objects.filter(is_original=False).exists()


def test_hands_in_the_original_are_not_hands_in_the_translation(topic):
    topic.record_change(approver())
    draft = written(topic, **RUSSIAN)
    draft.submit(author())
    draft.approve(approver())
    assert publish_translations([draft], approver())


def test_it_falls_behind_and_says_so(topic):
    translated(topic, **RUSSIAN)
    assert "notice--stale" not in page("/ru/topics/collective-defence/")
    assert not fallen_behind().exists()
    position = Edition.objects.released().count()
    topic.summary = "All about it, since 1994."
    topic.save()
    published(topic, action=Action.CORRECTED, note="It was 1994.")
    russian = page("/ru/topics/collective-defence/")
    assert "notice--stale" in russian
    assert "It was 1994." in russian
    assert [each.title for each in fallen_behind()] == [RUSSIAN["title"]]
    assert "notice--stale" not in page(f"/ru/topics/collective-defence/?as_of={position}")
    publish_translations([approved(written(topic, RUSSIAN["title"], "Всё об этом с 1994 года."))], approver())
    assert "notice--stale" not in page("/ru/topics/collective-defence/")
    assert "с 1992 года" in page(f"/ru/topics/collective-defence/?as_of={position}")
    assert list(faults()) == []


def test_it_goes_with_its_original_and_does_not_come_back_by_itself(topic):
    translated(topic, **RUSSIAN)
    withdraw(Entry.objects.get(pk=topic.pk), approver(), "In error.")
    assert Client().get("/ru/topics/collective-defence/").status_code == 410
    assert Client().get("/ru/topics/collective-defence/?as_of=2").status_code == 410
    with pytest.raises(ValidationError):
        approved(topic.translations.get())
    restore(entry_approved(topic)[0], approver())
    assert "notice--language" in page("/ru/topics/collective-defence/")
    assert publish_translations([approved(topic.translations.get())], approver())[0].action == Action.UPDATED
    assert RUSSIAN["title"] in page("/ru/topics/collective-defence/")
    assert list(faults()) == []


def test_a_retracted_original_is_retracted_in_every_language(topic):
    translated(topic, **RUSSIAN)
    retract(Entry.objects.get(pk=topic.pk), approver(), "Made up.")
    russian = page("/ru/topics/collective-defence/")
    assert "notice--retracted" in russian
    assert RUSSIAN["title"] not in russian


def test_facts_are_those_of_the_original(topic):
    translated(topic, **RUSSIAN)
    assert not Fact.objects.filter(edition__is_original=False).exists()
