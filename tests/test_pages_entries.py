"""The page of an entry of each kind: its facts, each with when and according to whom."""

from dataclasses import replace

import pytest

from members.models import Membership, Strength
from members.views import PersonPage
from publishing.models import Fact
from summits.models import Statement
from tests.factories import approver, make_source, make_topic, published
from tests.pages import SECTIONS, get, url_of, words
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db

EXPECTED = {
    "organisation": ["Alliance ALL", "Founded 7 October 2002", "Member 1", "Freedonia, since 2003", "Glory Summit"],
    "state": ["Freedonia", "Capital Glory", "Member – Alliance, since 2003", "Who held which office", "since 2018"],
    "institution": ["Institute", "Rufus Firefly", "fellow", "since 2010", "Country Freedonia"],
    "person": ["President of Freedonia, since 2018", "Fellow, Institute", "“Peace is at hand.”", "Summits attended 1"],
    "force": ["18,000", "personnel, 2022", "Organisation Alliance", "Exercises and operations"],
    "summit": ["Who came", "Freedonia Rufus Firefly", "Adopted there", "“Peace is at hand.”", "Host Freedonia"],
    "document": ["Adopted 16 May 2022", "At the summit Glory Summit", "Signatories", "Freedonia signed"],
    "statement": ["“Peace is at hand.”", "Office that day President of Freedonia", "Delivered 16 May 2022"],
    "event": ["exercise", "Host Freedonia", "Force Rapid Force", "Who took part"],
    "article": ["By The desk", "At the summit.", "16 May 2022"],
    "commentary": ["Rufus Firefly, fellow, Institute", "It will hold.", "About Glory Summit"],
    "topic": ["No entry is filed under this topic yet."],
}


@pytest.mark.parametrize("kind", SECTIONS)
def test_entry_page_says_what_the_record_knows(kind):
    made = one_of_each()
    published(*made.values())
    text = words(url_of(made[kind]))
    for expected in (*EXPECTED[kind], "Sources" if kind != "topic" else "", "Approved by a second editor."):
        assert expected in text


def test_what_is_written_about_an_entry_is_not_listed_again_as_mentioning_it():
    made = one_of_each()
    commentary, summit = made["commentary"], made["summit"]
    commentary.assessment = f'<p>At <a href="/id/{summit.pk}/">the summit</a>.</p>'
    commentary.save()
    published(*made.values())
    page = get(url_of(summit)).content.decode()
    assert page.count(f'href="{url_of(commentary)}"') == 1


def test_every_mark_of_a_source_leads_to_a_source_on_the_page():
    made = one_of_each()
    published(*made.values())
    for kind in SECTIONS:
        html = get(url_of(made[kind])).content.decode()
        for target in {part.split('"')[0] for part in html.split('href="#source-')[1:]}:
            assert f'id="source-{target}"' in html, (kind, target)


def test_a_fact_carries_source_place_in_it_note_and_confidence():
    made = one_of_each()
    source = make_source(title="Charter", published_on="2002-10-07", published_precision="month", is_seen=False)
    row = state_that(
        Membership, "1994-04", "2003", state=made["state"], organisation=made["organisation"], status="treaty-party",
        note="The day is not known.", confidence="general-knowledge", source=source,
    )  # fmt: skip
    row.citations.update(locator="art. 4")
    published(*made.values())
    text = words(url_of(made["state"]))
    assert "April 1994 until 2003" in text
    assert "The day is not known. General knowledge; the source named is where to check." in text
    assert "Charter, Agency, October 2002; art. 4." in text
    assert "Named as a place to check; not opened by us." in text


def test_disputed_facts_stand_side_by_side():
    made = one_of_each()
    state_that(Strength, "2022", force=made["force"], personnel=22000, standing="disputed", note="An agency has more.")
    published(*made.values())
    text = words(url_of(made["force"]))
    assert "18,000" in text
    assert "disputed An agency has more." in text


