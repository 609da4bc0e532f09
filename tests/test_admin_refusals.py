"""What the desk refuses, in words and never with a fault: odd input, races, texts nobody looked at."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from desk.admin.verbs import VERBS
from members.models import Person, Tenure
from publishing.gate import examine
from publishing.models import Edition, Entry, EntryCitation, Fact
from publishing.numbering import release_due
from publishing.releasing import publish, withdraw
from publishing.richtext import sanitise
from summits.models import QuotationVariant
from tests.desk import at_desk, fields_of, send, words_of
from tests.factories import approved, approver, author, make_source, make_topic, published
from tests.subjects import make, one_of_each, state_that
from tests.test_admin_flow import post, together, url

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


@pytest.mark.parametrize("day", ["9999-12-31", "9999", "0001-01-01", "1899-12-31", "2100"])
@pytest.mark.parametrize("field", ["starts", "ends"])
def test_dates_beyond_the_known_years(field, day):
    page = send(at_desk("editor"), url(make_topic(), "change"), **{field: day})
    assert f"“{day}” lies outside the years 1900 to 2099." in words_of(page)


@pytest.mark.parametrize("address", ["autocomplete/?term=%00", "publishing/topic/?q=a%00b", "publishing/topic/?%00=1"])
def test_nul_in_a_query_is_a_bad_request(address):
    page = at_desk("editor").get(f"/admin/{address}")
    assert page.status_code == 400
    assert "NUL character" in words_of(page)


def test_nul_in_the_place_of_a_source_is_refused():
    made = one_of_each()
    page = send(at_desk("editor"), url(made["state"], "change"), **{"memberships-0-sources-0-locator": "p\x00"})
    assert "contains a NUL character" in words_of(page)


@pytest.mark.parametrize("field", ["summary", "remarks"])
def test_plain_texts_have_a_limit(field):
    page = send(at_desk("editor"), url(make_topic(), "change"), **{field: "x" * 20_001})
    assert "at most 20000 characters" in words_of(page)


@pytest.mark.parametrize("verb", ["cancel", "reschedule"])
def test_a_release_that_overtakes_the_desk_is_told_in_words(verb):
    topic = make_topic()
    published(topic, release_at=timezone.now() + TOMORROW)
    release_due(timezone.now() + 2 * TOMORROW)
    do = next(each for each in VERBS if each.name == verb).do
    with pytest.raises(ValidationError, match="was released or cancelled"):
        do(topic, approver(), {"release_at": timezone.now() + TOMORROW})


def test_a_scheduled_edition_moves_to_another_hour():
    topic = make_topic()
    published(topic, release_at=timezone.now() + TOMORROW)
    later = (timezone.now() + 3 * TOMORROW).replace(second=0, microsecond=0)
    page = post(at_desk("editor"), topic, "reschedule", release_at=f"{later:%Y-%m-%dT%H:%M}")
    assert "was moved to another hour" in words_of(page)
    assert Edition.objects.waiting().get().release_at == later


def test_a_variant_of_a_quotation_is_a_use_of_its_source():
    statement, source = one_of_each()["statement"], make_source(title="Agency")
    QuotationVariant.objects.create(statement=statement, source=source, text="Peace, at hand.")
    assert source.citing_entries() == {statement.pk}
    approved(statement)
    editor = at_desk("editor")
    send(editor, reverse("admin:publishing_source_change", args=[source.pk]), title="The Agency")
    statement.refresh_from_db()
    assert (statement.stage, statement.has_hand_in(editor.user)) == ("draft", True)
    page = editor.get(reverse("admin:publishing_source_changelist") + "?q=The+Agency")
    assert '<td class="field-used_in">1</td>' in words_of(page)


@pytest.mark.parametrize(("verb", "role"), [("approve", "editor"), ("force", "managing editor")])
def test_only_the_text_that_was_shown_is_approved(verb, role):
    topic, desk = make_topic(summary="Shown."), at_desk(role)
    topic.record_change(author())
    topic.submit(author())
    page = desk.get(url(topic, verb))
    assert "Shown." in words_of(page)
    type(topic).objects.filter(pk=topic.pk).update(summary="Slipped in.")
    words = words_of(desk.post(url(topic, verb), fields_of(page) | {"text": "Why."}, follow=True))
    assert "has changed since you looked at it" in words
    assert desk.post(url(topic, verb), {"version": topic.version, "text": "Why."}).status_code == 200
    topic.refresh_from_db()
    assert topic.stage == "submitted"


def test_a_verb_is_asked_again_under_the_lock(monkeypatch):
    """Two see the button; the second finds the entry published when it gets the lock."""
    topic, editor = make_topic(), at_desk("editor")
    approved(topic)
    data, locked = fields_of(editor.get(url(topic, "publish"))), Entry.objects.locked

    def overtaken():
        monkeypatch.undo()
        publish([topic], approver())
        return locked()

    monkeypatch.setattr(Entry.objects, "locked", overtaken)
    page = editor.post(url(topic, "publish"), data)
    assert "has moved on; this is not possible now" in words_of(page)
    # What overtook it here stood in the same transaction, which the refusal undid.
    assert not Edition.objects.exists()


def test_restoring_is_for_those_who_may_withdraw():
    topic = make_topic()
    published(topic)
    withdraw(topic, approver(), "Private.")
    topic.refresh_from_db()
    topic.submit(author())
    topic.approve(approver())
    editor = at_desk("editor")
    page = words_of(editor.get(url(topic, "change")))
    assert not [verb for verb in ("publish", "schedule", "restore", "restore-later") if f"{topic.pk}/{verb}/" in page]
    page = together(editor, "publish_selected", topic)
    page = together(editor, "publish_selected", topic, confirmed=page)
    assert "This needs the right “publishing.withdraw_entry”." in words_of(page)


@pytest.mark.parametrize(
    ("role", "sees", "closed"),
    [
        ("contributor", False, 302),
        ("partner manager", False, 403),
        ("editor", True, 0),
        ("managing editor", True, 0),
        ("auditor", True, 0),
    ],
)
def test_waiting_editions_are_for_those_who_may_see_them(role, sees, closed):
    made = one_of_each()
    published(*made.values(), release_at=timezone.now() + TOMORROW)
    edition, fact = Edition.objects.waiting().first(), Fact.objects.first()
    desk = at_desk(role)
    assert desk.user.has_perm("publishing.view_embargoed") == bool(sees)
    for row in (edition, fact):
        name = row._meta.model_name
        page = desk.get(reverse(f"admin:publishing_{name}_change", args=[row.pk]))
        assert page.status_code == (200 if sees else closed)


@pytest.mark.parametrize("inner", ["</b><b>", "<em></strong>", "</x><em>", "<div></p>"])
def test_closing_tags_of_nothing_do_not_hide_depth(inner):
    with pytest.raises(ValidationError, match="nested more than"):
        sanitise(inner.replace("</b><b>", "</i></i><b>") * 60)


def test_unclosed_paragraphs_are_no_depth_and_only_exact_addresses_pass():
    assert sanitise("<p>x" * 60 + "<ul>" + "<li>x" * 60 + "</ul>")
    key = "0f0e0d0c-0b0a-4000-8000-00000000000a"
    assert "href" in sanitise(f'<a href="/id/{key}/">x</a>')
    for bad in (f"/id/{key.upper()}/", f"/ID/{key}/", f"#source-{key.upper()}", f"/id/{key}/x"):
        assert sanitise(f'<a href="{bad}">x</a>') == "<a>x</a>"


@pytest.mark.parametrize("kind", ["article", "commentary", "statement", "document"])
def test_what_names_no_source_is_not_published(kind):
    entry = one_of_each()[kind]
    assert "without-source" not in {finding.code for finding in examine(entry)}
    EntryCitation.objects.filter(entry=entry).delete()
    assert ("without-source", "blocker") in {(finding.code, str(finding.level)) for finding in examine(entry)}


def test_a_published_holder_is_told_though_the_working_copy_has_gone_on():
    made = one_of_each()
    published(*made.values())
    made["person"].tenures.update(ends_on="2021-01-01", end_precision="year")
    other = make(Person, "Ambassador Trentino")
    state_that(Tenure, "2021", person=other, office=made["office"])
    told = {finding.code: finding.message for finding in examine(other)}
    assert "periods-overlap" not in told
    assert told["published-holder"] == (
        "“President of Freedonia”: publicly Rufus Firefly (since 2018) holds it then; publish both together."
    )


def test_an_unchanged_public_entry_is_as_published():
    fresh, public = make_topic(), make_topic()
    published(public)
    manager = at_desk("managing editor")
    page = words_of(manager.get(url(public, "change")))
    assert "stage--published" in page
    assert "as published" in page
    for verb in ("submit", "approve", "force", "publish", "schedule", "return"):
        assert f"{public.pk}/{verb}/" not in page
    for stage, shown in (("published", public), ("draft", fresh)):
        page = words_of(manager.get(reverse("admin:publishing_topic_changelist") + f"?stage={stage}"))
        assert [entry.title for entry in (fresh, public) if f">{entry.title}<" in page] == [shown.title]


def test_values_in_the_address_of_an_add_form_are_not_read():
    assert at_desk("contributor", "linked").get("/admin/summits/summit/add/?organisation=zzz&city=x").status_code == 200
