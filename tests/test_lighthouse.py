"""Lighthouse gives a hundred points of each kind, on a telephone with a slow network, to the server as it really is.

In the suite: one page, by what does not depend on how busy this machine is. `make audit` measures speed as well, on
five pages, thrice each: Lighthouse's own advice is to go by the middle of several runs.
"""

import os
from statistics import median

import pytest

from tests.lighthouse import CATEGORIES, costs, figures, measured, scores

pytestmark = pytest.mark.browser
AUDIT = bool(os.environ.get("AUDIT"))
PAGES = {
    "article": "/articles/armenia-and-the-alliance/",
    "front": "/",
    "summit": "/summits/moscow-2022-05-16/",
    "members": "/members/",
    "search": "/search/?q=lukashenka",
}
# A page of results is not to be indexed, which is said in robots.txt and in the page.
KEPT_OUT = {"search": ("is-crawlable",)}


@pytest.mark.parametrize("name", PAGES if AUDIT else ["article"])
def test_a_page_has_every_point(served_record, checkers, name):
    categories = CATEGORIES if AUDIT else CATEGORIES[1:]
    left_out = KEPT_OUT.get(name, ())
    reports = [measured(checkers, served_record + PAGES[name], categories, left_out) for _ in range(3 if AUDIT else 1)]
    found = {kind: median(scores(report)[kind] for report in reports) for kind in categories}
    told = [told for report in reports for told in costs(report)]
    print(f"Lighthouse, {name}: {found}; {figures(reports[0]) if AUDIT else ''}")
    assert found == dict.fromkeys(categories, 100), "\n".join(told)
