"""The pictures of the guide for editors: each is shown and each is there, light enough to load."""

import re

import PIL.Image

from tests.day.camera import FOLDER, WIDTH

GUIDE = FOLDER.with_suffix(".md")
MAX_BYTES, MAX_TOGETHER = 200_000, 3_000_000


def test_the_guide_shows_every_picture_and_every_picture_is_there():
    shown = re.findall(r"!\[[^\]]+\]\(editing/([\w-]+\.png)\)", GUIDE.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(path.name for path in FOLDER.iterdir())
    assert len(shown) == GUIDE.read_text(encoding="utf-8").count("![")


def test_the_pictures_are_of_one_width_and_light():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert [name for name, size in sizes.items() if size > MAX_BYTES] == []
    assert sum(sizes.values()) < MAX_TOGETHER
    assert {PIL.Image.open(path).width for path in FOLDER.iterdir()} == {WIDTH}
