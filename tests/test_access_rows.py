"""Rights that hang on the row, beyond the table of addresses: what is not one's to see is not shown on any side way."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from desk.admin.actions import WorkflowActions
from desk.models import Autosave, Comment, Presence
from publishing.models import Edition, Entry, EntryCitation, Image, Source
from tests.desk import at_desk, fields_of, words_of
from tests.factories import approved, author, make_topic, published
from tests.importing import imported
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
MARK = "Marigold"


@pytest.fixture
def guest() -> Client:
    """May write topics and sees no other kind: a group of a newsroom's own."""
    group = Group.objects.create(name="guests")
    group.permissions.set(Permission.objects.filter(codename__in=["view_topic", "add_topic", "change_topic"]))
    user = User.objects.create(username="guest", is_staff=True)
    user.groups.add(group)
    client = Client()
    client.user = user
    client.force_login(user)
    return client


@pytest.fixture
def hidden() -> dict[str, Entry]:
    """One of each kind but topics, each of them called by a word to look for."""
    made = {kind: entry for kind, entry in one_of_each().items() if kind != "topic"}
    for entry in made.values():
        Entry.objects.filter(pk=entry.pk).update(title=f"{MARK} {entry.title}")
        Comment.objects.create(entry_id=entry.pk, text=f"{MARK} is right.")
    Source.objects.update(title=f"{MARK} reports")
    return made


def screen(entry: Entry, page: str, *args) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}", args=[entry.pk, *args])


PAGES = ["change", "delete", "history", "compare", "preview", "preview_page", "fact_check", "submit", "revert"]


def test_a_kind_one_may_not_see_is_on_no_page_of_its_own(guest, hidden):
    for entry in hidden.values():
        for page in PAGES:
            answer = guest.get(screen(entry, page))
            assert answer.status_code == 403, (entry.kind, page)
            assert MARK not in words_of(answer)
        assert guest.post(screen(entry, "check"), {}).status_code == 403
        assert guest.get(screen(entry, "change").replace(f"{entry.pk}/change/", "")).status_code == 403


def test_nor_is_it_on_the_pages_that_show_entries_of_every_kind(guest, hidden):
    front = guest.get("/admin/")
    assert front.status_code == 200
    assert MARK not in words_of(front)
    for name in ("publishing_entry_changelist", "desk_comment_changelist", "desk_reviewtask_changelist", "desk_due",
                 "publishing_source_changelist", "publishing_edition_changelist", "publishing_fact_changelist",
                 "desk_calendar"):  # fmt: skip
        answer = guest.get(reverse(f"admin:{name}"))
        assert answer.status_code == 403, name
        assert MARK not in words_of(answer)
    topics = guest.get(reverse("admin:publishing_topic_changelist"), {"q": MARK})
    assert topics.context["cl"].result_count == 0


def test_nor_is_it_offered_where_something_is_chosen(guest, hidden):
    for app, model, name in (("publishing", "entrycitation", "source"), ("members", "membership", "state"),
                             ("commentary", "article", "about"), ("summits", "summit", "host")):  # fmt: skip
        ask = {"term": MARK, "app_label": app, "model_name": model, "field_name": name}
        assert guest.get(reverse("admin:autocomplete"), ask).status_code == 403, name
    assert guest.get(reverse("admin:text_entries"), {"q": MARK}).json() == {"results": []}
    assert guest.get(reverse("admin:text_sources"), {"q": MARK}).status_code == 403
    state, topic = hidden["state"], make_topic()
    assert guest.get(reverse("admin:text_facts"), {"entry": state.pk, "text": topic.pk}).status_code == 404
    assert guest.get(reverse("admin:text_facts"), {"entry": topic.pk, "text": state.pk}).status_code == 404
    assert guest.get(reverse("admin:text_pictures"), {"text": state.pk}).status_code == 404
    named = guest.post(reverse("admin:text_names"), {"html": f"<p>{MARK} {state.title}</p>"})
    assert named.json()["results"] == [], "only what is public is named"


