"""Asking for pages in tests."""

import re
from html import unescape

from django.test import Client

from publishing.models import Edition

# Kinds with pages, and where they hang.
SECTIONS = {
    "organisation": "organisations",
    "state": "members",
    "institution": "institutions",
    "person": "people",
    "force": "forces",
    "summit": "summits",
    "document": "documents",
    "statement": "statements",
    "event": "events",
    "article": "articles",
    "commentary": "commentary",
    "topic": "topics",
}
LISTS = [f"/{section}/" for section in SECTIONS.values()]
OTHERS = ["/", "/summits/attendance/", "/timeline/", "/search/", "/search/?q=glory", "/corrections/"]
POLICIES = ["/about/", *(f"/about/{name}/" for name in ("corrections", "sourcing", "borders", "api", "audit", "terms"))]


def get(path: str, **query):
    return Client().get(path, query or None)


def words(path: str, **query) -> str:
    """The text of a page that answers 200: tags out, spaces single."""
    response = get(path, **query)
    assert response.status_code == 200, (path, query, response.status_code)
    return plain(response.content.decode())


def plain(html: str) -> str:
    # Linked data is for machines: no reader sees it.
    html = re.sub(r'<script type="application/ld\+json">.*?</script>', "", html, flags=re.DOTALL)
    apart = re.sub(r"</?(?:d[tdl]|li|[uo]l|p|t[dhr]|h\d|div|option|section|article)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def url_of(entry) -> str:
    return Edition.objects.current().get(entry=entry.pk).url or ""
