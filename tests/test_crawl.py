"""No link of the site leads nowhere. In the suite: from one page of each type; `make audit` walks the whole site."""

import os

from tests.crawling import crawl
from tests.page_types import all_addresses


def test_no_internal_link_is_dead(record):
    seen, wrong = crawl(all_addresses(), deep=100 if os.environ.get("AUDIT") else 1)
    print(f"{len(seen)} addresses, {len(wrong)} dead")
    assert len(seen) > 500
    assert wrong == [], "\n".join(wrong[:40])
