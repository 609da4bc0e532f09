"""What is to be read again after a release: texts whose facts or subject changed, and only those."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commentary.models import Article
from desk.models import ReviewTask
from members.models import Force, Strength, Tenure
from publishing.models import Edition, Entry
from publishing.numbering import release_due
from publishing.releasing import publish, retract, withdraw
from tests.desk import at_desk, words_of
from tests.factories import approved, approver, author, published
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = one_of_each()
    published(*made.values())
    assert not ReviewTask.objects.exists()
    return made


def tasks() -> list[tuple[str, str]]:
    return sorted(ReviewTask.objects.values_list("entry__title", "changed"))


def article_about(entry: Entry, title: str = "On it") -> Article:
    body = f'<p>As <a href="/id/{entry.pk}/">it</a> is.</p>'
    article = make(Article, title, "2022-05-16", body=body, byline="The desk")
    published(article)
    return article


def test_changed_strength_is_a_task_on_the_article_that_tells_of_the_force(made):
    article = article_about(made["force"])
    row = Strength.objects.get()
    row.personnel = 20000
    row.save()
    edition = published(made["force"])[0]
    task = ReviewTask.objects.get()
    assert (task.entry_id, task.because, task.created_at >= edition.created_at) == (article.pk, edition, True)
    assert "18,000" in task.changed and "20,000" in task.changed


def test_prose_alone_sends_nobody_back_to_an_article(made):
    article_about(made["force"])
    Force.objects.update(profile="<p>Better put.</p>", summary="Also better put.")
    published(made["force"])
    assert tasks() == []


def test_a_correction_is_a_task_even_where_only_prose_changed(made):
    article_about(made["force"])
    Force.objects.update(profile="<p>The other way round.</p>")
    published(made["force"], action="corrected", note="It was the wrong way round.")
    assert tasks() == [("On it", "corrected: It was the wrong way round.")]


def test_pages_and_lists_get_no_task(made):
    """The summit's page prints the state's name; the article and the commentary tell of the summit."""
    made["summit"].attendances.all().delete()
    published(made["summit"])
    assert [title for title, _changed in tasks()] == ["Comment", "News from Glory"]


def test_a_live_fact_is_found_by_the_far_end_of_what_changed(made):
    """The text quotes who holds the office; the tenure is stated on the person, whom it does not name."""
    office = made["office"]
    token = f'<data class="fact" value="x" data-what="holder" data-entry="{office.pk}">Firefly</data>'
    article = make(Article, "Who governs", "2022-05-16", byline="The desk", body="x")
    approved(article)
    document = article.document()
    assert not _quotes(document)
    from desk import reviewing
    from desk.changing import changed_facts

    row = Tenure.objects.get()
    before = Edition.objects.current().get(entry=made["person"].pk).document
    row.is_acting = True
    row.save()
    changes = changed_facts(before, made["person"].document())
    texts = Edition.objects.current().filter(kind="article")
    body = f'<p><a href="/id/{office.pk}/">office</a> {token}</p>'
    linked = article_about(office, "Links the office alone")
    assert reviewing.showing_live(texts, made["person"].pk, changes) == set()
    quoting = make(Article, "Quotes the office", "2022-05-16", byline="The desk", body=body)
    published(quoting)
    found = reviewing.showing_live(texts, made["person"].pk, changes)
    assert linked.pk not in found
    assert found == ({quoting.pk} if _quotes(quoting.document()) else set())


def _quotes(document: dict) -> bool:
    """Whether this site's texts may carry live facts at all."""
    return "<data " in document["body"]


def test_what_is_released_together_was_written_together(made):
    article = article_about(made["force"])
    Strength.objects.update(personnel=5)
    Article.objects.filter(pk=article.pk).update(byline="Two of us")
    published(made["force"], article)
    assert tasks() == []


def test_a_scheduled_edition_brings_its_tasks_when_a_reader_releases_it(made):
    article_about(made["force"])
    Strength.objects.update(personnel=5)
    hour = timezone.now() + timedelta(hours=1)
    published(made["force"], release_at=hour)
    assert tasks() == []
    assert release_due(hour) == 1
    assert [title for title, _changed in tasks()] == ["On it"]


def test_taking_down_is_a_task_and_only_once(made):
    article_about(made["force"])
    manager = approver()
    retract(made["force"], manager, "Doubtful.")
    withdraw(made["force"], manager, "Private.")
    assert [changed.split("\n")[0] for _title, changed in tasks()] == ["retracted: Doubtful.", "withdrawn: Private."]


def test_no_task_survives_a_release_that_does_not(made):
    article_about(made["force"])
    Strength.objects.update(personnel=5)
    approved(made["force"])
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish([made["force"]], author())
        assert ReviewTask.objects.count() == 1
        raise ZeroDivisionError
    assert not ReviewTask.objects.exists()


def test_task_is_shown_on_the_article_and_closed_with_a_note(made):
    article = article_about(made["force"])
    Strength.objects.update(personnel=5)
    published(made["force"])
    task = ReviewTask.objects.open().get()
    contributor, auditor = at_desk("contributor"), at_desk("auditor")
    address = f"/admin/commentary/article/{article.pk}/change/"
    assert "To be read again" in words_of(contributor.get(address))
    close = f"/admin/desk/reviewtask/{task.pk}/close/"
    assert close not in words_of(auditor.get(address))
    assert auditor.post(close, {"note": "x"}).status_code == 403
    contributor.post(close, {"note": "  "})
    assert ReviewTask.objects.open().count() == 1
    contributor.post(close, {"note": "Still right."})
    task.refresh_from_db()
    assert (task.done_by, task.note, ReviewTask.objects.open().count()) == (contributor.user, "Still right.", 0)
    assert "Somebody had closed this task already." in words_of(contributor.post(close, {"note": "Again"}, follow=True))
    assert "Still right." in words_of(contributor.get("/admin/desk/reviewtask/?state=settled"))
    assert "Still right." not in words_of(contributor.get("/admin/desk/reviewtask/?state=open"))


def test_first_publications_cost_one_query_to_see_that_nothing_was_before(django_assert_num_queries):
    from desk.reviewing import review_what_tells_of

    made = one_of_each()
    editions = published(*made.values())
    with django_assert_num_queries(1):
        review_what_tells_of(editions)
