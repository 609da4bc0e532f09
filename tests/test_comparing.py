"""Two documents compared in words: text by word, facts in sentences, at a bounded cost."""

import random
import time
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing import kinds
from publishing.comparing import compare
from publishing.comparing.blocks import blocks_of, lines_of, passages
from publishing.comparing.matching import STEPS, Budget, matches
from publishing.comparing.wording import text_runs
from publishing.sentences import MAKERS, sentence
from tests.subjects import one_of_each


def shown(runs) -> str:
    """`word [-gone-] {+come+}`."""
    marks = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return "".join(marks[run.kind].format(run.text) + run.gap for run in runs)


def passed(old: str, new: str) -> list[str]:
    found = passages(blocks_of(old, {"x": "Glory Summit"}), blocks_of(new, {"x": "Glory Summit"}))
    return [f"{each.change} {each.kind}: {shown(each.runs)}" for each in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("until 28 June 2012.", "until 19 December 2012.", "until [-28 June-] {+19 December+} 2012."),
        ("in Moscow. They agreed", "in Moscow, and they agreed", "in Moscow[-. They-]{+, and they+} agreed"),
        ("“Peace” now", "“War” now", "“[-Peace-]{+War+}” now"),
        ("a  b\tc", "a b c", "a b c"),
        ("18,000 troops", "20,000 troops", "[-18,000-] {+20,000+} troops"),
        ("", "new", "{+new+}"),
        ("word", "", "[-word-]"),
        # “of the” stays in both, but would chop one change into three.
        ("Presidents of the republics met", "Ministers of the governments met", None),
    ],
)
def test_text_is_compared_by_word_with_merged_runs(old, new, expected):
    if expected is None:
        expected = "[-Presidents of the republics-] {+Ministers of the governments+} met"
    assert shown(text_runs(old, new)) == expected


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdef"), max_size=40))
def test_what_is_matched_stands_in_both_in_order_and_no_more_could(old, new):
    i = j = kept = 0
    for at_old, at_new, size in matches(old, new):
        assert at_old >= i and at_new >= j
        assert old[at_old : at_old + size] == new[at_new : at_new + size]
        i, j, kept = at_old + size, at_new + size, kept + size
    rows = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for n, one in enumerate(old):
        for m, other in enumerate(new):
            rows[n + 1][m + 1] = rows[n][m] + 1 if one == other else max(rows[n][m + 1], rows[n + 1][m])
    assert kept == rows[-1][-1]


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200)
def test_both_texts_can_be_read_from_the_runs(old, new):
    runs = text_runs(old, new)
    for text, left_out in ((old, "ins"), (new, "del")):
        words = "".join(run.text for run in runs if run.kind != left_out)
        assert "".join(words.split()) == "".join(shown(text_runs(text, text)).split())


def test_rich_text_is_compared_block_by_block():
    old = "<p>One stays.</p><p>The leaders met in Moscow.</p><ul><li><p>first</p></li></ul>"
    new = "<p>One stays.</p><h2>Later</h2><p>The leaders met in Minsk.</p><ol><li><p>first</p></li></ol>"
    assert passed(old, new) == [
        "same p: One stays.",
        "ins h2: {+Later+}",
        "changed p: The leaders met in [-Moscow-] {+Minsk+}.",
        "formatted ol: first",
    ]


def test_links_and_footnotes_are_told_and_rows_are_one_block():
    assert passed("<p>At the summit.</p>", '<p>At <a href="/id/x/">the summit</a>.</p>') == [
        "changed p: At the summit {+[→ Glory Summit]+}."
    ]
    assert passed("<p>So.</p>", '<p>So.<a href="#source-x">1</a></p>') == ["changed p: So.{+[source: Glory Summit]+}"]
    rows = "<table><tbody><tr><td><p>a</p></td><td><p>{}</p></td></tr></tbody></table>"
    assert passed(rows.format("b"), rows.format("c")) == ["changed tr: a | [-b-] {+c+}"]
    assert passed("<p>so <em>it</em> is</p>", "<p>so it <em>is</em></p>") == ["formatted p: so it is"]


WORDS = [f"word{n}" for n in range(3000)]


def hundred_kilobytes(kind: str) -> tuple[str, str]:
    rng = random.Random(7)
    old = [rng.choice(WORDS) for _ in range(13_000)]
    new = list(old)
    if kind == "edited":
        for _ in range(800):
            new[rng.randrange(len(new))] = "changed"
    elif kind == "shuffled":
        rng.shuffle(new)
    elif kind == "two words":
        old, new = ([rng.choice(("aaaaaaa", "bbbbbbb")) for _ in range(13_000)] for _ in range(2))
    else:
        new = [word + "x" for word in old]
    return " ".join(old), " ".join(new)


@pytest.mark.parametrize("kind", ["edited", "shuffled", "two words", "other words"])
@pytest.mark.parametrize("per_block", [13_000, 60, 1])
def test_a_hundred_kilobytes_take_less_than_a_second(kind, per_block):
    old, new = (text.split() for text in hundred_kilobytes(kind))
    assert len(" ".join(old)) > 100_000
    sides = [
        "\n".join(" ".join(side[n : n + per_block]) for n in range(0, len(side), per_block)) for side in (old, new)
    ]
    budget, began = Budget(), time.process_time()
    passages(lines_of(sides[0]), lines_of(sides[1]), budget)
    assert time.process_time() - began < 1
    assert budget.steps > -STEPS / 10


