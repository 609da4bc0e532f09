"""Citations as other people's programs read them, whatever stands in a title."""

import json
import re

import bibtexparser
import pytest
import rispy
from django.test import Client

from publishing.models import Edition
from publishing.releasing import withdraw
from tests.factories import approver, published
from tests.pages import SECTIONS, get, url_of
from tests.subjects import one_of_each
from tests.test_api_items import corrected

SITE = "http://127.0.0.1:8000"
FORMS = ("bib", "ris", "json")
NASTY = "50 % of {braces} & $100_000 #1 ~ ^ \\command {unbalanced \x0b\r\nER  - \nTY  - FAKE и прочее"


@pytest.fixture
def made(db):
    made = one_of_each()
    made["article"].author_people.add(made["person"])
    published(*made.values())
    return made


def cited(entry, form: str, **query) -> str:
    response = get(f"{url_of(entry)}cite.{form}", **query)
    assert response.status_code == 200
    return response.content.decode()


def bibtex(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    [entry] = library.entries
    return {"key": entry.key, "type": entry.entry_type} | {field.key: field.value for field in entry.fields}


def ris(text: str) -> dict:
    [entry] = rispy.loads(text)
    return entry


@pytest.mark.parametrize("kind", SECTIONS)
def test_each_kind_is_cited_by_the_permanent_address_of_its_edition(made, kind):
    edition = Edition.objects.current().get(entry=made[kind].pk)
    address = f"{SITE}{edition.url}editions/1/"
    bib, line, [item] = (
        bibtex(cited(made[kind], "bib")),
        ris(cited(made[kind], "ris")),
        json.loads(cited(made[kind], "json")),
    )
    assert bib["url"] == line["urls"][0] == item["URL"] == address
    assert bib["key"] == line["id"] == item["id"] == f"{kind}-{edition.slug}-1"
    assert line["title"] == item["title"] == made[kind].title
    assert bib["title"] == f"{{{made[kind].title}}}"
    for note in (bib["note"], line["notes"][0], item["note"]):
        assert f"urn:uuid:{edition.entry_id}" in note
        assert edition.digest in note


def test_an_article_is_cited_by_its_authors_and_day(made):
    released = Edition.objects.current().get(entry=made["article"].pk).released_at
    bib = bibtex(cited(made["article"], "bib"))
    assert (bib["type"], bib["author"], bib["howpublished"]) == ("misc", "Rufus Firefly", "Alliance Record")
    assert (bib["year"], bib["month"], bib["edition"]) == (str(released.year), f"{released:%b}".lower(), "1")
    line = ris(cited(made["article"], "ris"))
    assert (line["type_of_reference"], line["authors"]) == ("ELEC", ["Rufus Firefly"])
    assert line["date"] == f"{released:%Y/%m/%d}"
    [item] = json.loads(cited(made["article"], "json"))
    assert (item["type"], item["author"]) == ("article-newspaper", [{"literal": "Rufus Firefly"}])
    assert item["issued"] == {"date-parts": [[released.year, released.month, released.day]]}
    [item] = json.loads(cited(made["state"], "json"))
    assert (item["type"], item["author"]) == ("entry-encyclopedia", [{"literal": "Alliance Record"}])
    assert bibtex(cited(made["state"], "bib"))["author"] == "{Alliance Record}"


def test_no_title_breaks_a_format(made):
    article = made["article"]
    article.title = article.summary = NASTY
    article.author_people.clear()
    article.byline = "Foo and Bar, Inc. {x"
    article.save()
    published(article)
    text = cited(article, "bib")
    assert text.count("{") == text.count("}"), "BibTeX counts braces, escaped ones too"
    assert text.count("@") == 1
    bib = bibtex(text)
    assert bib["title"].startswith(r"{50 \% of \textbraceleft{}braces\textbraceright{} \& \$100\_000 \#1")
    assert r"\textbackslash{}command" in bib["title"]
    assert bib["author"] == r"{Foo and Bar, Inc. \textbraceleft{}x}"
    line = ris(cited(article, "ris"))
    assert line["title"] == line["abstract"] == re.sub(r"\s+", " ", NASTY.replace("\x0b", " "))
    assert line["type_of_reference"] == "ELEC"
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", each) for each in cited(article, "ris").split("\r\n") if each)
    assert json.loads(cited(article, "json"))[0]["title"] == line["title"]


def test_a_long_summary_stays_one_field(made):
    made["article"].summary = "Words and words. " * 400
    made["article"].save()
    published(made["article"])
    assert len(ris(cited(made["article"], "ris"))["abstract"]) > 6000


def test_an_older_edition_is_cited_as_it_was(made):
    position = Edition.objects.latest("position").position
    corrected(made["summit"], "It was in May.", title="Glory Meeting")
    assert json.loads(cited(made["summit"], "json"))[0]["version"] == "2"
    [old] = json.loads(cited(made["summit"], "json", as_of=position))
    assert (old["version"], old["title"]) == ("1", "Glory Summit")
    page = get(f"{url_of(made['summit'])}editions/1/").content.decode()
    [address] = set(re.findall(r'href="([^"]*cite\.json[^"]*)"', page))
    assert json.loads(get(address).content) == [old]


def test_citations_move_and_go_with_their_entry(made):
    made["state"].slug = "greater-freedonia"
    made["state"].save()
    published(made["state"])
    withdraw(made["article"], approver(), "In error.")
    for form in FORMS:
        response = get(f"/members/freedonia/cite.{form}")
        assert (response.status_code, response["Location"]) == (301, f"/members/greater-freedonia/cite.{form}")
        assert get(f"/articles/news-from-glory/cite.{form}").status_code == 410
        assert get(f"/articles/nothing/cite.{form}").status_code == 404
        assert get(f"/members/greater-freedonia/cite.{form}", x="1").status_code == 400


def test_a_citation_costs_two_queries_and_then_one(made, django_assert_num_queries):
    for form in FORMS:
        address = f"{url_of(made['article'])}cite.{form}"
        # Head, and the edition.
        with django_assert_num_queries(2):
            etag = get(address)["ETag"]
        with django_assert_num_queries(1):
            again = Client(headers={"if-none-match": etag}).get(address)
        assert again.status_code == 304


def test_the_whole_record_can_be_cited(record):
    for edition in Edition.objects.current().exclude(kind="office").only("kind", "slug", "title"):
        address = f"{edition.url}cite."
        assert bibtex(get(f"{address}bib").content.decode())["url"]
        assert ris(get(f"{address}ris").content.decode())["title"]
