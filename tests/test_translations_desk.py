"""The sheet of a translation: written beside the original, approved by somebody else, published, brought up again."""

import pytest
from django.test import Client
from django.urls import reverse

from publishing.models import Edition, Entry, Translation
from publishing.releasing import withdraw
from tests.desk import colleague, fields_of
from tests.factories import approver, make_topic, published

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self, role: str, entry: Entry):
        self.client = Client()
        self.client.force_login(colleague(role))
        self.address = reverse("admin:desk_translation_ru", args=[entry.pk])

    def shown(self) -> str:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return response.content.decode()

    def does(self, deed: str, **data) -> str:
        given = self.client.get(self.address).context
        row = given["translation"]
        sent = {"deed": deed, "version": row.version if row else 0, "seen": given["seen"]} | data
        return self.client.post(self.address, sent, follow=True).content.decode()


@pytest.fixture
def topic():
    topic = make_topic(title="Collective defence", slug="collective-defence", summary="All about it, since 1992.")
    published(topic)
    return topic


WORDS = {"title": "Коллективная оборона", "summary": "Всё об этом с 1992 года."}


def test_from_the_first_word_to_the_page_and_up_to_date_again(topic):
    contributor, editor = Desk("contributor", topic), Desk("editor", topic)
    assert "Collective defence" in contributor.shown()
    assert "The translation was saved." in contributor.does("save", **WORDS)
    assert "It waits for approval." in contributor.does("submit")
    assert 'value="approve"' not in contributor.shown()
    assert "It is approved." in editor.does("approve")
    assert "It is public as edition 2." in editor.does("publish")
    assert WORDS["title"] in Client().get("/ru/topics/collective-defence/").content.decode()

    topic.summary = "All about it, since 1994."
    topic.save()
    published(topic)
    front = editor.client.get("/admin/").content.decode()
    assert "Translations that fell behind" in front
    assert WORDS["title"] in editor.client.get("/admin/desk/translations/?state=behind").content.decode()
    assert "This translation has fallen behind" in contributor.shown()
    better = WORDS | {"summary": "Всё об этом с 1994 года."}
    contributor.does("save", **better)
    assert Translation.objects.get().translates != Edition.objects.current().get(is_original=True).digest
    contributor.does("save", **better, is_brought_up="on")
    contributor.does("submit", action="corrected", wrong="1992", right="1994")
    editor.does("approve")
    assert "It is public as edition 4." in editor.does("publish")
    page = Client().get("/ru/topics/collective-defence/").content.decode()
    assert "notice--stale" not in page
    assert "What was wrong: 1992." in page
    assert WORDS["title"] not in editor.client.get("/admin/desk/translations/?state=behind").content.decode()


def test_what_somebody_else_has_saved_since_is_not_overwritten(topic):
    contributor, editor = Desk("contributor", topic), Desk("editor", topic)
    contributor.does("save", **WORDS)
    editor.does("save", **WORDS | {"summary": "Иначе."})
    refused = contributor.client.post(contributor.address, WORDS | {"deed": "save", "version": 1}, follow=True)
    assert "has changed since you looked at it" in refused.content.decode()
    assert Translation.objects.get().summary == "Иначе."
    assert "Всё об этом" in refused.content.decode()


def test_who_wrote_it_does_not_approve_it_and_blockers_stop_it(topic):
    editor = Desk("editor", topic)
    editor.does("save", title="Оборона", summary="")
    editor.does("submit")
    assert "someone else must approve it" in editor.does("approve")
    other = Desk("managing editor", topic)
    other.does("approve")
    assert "The summary is not translated." in other.does("publish")
    assert not Edition.objects.filter(is_original=False).exists()


def test_a_contributor_does_not_publish_and_nobody_translates_what_is_gone(topic):
    contributor = Desk("contributor", topic)
    contributor.does("save", **WORDS)
    contributor.does("submit")
    Desk("editor", topic).does("approve")
    sent = {"deed": "publish", "version": 1}
    assert contributor.client.post(contributor.address, sent).status_code == 403
    withdraw(Entry.objects.get(pk=topic.pk), approver(), "In error.")
    assert "This entry is not public" in contributor.shown()


def test_the_entry_leads_to_its_sheet(topic):
    editor = Desk("editor", topic)
    screen = editor.client.get(reverse("admin:publishing_topic_change", args=[topic.pk])).content.decode()
    assert f'href="{editor.address}"' in screen
    assert fields_of(editor.client.get(editor.address))
