"""Everything the source document says can be read on the site, with its source and in its corrected reading."""

import re

import pytest

from home.record.loader.files import facts, pieces
from home.record.loader.writing import covered
from publishing.gate import examine
from publishing.models import Edition, Entry, Source
from publishing.richtext import plain_text, source_ids

pytestmark = pytest.mark.usefixtures("record")
MARK = re.compile(r"\[\[[^\]|]+\|([^\]]+)\]\]|\[@[^\]]+\]")


def told() -> dict[str, list[tuple[str, dict]]]:
    """Where each of the seed's facts is told: file and block."""
    found: dict[str, list[tuple[str, dict]]] = {}
    for folder in ("articles", "commentary"):
        for file, record in pieces(folder).items():
            for part in record.get("body") or record["assessment"]:
                for fact in part.get("covers", ()):
                    found.setdefault(fact, []).append((file, part))
    return found


def words(part: dict) -> list[str]:
    """The texts of a block without their marks."""
    texts = part.get("items") or [cell for row in part.get("rows", ()) for cell in row] or [part["text"]]
    return [squeezed(MARK.sub(lambda match: match[1] or "", text)) for text in texts]


def squeezed(text: str) -> str:
    """Without spaces, which tags and footnotes leave in different places."""
    return re.sub(r"\s+", "", text)


def cited(part: dict) -> set[str]:
    return set(re.findall(r"\[@([^\]|]+)", str(part)))


def body_of(key: str) -> str:
    document = Edition.objects.current().get(is_original=True, entry__key=key).document
    return document.get("body") or document["assessment"]


def test_every_fact_of_the_source_document_is_covered():
    assert {fact for found in covered().values() for fact in found} == {fact["id"] for fact in facts("seed_facts")}


def test_every_fact_can_be_read_with_one_of_its_sources():
    keys = dict(Source.objects.values_list("pk", "key"))
    places = told()
    for fact in facts("seed_facts"):
        good = {*fact["check"]["sources"], *fact["sources"]}
        blocks = places[fact["id"]]
        for file, part in blocks:
            html = body_of(file)
            text = squeezed(plain_text(html))
            assert all(told in text for told in words(part)), (fact["id"], file)
            assert cited(part) <= {keys[uid] for uid in source_ids(html)}, (fact["id"], file)
        assert any(good & cited(part) for _, part in blocks), fact["id"]


@pytest.mark.parametrize("fact", ["S040", "S058", "S004", "S044", "S031", "S021", "S022", "S017", "S070", "S086"])
def test_what_the_source_document_has_wrong_is_told_from_a_better_source(fact):
    """At least one block cites what the check was made with, not the source document alone."""
    check = next(record["check"] for record in facts("seed_facts") if record["id"] == fact)
    cites = {source for _, part in told()[fact] for source in cited(part)}
    assert not check["sources"] or cites & set(check["sources"])


def test_weapons_were_sold_by_members_not_by_azerbaijan():
    text = plain_text(body_of("articles/pashinyan-arms-and-response-2022"))
    assert "unfriendly" in text
    assert "members" in text


def test_cancelled_exercise_is_not_told_as_held():
    assert "cancelled" in plain_text(body_of("articles/autumn-exercises-2022"))


def test_no_mark_of_the_prose_is_left_in_what_is_public():
    for edition in Edition.objects.current().filter(is_original=True):
        assert "[[" not in edition.canonical.replace('":[[', "")
        assert "[@" not in edition.canonical


def test_commentary_shows_where_its_expert_worked_then():
    document = (
        Edition.objects.current().get(is_original=True, entry__key="commentary/evseev-armenia-after-2020").document
    )
    (expert,) = document["experts"]
    assert expert["person"]["title"] == "Vladimir Evseev"
    assert [held["institution"]["title"] for held in expert["affiliations"]] == ["Institute of CIS Countries"]


@pytest.mark.parametrize("kind", ["article", "commentary"])
def test_no_piece_of_the_record_contradicts_the_record(kind):
    """The rules that read prose, tried on every article that is right: not one false alarm."""
    entries = Entry.objects.filter(kind=kind)
    assert entries
    assert [(entry.title, each.message) for entry in entries for each in examine(entry)] == []
