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
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WHOLE = bool(os.environ.get("AUDIT"))
# Half of the pages each, for two processors.
HALVES = (0, 1) if WHOLE else (0,)


@pytest.mark.parametrize("half", HALVES)
def test_no_page_has_a_violation_or_is_wider_than_the_screen(live_record, browsers, half):
    page = browsers().new_page()
    addresses = all_addresses() if WHOLE else [each[0] for each in page_types().values() if each]
    looks = LOOKS if WHOLE else ["light"]
    mine = addresses[half :: len(HALVES)]
    told = [told for address in mine for told in looked_at(page, address, looks)]
    print(f"{len(mine)} pages, {len(looks)} looks at each: {len(told)} violations")
    assert told == [], "\n".join(told)


def looked_at(page, address: str, looks) -> list[str]:
    """The page is loaded once; its size, its colours and its text are changed where it stands."""
    told = []
    page.goto(address, wait_until="load")
    page.evaluate(OPEN)
    for look in looks:
        size, scheme, text = LOOKS[look]
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        told += judged(page, f"{address} ({look})")
        if (over := page.evaluate(OVER)) > 0:
            told.append(f"{address} ({look}) is {over} px wider than the screen: {page.evaluate(WIDEST)}")
    return told
