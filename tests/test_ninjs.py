"""Items as ninjs 3.1."""

import jsonschema
import pytest

from publishing import kinds
from publishing.models import Edition, Image
from publishing.releasing import retract, withdraw
from tests.api import SITE, ask, refused, told
from tests.factories import approver, published
from tests.ninjs import SCHEMA
from tests.subjects import one_of_each
from tests.test_api_items import corrected


@pytest.fixture
def made(db):
    made = one_of_each()
    article = made["article"]
    article.author_people.add(made["person"])
    article.about.add(made["state"], made["document"])
    article.topics.add(made["topic"])
    Image.objects.bulk_create([Image(
        entry=article, file="images/hall.png", width=800, height=600, alt="A hall", credit="Us", licence="CC0",
    )])  # fmt: skip
    published(*made.values())
    return made


def ninjs(entry, **query) -> dict:
    found = told(f"{kinds.get(entry.kind).collection}/{entry.pk}/ninjs/", **query)
    jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
    return found


def test_every_kind_fits_the_standard(made):
    for kind in kinds.every():
        found = ninjs(made[kind.name])
        edition = Edition.objects.current().get(entry=made[kind.name].pk)
        assert found["uri"] == f"urn:uuid:{edition.entry_id}"
        assert (found["version"], found["profile"]) == ("1", kind.name)
        ids = {each["role"]: each["value"] for each in found["altIds"]}
        assert (ids["digest-sha-256"], ids["position"]) == (edition.digest, str(edition.position))


def test_an_article_names_people_places_and_pictures(made):
    found = ninjs(made["article"])
    assert (found["by"], found["type"], found["pubStatus"]) == ("Rufus Firefly", "text", "usable")
    assert found["headlines"] == [{"role": "main", "contentType": "text/plain", "value": "News from Glory"}]
    assert [(each["name"], each["rel"]) for each in found["people"]] == [("Rufus Firefly", "author")]
    assert found["places"] == [{
        "name": "Freedonia", "rel": "about", "uri": f"urn:uuid:{made['state'].pk}",
        "literal": f"{SITE}/members/freedonia/",
    }]  # fmt: skip
    assert [(each["name"], each["rel"]) for each in found["events"]] == [("Glory Summit", "mentions")]
    assert [each["name"] for each in found["subjects"]] == [made["topic"].title]
    main, plain = found["bodies"]
    assert f'<a href="{SITE}/summits/glory-summit/">the summit</a>' in main["value"]
    assert (plain["role"], plain["contentType"], plain["wordCount"]) == ("plain", "text/plain", 4)
    assert plain["value"].startswith("At the summit")
    document, picture = sorted(found["associations"], key=lambda each: each["type"], reverse=True)
    assert (document["name"], document["rel"]) == ("Glory Declaration", "about")
    assert picture["renditions"] == [
        {"name": "main", "href": f"{SITE}/media/images/hall.png", "width": 800, "height": 600}
    ]
    assert found["infoSources"][0]["name"].endswith(", Agency")


def test_corrections_retractions_and_withdrawals(made):
    article = made["article"]
    corrected(article, "It was in May.", byline="Another desk")
    assert ninjs(article)["edNote"] == "Corrected: It was in May."
    assert ninjs(article)["version"] == "2"
    retract(article, approver(), "Made up.")
    assert (ninjs(article)["pubStatus"], ninjs(article)["edNote"]) == ("withheld", "Retracted: Made up.")
    withdraw(article, approver(), "In error.")
    assert refused(410, f"articles/{article.pk}/ninjs/")["note"] == "In error."


def test_addresses_moments_and_parameters_are_those_of_the_item(made):
    position = Edition.objects.latest("position").position
    corrected(made["summit"], "It was in May.", slug="glory-meeting", title="Glory Meeting")
    response = ask("summits/glory-summit/ninjs/")
    assert (response.status_code, response["Location"]) == (308, "/api/v1/summits/glory-meeting/ninjs/")
    assert ninjs(made["summit"], as_of=position)["title"] == "Glory Summit"
    assert ask("summits/glory-meeting/ninjs").status_code == 200
    refused(400, "summits/glory-meeting/ninjs/", page="2")
    refused(404, "summits/nothing/ninjs/")


def test_it_costs_three_queries(made, django_assert_num_queries):
    # Head, the edition with its corrections, names of what it points to.
    with django_assert_num_queries(3):
        told(f"articles/{made['article'].pk}/ninjs/")


def test_the_whole_record_fits_the_standard(record):
    for edition in Edition.objects.current().exclude(action="withdrawn").only("kind", "entry_id"):
        found = told(f"entries/{edition.entry_id}/ninjs/")
        jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
