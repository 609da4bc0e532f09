"""axe on every public page: light and dark, on a desk's screen, at 320 px, and with the text at twice its size.

In the suite the longest page of each type is looked at in one of them; `make audit` looks at every example in all.
"""

import os

import pytest

from tests.axe import OPEN, judged
from tests.page_types import all_addresses, page_types

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
LOOKS = {
    "light": (WIDE, "light", 100),
    "dark": (WIDE, "dark", 100),
    "light at 320 px": (NARROW, "light", 100),
    "dark at 320 px, text at 200 %": (NARROW, "dark", 200),
}
# What stands out on the right, innermost last.
WIDEST = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !each.closest("[role=region], nav, svg"))
  .slice(-3).map((each) => each.outerHTML.slice(0, 90)).join(" | ")"""
WHOLE = bool(os.environ.get("AUDIT"))


@pytest.mark.parametrize("look", LOOKS if WHOLE else ["light"])
def test_no_page_has_a_violation_or_is_wider_than_the_screen(live_record, browsers, look):
    size, scheme, text = LOOKS[look]
    page = browsers().new_page()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    addresses = all_addresses() if WHOLE else [each[0] for each in page_types().values() if each]
    told = []
    for address in addresses:
        page.goto(address, wait_until="load")
        page.evaluate(OPEN)
        page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        told += judged(page, f"{address} ({look})")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            told.append(f"{address} ({look}) is {over} px wider than the screen: {page.evaluate(WIDEST)}")
    print(f"{len(addresses)} pages, {look}: {len(told)} violations")
    assert told == [], "\n".join(told)
