"""What it costs to hold a text against the record, which happens as an editor types: once a text, not once a find."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commentary.importing import lookup
from commentary.importing.gathered import gathered
from commentary.importing.reading import blocks
from commentary.importing.recognising import recognise
from members.prose.known import Known
from summits.models import Statement
from tests.factories import published
from tests.importing import DAY, recorded_statement, review, small_record, told
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db

OWN = "“We shall stand together as one house,” Firefly said."
ANOTHERS = "“Two drums are louder than one drum, brothers,” Firefly said."


def test_what_was_said_is_asked_twice_however_many_quotations_there_are():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house.")
    words = "Two Drums are louder than one drum, brothers."
    make(Statement, "Teasdale on drums", DAY, "2022-05-17", speaker=record.teasdale, type="quote", text=words)
    new = [f"“These are words number {number} that nobody knows,” Firefly said." for number in range(9)]
    with CaptureQueriesContext(connection) as asked:
        reviewed = review("\n\n".join([OWN, ANOTHERS, *new]))
    assert [known.words for known in reviewed.quoted] == ["We shall stand together as one house."]
    (otherwise,) = told(reviewed)
    assert "By the record these are words of Gloria Teasdale, not of Rufus Firefly." in otherwise
    texts = [query["sql"] for query in asked if 'FROM "summits_statement"' in query["sql"]]
    assert len(texts) == 2


def test_whose_words_they_are_is_found_by_an_index():
    rows = lookup.statements_with({"We shall stand together", "Two drums are louder"}).order_by().values("text")
    with transaction.atomic(), connection.cursor() as cursor:
        # An empty table is read through, whatever indexes it has.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = rows.explain()
    assert plan.count("summits_statement_words") == 2


def test_where_summits_were_is_asked_once_a_text(django_assert_num_queries):
    small_record()
    reading = recognise(blocks("\n\n".join(["The leaders met in Nowhere."] * 5)), DAY)
    with django_assert_num_queries(1):
        assert gathered(reading) == []


def test_who_belongs_is_asked_once_for_all_organisations(django_assert_num_queries):
    both = [one_of_each(number) for number in (1, 2)]
    for made in both:
        published(*made.values())
    organisations = [str(made["organisation"].pk) for made in both]
    known = Known(organisations)
    with django_assert_num_queries(1):
        members = [known.members(each) for each in (*organisations, *organisations)]
    assert [{fact["object"]["id"] for fact in each} for each in members[:2]] == [{each} for each in organisations]
    assert members[:2] == members[2:]
    subjects = [{fact["subject"]["id"] for fact in each} for each in members[:2]]
    assert subjects == [{str(made["state"].pk)} for made in both]
