"""What a first visit costs over the wire (DESIGN: HTML and CSS 60 KB, scripts 10 KB), and that nobody else hears of it.

In the suite the longest page of each type; `make audit` opens every example and prints what each type weighs.
"""

import os
from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.page_types import page_types

pytestmark = pytest.mark.browser
LIMITS = {"document and style": 60 * 1024, "script": 10 * 1024}


@pytest.fixture
def weighed(chromium, served_record):
    """`weighed(address)`: bytes as they came, by what they were for; and the hosts that were asked."""

    def weigh(address: str) -> tuple[Counter, set[str]]:
        context = chromium.new_context(base_url=served_record)
        page, asked = context.new_page(), []
        page.on("requestfinished", lambda request: asked.append(request))
        page.goto(address, wait_until="load")
        bytes_of = Counter()
        for request in asked:
            sizes = request.sizes()
            bytes_of[request.resource_type] += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        context.close()
        return bytes_of, {urlsplit(request.url).netloc for request in asked}

    return weigh


def test_every_page_type_is_light_and_asks_nobody_else(record, served_record, weighed):
    heavy, print_row = [], "{:<55} {:>9} {:>9} {:>9} {:>9}".format
    print(print_row("bytes as transferred", "HTML", "CSS", "scripts", "fonts"))
    for route, addresses in page_types().items():
        for address in addresses if os.environ.get("AUDIT") else addresses[:1]:
            of, hosts = weighed(address)
            print(print_row(address, of["document"], of["stylesheet"], of["script"], of["font"]))
            told = {"document and style": of["document"] + of["stylesheet"], "script": of["script"]}
            heavy += [f"{address}: {what} {told[what]} bytes" for what, most in LIMITS.items() if told[what] > most]
            assert hosts == {urlsplit(served_record).netloc}, (route, hosts)
            assert of["stylesheet"] and of["script"], "nothing was weighed"
    assert heavy == [], "\n".join(heavy)
