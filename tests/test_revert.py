"""An earlier edition comes back into the working copy whole, for every kind, and nothing is published by it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from desk.reverting import revert
from members.models import Person, State, Tenure
from publishing import kinds
from publishing.models import DatedFact, Edition, Entry, Image, Stage
from summits.models import Attendance
from tests.desk import at_desk, fields_of, words_of
from tests.factories import author, cite, make_source, make_topic, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db
KINDS = [
    "article", "commentary", "document", "event", "force", "institution", "office", "organisation", "person", "state",
    "statement", "summit", "topic",
]  # fmt: skip


def said(document: dict) -> dict:
    """The document but for the note, which is of one change and not of the text."""
    return {name: value for name, value in document.items() if name != "note"}


def ruin(entry: Entry) -> None:
    """Another title, other words, no rows."""
    specific = entry.specific
    for field in specific._meta.fields:
        if field.get_internal_type() in ("CharField", "TextField") and field.editable and not field.choices:
            setattr(specific, field.name, {"iso2": "XX", "iso3": "XXX", "slug": "ruined"}.get(field.name, "Ruined"))
    specific.language = "en"
    specific.set_period("1999")
    specific.save()
    for name in (*kinds.get(entry.kind).serializer.fact_rows, "aliases", "images", "citations"):
        getattr(specific, name).all().delete()
    if entry.kind == "statement":
        specific.variants.all().delete()
    for many in specific._meta.many_to_many:
        getattr(specific, many.name).clear()


def furnished() -> dict[str, Entry]:
    """One of each kind, with what the factory leaves out."""
    made = one_of_each()
    default_storage.save("images/of-a-test.png", ContentFile(b"not looked at"))
    for entry in made.values():
        entry.aliases.create(name=f"Other {entry.title}", kind="variant", language="fr")
        if entry.kind != "topic":
            entry.topics.add(made["topic"])
        row = Image(entry_id=entry.pk, file="images/of-a-test.png", width=4, height=3, alt="A", credit="B", licence="C")
        Image.objects.bulk_create([row])
    made["statement"].variants.create(text="Peace, at hand.", source=make_source(), locator="p. 2")
    made["event"].figures.create(number=12, said_by=made["person"]).citations.create(source=make_source())
    made["event"].requesters.create(state=made["state"]).citations.create(source=make_source())
    made["event"].addressees.create(organisation=made["organisation"], name="Secretary").citations.create(
        source=make_source()
    )
    made["organisation"].chairmanships.create(state=made["state"], person=made["person"]).citations.create(
        source=make_source()
    )
    made["force"].contributors.create(state=made["state"]).citations.create(source=make_source())
    made["state"].capital_names.create(name="Glory").citations.create(source=make_source())
    guest = state_that(Attendance, summit=made["summit"], person=make(Person, "A guest"), is_guest=True)
    guest.set_period("2022-05-17", "2022-05-18")
    guest.save()
    made["guest"] = guest.person
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_document_after_putting_back_is_that_of_the_edition(kind):
    made = furnished()
    published(*made.values())
    entry = made[kind]
    edition = Edition.objects.current().get(entry=entry.pk)
    ruin(entry)
    assert said(entry.document()) != said(edition.document)
    assert revert(entry, edition, author()) == []
    entry.refresh_from_db()
    assert said(entry.document()) == said(edition.document)
    assert (entry.stage, entry.changed_by) == (Stage.DRAFT, author())


def test_every_table_of_facts_takes_part():
    furnished()
    rows = {table for kind in kinds.every() for name in kind.serializer.fact_rows
            for table in [kind.model._meta.get_field(name).related_model]}  # fmt: skip
    assert rows == set(DatedFact.__subclasses__())
    assert all(table.objects.exists() for table in rows)


def test_when_to_check_again_is_kept_though_no_edition_tells():
    made = one_of_each()
    published(*made.values())
    row = Tenure.objects.get()
    row.check_again_on, row.is_acting = "2030-01-01", True
    row.save()
    revert(made["person"], Edition.objects.current().get(entry=made["person"].pk), author())
    row.refresh_from_db()
    assert (str(row.check_again_on), row.is_acting) == ("2030-01-01", False)


def test_what_is_gone_is_said():
    state, source = make(State, "Freedonia", iso2="FD", iso3="FRD"), make_source(title="Lost report")
    cite(state, source)
    published(state)
    state.citations.filter(source=source).delete()
    source.delete()
    edition = Edition.objects.get()
    assert revert(state, edition, author()) == ["The source “Lost report” is gone."]


def test_an_office_somebody_else_holds_by_now_is_not_taken_back():
    made = one_of_each()
    published(*made.values())
    person, office = made["person"], made["office"]
    person.tenures.all().delete()
    other = make(Person, "Chicolini")
    state_that(Tenure, "2019", person=other, office=office)
    before = person.document()
    with pytest.raises(ValidationError, match="Someone else holds this office"):
        revert(person, Edition.objects.current().get(entry=person.pk), author())
    assert person.document() == before


def test_contributor_puts_an_edition_back_from_the_list_of_editions():
    topic = make_topic(summary="First.")
    published(topic)
    Entry.objects.filter(pk=topic.pk).update(summary="Second.")
    published(topic)
    contributor = at_desk("contributor")
    listed = words_of(contributor.get(reverse("admin:publishing_edition_changelist")))
    address = reverse("admin:publishing_topic_revert", args=[topic.pk])
    assert f'href="{address}?edition=1"' in listed
    page = contributor.get(address, {"edition": 1})
    data = fields_of(page)
    assert data["number"] == "1"
    answer = contributor.post(address, data, follow=True)
    assert "has the text and the facts of the earlier edition" in words_of(answer)
    topic.refresh_from_db()
    assert (topic.summary, topic.stage, topic.changed_by) == ("First.", Stage.DRAFT, contributor.user)
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("role", ["auditor", "partner manager"])
def test_who_may_not_change_may_not_put_back(role):
    topic = make_topic()
    published(topic)
    topic.record_change(author())
    client = at_desk(role)
    address = reverse("admin:publishing_topic_revert", args=[topic.pk])
    assert client.get(address).status_code == client.post(address, {"number": 1}).status_code == 403
    if role == "auditor":
        assert "put edition" not in words_of(client.get(reverse("admin:publishing_edition_changelist")))
