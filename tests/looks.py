"""Pictures of every page type, to be looked at. `make looks` fills test-results/looks, a file a page and look."""

import re
import shutil

import pytest

from tests.page_types import page_types
from tools.bootstrap import ROOT

FOLDER = ROOT / "test-results" / "looks"
# Width, colours, medium; a sheet of A4 is 794 pixels wide.
LOOKS = {
    "light": (1280, "light", "screen"),
    "dark": (1280, "dark", "screen"),
    "phone": (390, "light", "screen"),
    "phone-dark": (390, "dark", "screen"),
    "print": (794, "light", "print"),
}
# Chromium makes no longer pictures.
LONGEST = 12_000


@pytest.mark.browser
def test_every_page_type_has_its_pictures(live_record, browsers):
    shutil.rmtree(FOLDER, ignore_errors=True)
    page = browsers().new_page()
    types = [(route, addresses[0]) for route, addresses in page_types().items() if addresses]
    for route, address in types:
        page.goto(address, wait_until="load")
        name = re.sub(r"<\w+:(\w+)>", r"\1", route.strip("/")).replace("/", "_") or "front"
        for look, (width, scheme, medium) in LOOKS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, media=medium)
            height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True, clip=clip)
    pictures = list(FOLDER.iterdir())
    print(f"{len(pictures)} pictures in {FOLDER.relative_to(ROOT)}")
    assert len(pictures) == len(types) * len(LOOKS)
