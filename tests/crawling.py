"""Following every link of the site, as a search engine would."""

from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from lxml import html

from tests.api import SITE

# Its links are as made up as its words.
MADE_UP = ("/styleguide/", "/ru/styleguide/")
# What names another address in a page.
LINKING = ("href", "src", "action", "srcset")


def crawl(starts: Iterable[str], deep: int) -> tuple[set[str], list[str]]:
    """What was asked for, and what was wrong: addresses that do not answer 200, fragments that lead nowhere.

    `deep`: how many links away from the starts are still followed.
    """
    waiting = deque((start, "", 0) for start in starts)
    seen: dict[str, set[str] | None] = {}
    fragments: list[tuple[str, str, str]] = []
    wrong = []
    while waiting:
        address, by, far = waiting.popleft()
        address, fragment = urldefrag(address)
        fragments.append((address, fragment, by))
        if address in seen:
            continue
        response = Client().get(address, follow=True)
        if response.status_code != 200:
            wrong.append(f"{address} answers {response.status_code}; linked from {by}")
        is_page = response.get("Content-Type", "").startswith("text/html")
        page = html.document_fromstring(response.getvalue()) if is_page else None
        seen[address] = None if page is None else {str(each) for each in page.xpath("//@id")}
        if page is not None and address not in MADE_UP and far < deep and (not far or is_walked_on(address)):
            waiting.extend((link, address, far + 1) for link in links(page, address))
    wrong += [f"{address}#{fragment} leads nowhere; linked from {by}" for address, fragment, by in fragments
              if fragment and seen[address] is not None and fragment not in seen[address]]  # fmt: skip
    return set(seen), wrong


def is_walked_on(address: str) -> bool:
    """What is asked of a page leads back to the page; only further pages of a list lead further."""
    query = urlsplit(address).query
    return not query or query.startswith("after=")


def links(page: html.HtmlElement, base: str) -> Iterator[str]:
    """Addresses of this site that the page names, each once."""
    found = dict.fromkeys(
        value.split()[0] for name in LINKING for value in page.xpath(f"//@{name}") if value and not value.isspace()
    )
    for value in found:
        address = urljoin(SITE + base, value)
        if address.startswith(SITE + "/"):
            parts = urlsplit(address)
            query = f"?{parts.query}" if parts.query else ""
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            yield parts.path + query + fragment