def test_footnotes_of_a_text_are_numbered_as_it_cites_them():
    made = one_of_each()
    late, early = make_source(title="Second report"), make_source(title="First report")
    for source in (late, early):
        made["article"].citations.create(source=source, order=1)
    made["article"].body = f'<p>One <a href="#source-{early.pk}">*</a> and two <a href="#source-{late.pk}">*</a>.</p>'
    made["article"].save()
    published(*made.values())
    text = words(url_of(made["article"]))
    assert text.index("First report") < text.index("Second report")


def test_a_renamed_entry_is_printed_by_its_new_name_where_it_is_named():
    made = one_of_each()
    published(*made.values())
    made["person"].title = "Rufus T. Firefly"
    made["person"].save()
    published(made["person"])
    assert "Rufus T. Firefly" in words(url_of(made["statement"]))


def test_history_lists_editions_with_their_notes_and_digests():
    topic = make_topic(title="Unity")
    published(topic)
    (edition,) = published(topic, action="corrected", note="It said discord.")
    text = words("/topics/" + topic.slug + "/history/")
    assert "corrected It said discord." in text
    assert edition.digest in text
    assert "reviewed" in text


def test_an_old_edition_stays_as_it_was():
    topic = make_topic(title="Unity")
    published(topic)
    topic.title = "Discord"
    topic.save()
    published(topic, action="corrected", note="It said unity.")
    base = f"/topics/{topic.slug}/"
    old = words(base + "editions/1/")
    assert "Unity" in old
    assert "You are reading edition 1" in old
    assert "It said unity." not in old
    assert "Corrected" in words(base)
    assert get(base + "editions/3/").status_code == 404
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{base}">' in get(base + "editions/1/").content.decode()


def test_a_forced_edition_says_that_nobody_reviewed_it():
    topic = make_topic()
    topic.record_change(approver())
    topic.submit(approver())
    topic.approve(approver(), forced_reason="No one else was awake.")
    from publishing.releasing import publish

    publish([topic], approver())
    assert "not independently reviewed" in words(f"/topics/{topic.slug}/")
    assert "not independently reviewed" in words(f"/topics/{topic.slug}/history/")


def test_a_retracted_text_stays_under_its_banner_and_its_facts_count_no_more():
    from publishing.releasing import retract

    made = one_of_each()
    published(*made.values())
    retract(made["state"], approver(), "We confused two states.")
    text = words(url_of(made["state"]))
    assert "Retracted. We confused two states." in text
    assert "Status over time" in text
    assert not Fact.objects.current().filter(kind="membership").exists()
    assert "No status is attested for that day." in words("/members/")


def test_office_has_no_page(reader):
    made = one_of_each()
    published(*made.values())
    assert reader.get(f"/offices/{made['office'].slug}/").status_code == 404
    assert reader.get(f"/id/{made['office'].pk}/").status_code == 404


def test_an_entry_without_anything_optional_has_a_page():
    from summits.models import Event

    bare = make(Event, "Bare", type="proposal")
    published(bare)
    assert "Bare" in words(url_of(bare))


def test_a_long_list_is_cut_and_says_where_the_rest_is(monkeypatch):
    made = one_of_each()
    for title in ("Firefly on war", "Firefly on bread"):
        make(Statement, title, "2022-05-16", speaker=made["person"], type="quote", text=f"{title}.")
    published(*made.values(), *Statement.objects.exclude(pk=made["statement"].pk))
    said = [replace(thread, limit=2) if thread.key == "said" else thread for thread in PersonPage.threads]
    url = url_of(made["person"])
    assert "Of long lists" not in words(url)
    monkeypatch.setattr(PersonPage, "threads", tuple(said))
    assert "the record has more: speaker (2)" in words(url)
    rest = f"/api/v1/facts/?kind=speaker&amp;subject={made['person'].pk}"
    assert rest in get(url).content.decode()
    assert len(get(rest.replace("&amp;", "&")).json()["data"]) == 3
