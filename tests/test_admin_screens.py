"""Every screen of the desk opens for those who may see it, and costs a bounded number of queries."""

import pytest
from django.urls import reverse

from commentary.models import Article
from publishing import kinds
from tests.desk import at_desk
from tests.factories import author, cite, make_source, make_topic
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db
KINDS = [
    "article", "commentary", "document", "event", "force", "institution", "office", "organisation", "person", "state",
    "statement", "summit", "topic",
]  # fmt: skip
RECORDS = ["edition", "fact", "approval", "log", "source"]


def screen(kind: str, page: str, *args) -> str:
    opts = kinds.get(kind).model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def test_every_kind_has_a_screen():
    assert sorted(kinds.names()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["contributor", "editor", "managing editor", "auditor"])
def test_list_and_form_open(kind, role):
    entry = one_of_each()[kind]
    client = at_desk(role)
    assert client.get(screen(kind, "changelist"), {"q": entry.title[:4]}).status_code == 200
    page = client.get(screen(kind, "change", entry.pk))
    assert page.status_code == 200
    assert client.get(screen(kind, "add")).status_code == (403 if role == "auditor" else 200)


# Session, user, permissions (2), count (2), rows, and the filters by stage, topic and type.
@pytest.mark.parametrize("kind", KINDS)
def test_list_costs_the_same_for_many_rows(kind, django_assert_max_num_queries):
    for number in range(3):
        one_of_each(number)
    client = at_desk("editor")
    client.get(screen(kind, "changelist"))
    with django_assert_max_num_queries(12):
        assert client.get(screen(kind, "changelist")).status_code == 200


@pytest.mark.parametrize("name", RECORDS)
def test_records_open_for_looking(name):
    topic = make_topic()
    cite(topic, make_source())
    from tests.factories import published

    published(topic)
    client = at_desk("auditor")
    page = client.get(reverse(f"admin:publishing_{name}_changelist"))
    assert page.status_code == 200
    assert client.get(reverse(f"admin:publishing_{name}_add")).status_code == 403


def test_editions_cannot_be_changed_at_the_desk():
    from tests.factories import published

    edition = published(make_topic())[0]
    client = at_desk("managing editor")
    url = reverse("admin:publishing_edition_change", args=[edition.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "other"}).status_code == 403
    assert (
        client.post(reverse("admin:publishing_edition_delete", args=[edition.pk]), {"post": "yes"}).status_code == 403
    )


def test_source_is_found_by_the_autocomplete():
    source = make_source(title="Charter of the alliance")
    client = at_desk("contributor")
    found = client.get(
        reverse("admin:autocomplete"),
        {"term": "Charter", "app_label": "publishing", "model_name": "citation", "field_name": "source"},
    )
    assert [row["id"] for row in found.json()["results"]] == [str(source.pk)]


def test_form_carries_no_inline_script_or_style():
    entry = one_of_each()["article"]
    entry.record_change(author())
    page = at_desk("editor").get(screen("article", "change", entry.pk)).content.decode()
    assert " onclick=" not in page
    assert " style=" not in page
    assert page.count("<style") == page.count("<style data-tiptap-style nonce=") == 1
    assert "nonce-" not in page
    for tag in page.split("<script")[1:]:
        assert "nonce=" in tag.split(">")[0] or 'type="application/json"' in tag.split(">")[0]


def test_who_only_looks_reads_the_text_and_not_its_html():
    article = make(
        Article,
        "Six presidents",
        body='<p>They <strong>met</strong> in <a href="/id/7b86ea6b-d4c0-4742-9504-0b90d4ab0f95/">Moscow</a>.</p>',
    )
    page = at_desk("auditor").get(screen("article", "change", article.pk)).content.decode()
    assert "<p>They <strong>met</strong> in Moscow.</p>" in page
    assert "&lt;p&gt;" not in page


def test_a_list_gives_hours_as_the_rest_of_the_desk_does():
    topic = make_topic()
    topic.record_change(author())
    page = at_desk("editor").get(screen("topic", "changelist")).content.decode()
    assert f"{topic.changed_at:%Y-%m-%d %H:%M} UTC" in page


def test_the_source_of_an_import_is_asked_for_openly():
    page = at_desk("contributor").get(reverse("admin:commentary_article_import")).content.decode()
    assert "<details" not in page.partition('name="source"')[2].partition("submit-row")[0]
