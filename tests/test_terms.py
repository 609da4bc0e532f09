"""The terms of the API: where every licence leads, and that they say what the code does."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from syndication import terms
from syndication.duties import DUTIES
from syndication.plans import SHIPPED
from syndication.v1.openapi import document
from tests.api import SITE, ask
from tests.desk import at_desk
from tests.factories import make_topic, published
from tests.partners import make_partner
from tests.snapshots import snapshot_folder, take  # noqa: F401

pytestmark = pytest.mark.django_db


def text_of(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def local(address: str) -> str:
    assert address.startswith(SITE + terms.PATH)
    return address.removeprefix(SITE)


def test_every_licence_leads_to_the_page(client, snapshot_folder):  # noqa: F811
    published(make_topic(slug="unity"))
    take()
    item = ask("topics/unity/").json()
    found = {
        item["rights"]["url"],
        ask("").json()["rights"]["url"],
        ask("topics/unity/ninjs/").json()["rightsInfo"]["linkedRights"],
        terms.under_embargo()["url"],
        SITE + document()["info"]["termsOfService"],
    }
    for address in found:
        path, _hash, part = local(address).partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert not part or f'id="{part}"' in page.content.decode()
    feed = client.get("/feeds/all.atom").content.decode()
    assert f'href="{SITE}{terms.PATH}"' in feed
    assert f'"license": "{SITE}{terms.PATH}"' in client.get("/topics/unity/").content.decode().replace('":"', '": "')


def test_page_says_the_plans_and_duties_there_are(client, settings):
    settings.API_BUDGETS = {"agency": "7777/8888888"}
    words = text_of(client.get(terms.PATH))
    for name, budget in (SHIPPED | {"agency": "7777/8888888"}).items():
        assert " ".join([name, *budget.split("/")]) in words
    for action, duty in DUTIES.items():
        assert f"{action} {terms.ACTS[duty.act]} {duty.hours} hours" in words
    assert terms.under_embargo()["text"] in words
    assert "1 November 2026" in words


def test_every_act_has_words():
    assert terms.ACTS.keys() == {duty.act for duty in DUTIES.values()}


def test_docs_and_the_about_page_lead_to_it(client):
    assert f'href="{terms.PATH}"' in client.get("/about/api/").content.decode()
    assert f'href="{terms.PATH}"' in client.get("/api/v1/docs/").content.decode()


def test_version_is_the_one_of_the_day(monkeypatch):
    monkeypatch.setattr(terms, "VERSIONS", (date(2026, 11, 1), date(2027, 3, 1)))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert list(map(terms.version_of, days)) == [None, days[1], days[1], days[3]]


@pytest.mark.parametrize(("accepted_on", "words"), [
    (None, "none yet; those of %(newest)s are to be accepted"),
    (terms.VERSIONS[-1] - timedelta(days=1), "from before there were any; those of %(newest)s are to be accepted"),
    (terms.VERSIONS[-1], "those of %(newest)s, which stand"),
])  # fmt: skip
def test_partner_manager_sees_which_terms_were_accepted(accepted_on, words):
    partner = make_partner(terms_accepted_on=accepted_on)
    page = at_desk("partner manager").get(reverse("admin:syndication_partner_change", args=[partner.pk]))
    assert words % {"newest": date_format(terms.VERSIONS[-1])} in text_of(page)
    assert f'href="{terms.PATH}"' in page.content.decode()
