"""Those outside: a reader who comes by with a fresh browser, and a partner who asks the API over the wire."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext

from tests.api import BASE, SITE


@dataclass(frozen=True)
class News:
    """A row of the change feed."""

    page: str
    action: str
    release: str


class Outside:
    def __init__(self, opened: Callable[[], BrowserContext]):
        self.opened = opened
        self.wire = opened().request
        self.cursor = "0"
        self.news()

    def reads(self, path: str) -> tuple[int, str]:
        """Status and text of a page, for somebody who has kept nothing of it."""
        context = self.opened()
        page = context.new_page()
        answer = page.goto(path)
        found = answer.status, page.inner_text("main")
        context.close()
        return found

    def asks(self, path: str) -> tuple[int, Any]:
        answer = self.wire.get(BASE + path)
        return answer.status, answer.json()

    def news(self) -> list[News]:
        """What the change feed has since it was asked last."""
        found, caught_up = [], False
        while not caught_up:
            status, body = self.asks(f"changes/?limit=500&after={self.cursor}")
            assert status == 200, body
            found += [
                News((row["url"] or "").removeprefix(SITE), row["action"], row["release"]) for row in body["data"]
            ]
            self.cursor, caught_up = body["next"], body["meta"]["caught_up"]
        return found
