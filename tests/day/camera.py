"""Pictures of the screens, for docs/editing.md. Every run notes which it would take; SCREENSHOTS=1 writes them."""

import os
from io import BytesIO
from pathlib import Path

import PIL.Image
from playwright.sync_api import Locator, Page

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "editing"
WIDTH, HEIGHT = 1280, 800
COLOURS = 64


class Camera:
    def __init__(self):
        self.taken: list[str] = []
        self.writes = os.environ.get("SCREENSHOTS") == "1"

    def take(self, page: Page, name: str, at: Locator | None = None, height: int = HEIGHT) -> None:
        """The screen from its top, or from `at` downwards."""
        self.taken.append(f"{name}.png")
        if not self.writes:
            return
        page.set_viewport_size({"width": WIDTH, "height": height})
        page.evaluate("at => at ? at.scrollIntoView() : scrollTo(0, 0)", at.element_handle() if at else None)
        write(page.screenshot(animations="disabled"), FOLDER / f"{name}.png")
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def write(png: bytes, path: Path) -> None:
    """With few colours: text stays sharp, and the file a tenth as large."""
    path.parent.mkdir(exist_ok=True)
    picture = PIL.Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=PIL.Image.Dither.NONE).save(path, optimize=True)