def test_nor_is_its_picture(guest, hidden):
    Image.objects.create(entry=hidden["article"], file="images/marigold.png", width=1, height=1)
    assert guest.get(reverse("admin:text_picture"), {"src": "images/marigold.png"}).status_code == 404
    assert guest.get(screen(hidden["article"], "preview_media", "images/marigold.png")).status_code == 403


def test_nor_can_anything_be_done_to_it(guest, hidden):
    article = hidden["article"]
    told = {"model": "commentary.article", "entry": str(article.pk), "tab": "a", "fields": [["title", "x"]]}
    assert guest.post("/admin/desk/unsaved/", told, content_type="application/json").status_code == 403
    assert guest.post("/admin/desk/open/", told | {"fields": ""}).status_code == 403
    assert guest.post(reverse("admin:text_take_over"), {"text": article.pk, "again": "1"}).status_code == 404
    assert guest.post(reverse("admin:desk_comment_on", args=[article.pk]), {"text": "x"}).status_code == 403
    before = Comment.objects.get(entry=article.pk)
    for deed in ("answer", "settle"):
        page = guest.post(reverse(f"admin:desk_comment_{deed}", args=[before.pk]), {"text": "x"})
        assert page.status_code == 403
    article.refresh_from_db()
    assert (article.version, Comment.objects.filter(entry=article.pk).count()) == (0, 1)
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


def test_who_may_not_add_articles_sees_no_import(guest, hidden):
    kept = imported(f"{MARK} spoke.")
    for address in (
        reverse("admin:commentary_article_import"),
        reverse("admin:commentary_article_review", args=[kept.pk]),
    ):
        for answer in (guest.get(address), guest.post(address, {"create": "yes"})):
            assert answer.status_code == 403
            assert MARK not in words_of(answer)


ACTIONS = [*WorkflowActions.actions, "delete_selected"]


@pytest.mark.parametrize("role", ["auditor", "partner manager"])
def test_who_only_looks_does_nothing_from_a_list(role):
    desk, topics = at_desk(role), [make_topic(), make_topic(), make_topic()]
    topics[1].record_change(author())
    topics[1].submit(author())
    approved(topics[2])
    before = standing(topics)
    for address in ("publishing_topic_changelist", "publishing_entry_changelist"):
        for action in ACTIONS:
            data = {"action": action, "_selected_action": [str(topic.pk) for topic in topics], "post": "yes",
                    "together": "yes", "text": "x", "release_at": "2099-01-01T10:00"}  # fmt: skip
            desk.post(reverse(f"admin:{address}"), data)
    assert standing(topics) == before


def standing(topics: list[Entry]) -> list[tuple]:
    rows = Entry.objects.filter(pk__in=[topic.pk for topic in topics]).order_by("title")
    return [(row.stage, row.version, row.returned_note, Edition.objects.filter(entry=row.pk).count()) for row in rows]


@pytest.mark.parametrize("role", ["auditor", "partner manager"])
def test_who_only_looks_changes_nothing_on_a_screen(role):
    made, desk = one_of_each(), at_desk(role)
    published(made["topic"])
    data = {"title": "Otherwise", "slug": "x", "version": "0", "text": made["article"].pk, "again": "1", "reason": "x"}
    for kind in ("article", "topic", "state"):
        for page in ("change", "check", "waive", "submit", "approve", "publish", "withdraw", "fact_check", "delete"):
            assert desk.post(screen(made[kind], page), data).status_code == 403, (kind, page)
    assert desk.post(reverse("admin:text_take_over"), data).status_code == 403
    assert b"_save" not in desk.get(screen(made["state"], "change")).content
    assert not Entry.objects.filter(title="Otherwise").exists()


def test_a_contributor_adds_no_rows_by_hand_that_the_form_does_not_offer():
    """Keys of another entry's rows in one's own form change nothing of theirs."""
    desk, made = at_desk("contributor"), one_of_each()
    mine, theirs = made["person"], made["office"]
    use = EntryCitation.objects.get(entry=theirs.pk)
    data = fields_of(desk.get(screen(mine, "change"))) | {"citations-0-id": use.pk, "citations-0-locator": "p. 99"}
    desk.post(screen(mine, "change"), data)
    use.refresh_from_db()
    assert (use.entry_id, use.locator) == (theirs.pk, "")
