"""Outside fact-checkers: one link, one frozen version, an answer to each fact, and the way back to the desk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from desk.asking import questions
from desk.models import FactAnswer, FactCheck
from desk.models.fact_check import MAX_SAVES, MAX_WORDS
from publishing.gate import Level, examine
from publishing.releasing import publish
from tests.desk import at_desk, words_of
from tests.factories import approved, approver, author, published
from tests.subjects import one_of_each
from tests.test_admin_screens import KINDS, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def state():
    return one_of_each()["state"]


def invited(entry, days: int = 7) -> tuple[FactCheck, str]:
    check, token = FactCheck.invite(entry, approver(), "Dr Checker", days)
    return check, f"/fact-check/{token}/"


def membership_of(check: FactCheck) -> str:
    return next(fact["id"] for fact in check.document["facts"] if fact["kind"] == "membership")


def objection(check: FactCheck, words: str = "It was 2004.") -> dict[str, str]:
    key = membership_of(check)
    return {f"verdict-{key}": "objection", f"words-{key}": words}


def found(entry) -> list[str]:
    return [f.message for f in examine(entry) if f.code == "fact-check-objection" and f.level == Level.WARNING]


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_reads_the_version_the_link_was_made_for(kind):
    entry = one_of_each()[kind]
    title = entry.title
    _check, address = invited(entry)
    entry.title = "Changed since"
    entry.save()
    page = Client().get(address)
    assert page.status_code == 200
    assert title in words_of(page)
    assert "Changed since" not in words_of(page)


def test_its_facts_stand_there_one_by_one_with_their_sources(state):
    check, address = invited(state)
    page = words_of(Client().get(address))
    assert "Freedonia: member of the Alliance since 2003" in page
    assert page.count("<fieldset") == len(check.document["facts"]) > 0
    assert check.document["facts"][0]["citations"][0]["title"] in page


@pytest.fixture
def article():
    """Two paragraphs under a heading, a list, a table and a live fact; two entries are linked."""
    made = one_of_each()
    source = made["article"].citations.get().source
    link, force = f'<a href="/id/{made["summit"].pk}/">There</a>', made["force"].pk
    made["article"].body = (
        f'<h2>May</h2><p>{link} all agreed.<a href="#source-{source.pk}">1</a></p><ul><li><p>First</p></li></ul>'
        f"<table><tbody><tr><td><p>Cell</p></td><td><p>Other</p></td></tr></tbody></table><p>They count "
        f'<data class="fact" value="18000" data-what="strength" data-entry="{force}">18,000</data>.</p>'
    )
    made["article"].save()
    published(made["force"], made["organisation"])
    return made["article"]


def test_a_text_is_asked_about_by_paragraph_and_live_fact_and_not_by_what_it_mentions(article):
    check, _address = invited(article)
    asked = [(question.part, question.words) for question in questions(check.document)]
    assert asked == [
        ("quoted", "Rapid Force, strength, by the latest count, 16 May 2022: 18,000"),
        ("paragraphs", "There all agreed."),
        ("paragraphs", "First"),
        ("paragraphs", "Cell Other"),
        ("paragraphs", "They count 18,000 ."),
    ]
    assert any(fact["kind"] == "mentions" for fact in check.document["facts"])
    assert questions(check.document)[1].sources


def test_an_objection_to_a_paragraph_comes_back_and_warns(article):
    check, address = invited(article)
    key = questions(check.document)[1].id
    page = words_of(Client().get(address))
    assert "The text, paragraph by paragraph" in page and "mentions" not in page
    Client().post(address, {f"verdict-{key}": "objection", f"words-{key}": "Two did not."})
    assert found(article) == ["Dr Checker objects to “There all agreed.”: Two did not."]
    panel = words_of(at_desk("editor").get(screen("article", "change", article.pk)))
    assert "There all agreed.: Two did not." in panel
    assert "0 right, 4 skipped" in panel


def test_answers_come_back_to_the_entry_and_can_be_changed(state):
    check, address = invited(state)
    stranger = Client()
    assert stranger.post(address, objection(check) | {"remark": "Well made."}).status_code == 302
    assert "It was 2004." in words_of(stranger.get(address))
    assert found(state) == ["Dr Checker objects to “Freedonia: member of the Alliance since 2003”: It was 2004."]
    for role in ("editor", "contributor"):
        form = words_of(at_desk(role).get(screen("state", "change", state.pk)))
        assert "1 open objection" in form
    stranger.post(address, {f"verdict-{membership_of(check)}": "right"})
    assert found(state) == []
    stranger.post(address, {})
    assert FactAnswer.objects.count() == 0


def test_an_objection_asks_at_publishing_and_does_not_stop_it(state):
    made = one_of_each(1)
    check, address = invited(made["state"])
    Client().post(address, objection(check))
    approved(*made.values())
    page = words_of(at_desk("editor").get(screen("state", "publish", made["state"].pk)))
    assert "Dr Checker objects to" in page
    assert publish(made.values(), approver())


def test_an_editor_settles_an_objection_with_a_comment(state):
    check, address = invited(state)
    Client().post(address, objection(check))
    client, url = at_desk("editor"), screen("state", "fact_check", state.pk)
    answer = FactAnswer.objects.get()
    client.post(url, {"deed": "settle", "answer": answer.pk, "comment": " "})
    assert found(state) != []
    client.post(url, {"deed": "settle", "answer": answer.pk, "comment": "The treaty says 2003."})
    assert found(state) == []
    page = words_of(client.get(url))
    assert "Settled by Editor:" in page
    assert "The treaty says 2003." in page
    # The same words again change nothing; other words are a new objection.
    Client().post(address, objection(check))
    assert found(state) == []
    Client().post(address, objection(check, "Really 2004."))
    assert len(found(state)) == 1


def test_the_link_is_made_at_the_desk_and_shown_once(state, settings):
    client, url = at_desk("editor"), screen("state", "fact_check", state.pk)
    page = client.post(url, {"checker": "Dr Checker", "days": "3"})
    check = FactCheck.objects.get()
    link = page.context["link"]
    assert link.startswith(settings.SITE_URL + "/fact-check/")
    assert link in page.content.decode()
    assert link not in client.get(url).content.decode()
    assert link.rstrip("/").split("/")[-1] not in (check.token_digest, check.digest)
    assert timedelta(days=2) < check.expires_at - timezone.now() < timedelta(days=3)
    assert Client().get(link.removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("days", ["0", "-1", "61", "x", ""])
def test_no_link_lives_for_ever(state, days):
    at_desk("editor").post(screen("state", "fact_check", state.pk), {"checker": "Dr", "days": days})
    assert FactCheck.objects.count() == 0


@pytest.mark.parametrize("role", ["contributor", "auditor", "partner manager"])
@pytest.mark.parametrize("deed", ["", "settle", "revoke"])
def test_only_editors_make_links_settle_and_revoke(state, role, deed):
    check, address = invited(state)
    Client().post(address, objection(check))
    data = {"deed": deed, "checker": "x", "days": "3", "comment": "x", "answer": FactAnswer.objects.get().pk}
    page = at_desk(role).post(screen("state", "fact_check", state.pk), data | {"check": check.pk})
    assert page.status_code == 403
    assert FactCheck.objects.get().revoked_at is None
    assert len(found(state)) == 1


def test_answers_of_another_entry_are_not_settled_from_here(state):
    check, address = invited(state)
    Client().post(address, objection(check))
    other = one_of_each(1)["state"]
    url, answer = screen("state", "fact_check", other.pk), FactAnswer.objects.get()
    at_desk("editor").post(url, {"deed": "settle", "answer": answer.pk, "comment": "x"})
    at_desk("editor", "second").post(url, {"deed": "revoke", "check": check.pk})
    check.refresh_from_db()
    assert (len(found(state)), check.revoked_at) == (1, None)


def test_expired_and_revoked_links_are_gone_and_unknown_ones_are_not_there(state):
    check, address = invited(state)
    FactCheck.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    other, second = invited(state)
    at_desk("editor").post(screen("state", "fact_check", state.pk), {"deed": "revoke", "check": other.pk})
    for gone, words in ((address, "Its time is over."), (second, "The editors have revoked it.")):
        for answer in (Client().get(gone), Client().post(gone, objection(check))):
            assert answer.status_code == 410
            assert words in words_of(answer)
            assert state.title not in words_of(answer)
    assert FactAnswer.objects.count() == 0
    for guess in ("x", check.token_digest, address.split("/")[2][:-1]):
        assert Client().get(f"/fact-check/{guess}/").status_code == 404
        assert Client().post(f"/fact-check/{guess}/").status_code == 404


def test_the_page_is_not_stored_indexed_or_told_to_others_and_sets_no_cookie(state):
    _check, address = invited(state)
    stranger = Client(enforce_csrf_checks=True)
    for answer in (stranger.get(address), stranger.post(address), stranger.get("/fact-check/x/")):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert not answer.cookies


def test_the_link_opens_nothing_else(state):
    _check, address = invited(state)
    page = Client().get(address).content.decode()
    assert 'href="/' not in page.replace('href="/static/', "")
    for other in ("preview/", "compare/", "admin/", "../admin/"):
        assert Client().get(address + other).status_code == 404


@pytest.mark.parametrize(
    "fault",
    [
        lambda key: {f"verdict-{key}": "objection"},
        lambda key: {f"verdict-{key}": "maybe"},
        lambda key: {f"words-{key}": "x" * (MAX_WORDS + 1)},
        lambda key: {"remark": "x" * (MAX_WORDS + 1)},
        lambda key: {"remark": "a\x00b"},
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_what_was_typed_stays(state, fault):
    check, address = invited(state)
    answer = Client().post(address, {"remark": "Well made."} | fault(membership_of(check)))
    assert answer.status_code == 400
    assert 'role="alert"' in words_of(answer)
    check.refresh_from_db()
    assert (FactAnswer.objects.count(), check.remark) == (0, "")


def test_too_much_at_once_and_too_often_is_refused(state):
    check, address = invited(state)
    assert Client().post(address, {"x": "y" * 600_000}).status_code == 413
    FactCheck.objects.update(saves=MAX_SAVES)
    assert Client().post(address, objection(check)).status_code == 400
    assert FactAnswer.objects.count() == 0


def test_answers_to_facts_of_other_entries_are_not_looked_at(state):
    _check, address = invited(state)
    Client().post(address, {"verdict-00000000-0000-0000-0000-000000000000": "right"})
    assert FactAnswer.objects.count() == 0


def test_words_from_outside_are_escaped_at_the_desk(state):
    check, address = invited(state)
    Client().post(address, objection(check, "<script>alert(1)</script>"))
    for page in ("change", "fact_check"):
        shown = at_desk("editor", page).get(screen("state", page, state.pk)).content.decode()
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_database_wants_words_with_an_objection(state):
    check, _address = invited(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactAnswer.objects.create(fact_check=check, fact=membership_of(check), verdict="objection")


def test_a_link_is_not_part_of_the_change(state):
    """Showing a draft outside makes nobody a hand in it and leaves the approval standing."""
    state.record_change(author())
    state.refresh_from_db()
    before = state.version, state.stage
    at_desk("editor").post(screen("state", "fact_check", state.pk), {"checker": "Dr", "days": "3"})
    state.refresh_from_db()
    assert (state.version, state.stage) == before