# Documents of real entries


@pytest.fixture
def made(db):
    return one_of_each()


def changed(entry, alter) -> list[str]:
    """What is told of the facts after `alter(document)`."""
    old = entry.document()
    new = deepcopy(old)
    alter(new)
    found = compare(old, new).facts
    return [f"{each.change}: {shown(each.runs)}" for each in found]


def test_every_kind_of_fact_has_a_sentence(made):
    seen = set()
    for entry in made.values():
        for fact in entry.document()["facts"]:
            assert fact["subject"]["title"] in sentence(fact)
            assert fact["kind"] in MAKERS
            assert "%(" not in sentence(fact)
            seen.add(fact["kind"])
    assert len(seen) > 10


def test_a_closed_membership_is_one_changed_date(made):
    def until(day):
        def alter(document):
            fact = next(fact for fact in document["facts"] if fact["kind"] == "membership")
            fact["valid"] |= {"to": day, "precision": {"from": "year", "to": "day"}}

        return alter

    entry = made["state"]
    old = entry.document()
    until("2012-06-28")(old)
    new = deepcopy(old)
    until("2012-12-19")(new)
    (change,) = compare(old, new).facts
    assert shown(change.runs) == ("Freedonia: member of the Alliance 2003 until [-28 June 2012-]{+19 December 2012+}")


def test_a_fact_typed_anew_is_the_same_fact_changed(made):
    def alter(document):
        fact = next(fact for fact in document["facts"] if fact["kind"] == "tenure")
        fact["id"] = "00000000-0000-0000-0000-000000000001"
        fact["value"] = fact["value"] | {"acting": True}
        fact["note"] = "Elected later."

    old = made["person"].document()
    new = deepcopy(old)
    alter(new)
    (change,) = compare(old, new).facts
    assert change.change == "changed"
    assert "acting" in shown(change.runs)
    assert [shown(each) for each in change.details] == ["note: {+Elected later.+}"]


def test_facts_and_their_sources_come_and_go(made):
    def drop(document):
        document["facts"] = [fact for fact in document["facts"] if fact["kind"] != "strength"]

    assert changed(made["force"], drop) == ["del: [-Rapid Force: 18,000 personnel as of 2022-]"]

    old = made["force"].document()
    new = deepcopy(old)
    new["facts"][0]["citations"][0]["locator"] = "p. 4"
    (change,) = compare(old, new).facts
    title = old["facts"][0]["citations"][0]["title"]
    assert [shown(each) for each in change.details] == [
        f"source: [-{title}, Agency-]", f"source: {{+{title}, Agency, p. 4+}}"
    ]  # fmt: skip


def test_a_moved_summit_is_told_once_and_not_in_each_of_its_facts(made):
    def alter(document):
        before = document["dates"]
        document["dates"] = before | {"from": "2022-05-17", "to": "2022-05-18"}
        for fact in document["facts"]:
            assert fact["valid"] == before
            fact["valid"] = document["dates"]

    old = made["summit"].document()
    new = deepcopy(old)
    alter(new)
    found = compare(old, new)
    assert found.facts == []
    assert [(each.name, shown(each.runs)) for each in found.fields] == [("dates", "[-16 May 2022-] {+17 May 2022+}")]


def test_others_that_were_renamed_are_told_apart(made):
    old = made["summit"].document()
    new = deepcopy(old)
    for ref in (new["host"], *(fact["subject"] for fact in new["facts"])):
        if ref["id"] == new["host"]["id"]:
            ref["title"] = "Sylvania"
    found = compare(old, new)
    assert (found.fields, found.facts, found.renamed) == ([], [], [("Freedonia", "Sylvania")])


def test_a_document_is_the_same_as_itself_and_all_new_against_nothing(made):
    for kind, entry in made.items():
        document = entry.document()
        assert compare(document, deepcopy(document)).is_empty, kind
        every = compare(None, document)
        assert not any(run.kind == "del" for field in every.fields for run in field.runs)
        assert {fact.change for fact in every.facts} <= {"ins"}


def test_plain_fields_go_from_old_to_new_and_lists_by_item(made):
    old = made["state"].document()
    new = deepcopy(old) | {"capital": "Glory City", "names": [{"name": "Фредония", "kind": "native", "language": "ru"}]}
    told = {each.label: shown(each.runs) for each in compare(old, new).fields}
    assert told == {"Capital": "[-Glory-] {+Glory City+}", "Other names": "{+Фредония (native, ru)+} "}


def test_every_field_of_every_kind_can_be_told_when_it_changes(made):
    for kind, entry in made.items():
        document = entry.document()
        names = set(document) - {"id", "kind", "facts", "sources", "note"}
        empty = {name: type(value)() if isinstance(value, str | list) else None for name, value in document.items()}
        told = {each.name for each in compare(document, document | {name: empty[name] for name in names}).fields}
        said = {name for name in names if document[name] not in (None, "", [], False)}
        assert said - {"dates"} <= told, kind
        assert kinds.get(kind)
