"""Where a change will be seen: facts of the world, not whom the text itself links to."""

import pytest

from desk.impact import Impact
from members.models import Strength
from publishing.models import Edition
from tests.desk import at_desk, words_of
from tests.factories import approved, published
from tests.subjects import one_of_each
from tests.test_admin_flow import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = one_of_each()
    published(*made.values())
    return made


def impact_of(entry) -> Impact:
    return Impact(entry, Edition.objects.current().get(entry=entry.pk), entry.document())


def test_whom_a_text_mentions_or_is_about_is_its_own_affair(made):
    article, force = made["article"], made["force"]
    article.body = f'<p>Now of <a href="/id/{force.pk}/">the force</a>.</p>'
    article.save()
    article.about.add(made["state"])
    assert any(fact["kind"] == "mentions" for fact in article.document()["facts"])
    assert impact_of(article).facts == []
    assert impact_of(article).count == 0


def test_a_changed_figure_is_shown_where_it_is_told(made):
    Strength.objects.update(personnel=20000)
    assert [change.kind for change in impact_of(made["force"]).facts] == ["strength"]


def test_it_stands_closed_beside_the_form_and_open_where_it_is_decided(made):
    Strength.objects.update(personnel=20000)
    approved(made["force"])
    editor = at_desk("editor")
    assert '<details class="impact" >' in words_of(editor.get(url(made["force"], "change")))
    assert '<details class="impact" open>' in words_of(editor.get(url(made["force"], "publish")))
