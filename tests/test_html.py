"""Every page and every style sheet is without error to the Nu HTML checker.

In the suite: the longest page of each type; `make audit` checks every example.
"""

import os

from django.conf import settings
from django.test import Client

from tests.page_types import all_addresses, page_types

BROKEN = '<!DOCTYPE html><html lang="en"><title>x</title><p id="a"><p id="a"><a><a></a></a>'


def test_every_page_is_valid(record, nu, tmp_path):
    whole = bool(os.environ.get("AUDIT"))
    addresses = all_addresses() if whole else [each[0] for each in page_types().values() if each]
    files = {}
    for address in addresses:
        file = tmp_path / f"{len(files):03}.html"
        file.write_bytes(Client().get(address).content)
        files[file.name] = address
    found = nu(tmp_path / name for name in files)
    told = [f"{files[name[:8]]}{name[8:]}" for name in found]
    print(f"{len(files)} pages to the Nu HTML checker: {len(told)} errors")
    assert told == [], "\n".join(told)


def test_every_style_sheet_is_valid(nu):
    assert nu((settings.BASE_DIR / "static" / "css").glob("*.css")) == []


def test_the_checker_would_say_so(nu, tmp_path):
    (tmp_path / "broken.html").write_text(BROKEN)
    (tmp_path / "broken.css").write_text("p { colour: red }")
    told = "\n".join(nu(tmp_path.iterdir()))
    assert "Duplicate ID" in told and "colour" in told
