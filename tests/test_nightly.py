"""The checks of the night: what has come to be wrong at public entries stands on the desk's front page by morning."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from commentary.models import Article
from desk.models import RecordCheck, StandingFinding
from desk.nightly import check_public
from members.models import Membership
from publishing.gate import examine
from publishing.releasing import withdraw
from publishing.waiving import waive
from tests.desk import at_desk, words_of
from tests.factories import approver, make_topic, published
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db
FIRST, SECOND = datetime(2026, 1, 1, 3, tzinfo=UTC), datetime(2026, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def article():
    """Public, and right when it was published: Freedonia joined in 2003."""
    made = one_of_each()
    body = f'<p><a href="/id/{made["state"].pk}/">Freedonia</a> joined the Alliance in 2003.</p>'
    article = make(Article, "How it joined", body=body, byline="The desk")
    published(*made.values(), article)
    return article


def overtaken(article: Article) -> None:
    """The state's membership is published anew with another year."""
    row = Membership.objects.get()
    row.set_period("2005")
    row.save()
    published(row.state)


def front(role: str = "editor") -> dict:
    page = at_desk(role).get("/admin/")
    return next(each for each in page.context["shelves"] if each["name"] == "found") | {"words": words_of(page)}


def test_a_text_that_the_record_has_overtaken_is_found_and_shown(article):
    check_public(FIRST)
    assert front()["count"] == 0
    overtaken(article)
    told = check_public(SECOND)
    assert (told.new, told.known, told.gone) == (1, 0, 0)
    finding = StandingFinding.objects.get()
    assert (finding.entry_id, finding.code, finding.first_seen_at) == (article.pk, "prose-joined", SECOND)
    shelf = front("contributor")
    assert [row["entry"].title for row in shelf["rows"]] == ["How it joined"]
    assert finding.message in [row["entry"].found for row in shelf["rows"]]
    assert "first found 2026-01-02 03:00 UTC" in shelf["words"]
    assert "public entries asked at 2026-01-02 03:00 UTC." in shelf["words"]


def test_the_number_leads_to_its_list(article):
    overtaken(article)
    check_public(FIRST)
    editor = at_desk("editor")
    shelf = next(each for each in editor.get("/admin/").context["shelves"] if each["name"] == "found")
    assert shelf["count"] == 1 == editor.get(shelf["url"]).context["cl"].result_count


def test_what_is_still_found_keeps_its_first_day_and_what_was_mended_goes(article):
    overtaken(article)
    check_public(FIRST)
    told = check_public(SECOND)
    assert (told.new, told.known, told.gone) == (0, 1, 0)
    assert StandingFinding.objects.get().first_seen_at == FIRST
    article.body = article.body.replace("2003", "2005")
    article.save()
    told = check_public(SECOND)
    assert (told.new, told.known, told.gone) == (0, 0, 1)
    assert RecordCheck.objects.count() == 3


def test_a_waived_warning_a_draft_and_what_is_withdrawn_are_left_alone(article):
    make_topic(summary="")
    overtaken(article)
    (finding,) = (each for each in examine(article) if each.code == "prose-joined")
    waive(article, finding, approver(), "The sources differ.")
    assert check_public(FIRST).new == 0
    withdraw(article, approver(), "Wrong.")
    assert check_public(SECOND).new == 0


def test_the_front_page_says_when_nobody_has_asked():
    assert "Not asked yet" in front()["words"]


def test_the_command_tells_what_it_kept(article):
    overtaken(article)
    out = StringIO()
    call_command("check_public", stdout=out)
    assert out.getvalue().strip().endswith("public entries: 1 new, 0 known, 0 gone")
