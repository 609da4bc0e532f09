"""A Memento client, written from RFC 7089 and knowing nothing else of this site."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from django.test import Client
from django.utils.http import http_date

from tests.api import SITE

_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*\"[^\"]*\")*)\s*(?:,|$)")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True)
class Link:
    """One link of a header or of a TimeMap (RFC 8288, RFC 6690)."""

    url: str
    rels: frozenset[str]
    attributes: tuple[tuple[str, str], ...]

    @property
    def at(self) -> datetime:
        return parsedate_to_datetime(dict(self.attributes)["datetime"])


def links(text: str) -> list[Link]:
    """All links in `text`; nothing may be left over between them."""
    text, found, place = " ".join(text.split()), [], 0
    for match in _LINK.finditer(text):
        assert text[place : match.start()].strip() == "", text[place : match.start()]
        attributes = _ATTRIBUTE.findall(match[2])
        found.append(Link(match[1], frozenset(dict(attributes)["rel"].split()), tuple(attributes)))
        place = match.end()
    assert text[place:].strip() == "", text[place:]
    return found


def rel(found: list[Link], *names: str) -> Link | None:
    """The link with all these relations, of which there is at most one."""
    fitting = [link for link in found if link.rels >= set(names)]
    assert len(fitting) < 2, fitting
    return fitting[0] if fitting else None


class MementoClient:
    """Finds what stood at an address: asks the address for its TimeGate, and the TimeGate for a moment."""

    def __init__(self, base: str = SITE):
        self.base, self.browser = base, Client()

    def ask(self, url: str, at: datetime | None = None):
        headers = {"Accept-Datetime": http_date(at.timestamp())} if at else {}
        return self.browser.get(urljoin(self.base, url).removeprefix(self.base), headers=headers)

    def links_of(self, url: str) -> list[Link]:
        response = self.ask(url)
        assert "Memento-Datetime" not in response.headers, "only a memento says when it is of"
        return links(response.headers["Link"])

    def memento(self, url: str, at: datetime):
        """The response of the memento negotiated for, after every rule of section 4 that can be checked was."""
        gate = rel(self.links_of(url), "timegate")
        assert gate
        response = self.ask(gate.url, at)
        while response.status_code in (301, 308):  # the original moved: section 4.5.2
            gate = Link(response.headers["Location"], gate.rels, ())
            response = self.ask(gate.url, at)
        assert response.status_code == 302, response.status_code
        assert "accept-datetime" in response.headers["Vary"].lower()
        assert "Memento-Datetime" not in response.headers, "a TimeGate is no memento"
        assert rel(links(response.headers["Link"]), "original")
        found = self.ask(response.headers["Location"])
        self.check_memento(response.headers["Location"], found)
        return found

    def check_memento(self, url: str, response) -> None:
        at = parsedate_to_datetime(response.headers["Memento-Datetime"])
        assert at.tzinfo == UTC
        around = links(response.headers["Link"])
        assert rel(around, "original") and rel(around, "timegate") and rel(around, "timemap")
        own = [link for link in around if link.url == urljoin(self.base, url)]
        assert all(link.at == at for link in own), "a memento is linked with its own datetime"
        first, last = rel(around, "first", "memento"), rel(around, "last", "memento")
        assert first and last and first.at <= at <= last.at
        before, after = rel(around, "prev", "memento"), rel(around, "next", "memento")
        assert (before is None or before.at <= at) and (after is None or after.at >= at)

    def timemap(self, url: str) -> list[Link]:
        """All mementos of an address, by its TimeMap and those that go on from it."""
        listed = rel(self.links_of(url), "timemap")
        found: list[Link] = []
        while listed:
            response = self.ask(listed.url)
            assert response.headers["Content-Type"] == "application/link-format"
            told = links(response.content.decode())
            assert rel(told, "original") and rel(told, "timegate")
            own = rel(told, "self")
            assert own and own.url == listed.url
            found += [link for link in told if "memento" in link.rels]
            listed = rel(told, "timemap")
        return found
