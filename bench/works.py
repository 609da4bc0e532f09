"""What is measured: for each work some hundred addresses, and how a right answer is known."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote_plus, urlencode

import psycopg

from bench.site import Site

ADDRESSES = 600
LIMIT_BARE, LIMIT_READ = "bare view, 20 KB", "primary-key read"


@dataclass(frozen=True)
class Work:
    name: str
    path: str
    is_right: Callable[[str], bool]


@dataclass(frozen=True)
class Source:
    """The published rows addresses are made of, read past the site straight from its database."""

    rows: psycopg.Connection
    rng: random.Random

    def some(self, kind: str = "") -> list[tuple]:
        """(id, kind, slug, title, sort_on) of current editions from all over the record."""
        found = self.rows.execute(
            "SELECT entry_id, kind, slug, title, sort_on FROM publishing_edition"
            " WHERE superseded_at_position IS NULL AND position IS NOT NULL AND (%s = '' OR kind = %s)"
            " ORDER BY position",
            [kind, kind],
        ).fetchall()
        return self.rng.sample(found, min(ADDRESSES, len(found)))

    def first_titles(self) -> list[str]:
        """Of the entries every size has, so that all sizes are searched for the same words."""
        statement = "SELECT title FROM publishing_edition WHERE kind = 'article' ORDER BY position LIMIT 900"
        return [row[0] for row in self.rows.execute(statement).fetchall()]


def works(site: Site) -> dict[str, list[Work]]:
    """Work → its addresses."""
    with psycopg.connect(site.server.url) as rows:
        source = Source(rows, random.Random(7))
        (position,) = rows.execute("SELECT position FROM publishing_log").fetchall()[0]
        made = [
            *[Work(LIMIT_BARE, f"/bench/bare/{number}/", has("</p>")) for number in range(ADDRESSES)],
            *[Work(LIMIT_READ, f"/bench/read/{row[0]}/", has(row[3])) for row in source.some()],
            *pages(source, "article page", "article", "articles"),
            *pages(source, "summit page", "summit", "summits"),
            *pages(source, "state page", "state", "members"),
            *[list_page(*row) for row in source.some("article")],
            *searches(source),
            *[item(row[0]) for row in source.some("article")],
            *[item_list(row[4]) for row in source.some("article")],
            *[changes(source.rng.randrange(position - 100)) for _ in range(ADDRESSES)],
        ]
    found: dict[str, list[Work]] = {}
    for work in made:
        found.setdefault(work.name, []).append(work)
    return found


def has(text: str) -> Callable[[str], bool]:
    return lambda body: escape(text, quote=False) in body or text in body


def pages(source: Source, name: str, kind: str, section: str) -> list[Work]:
    return [Work(name, f"/{section}/{slug}/", has(title)) for _, _, slug, title, _ in source.some(kind)]


def list_page(entry_id, kind, slug, title, sort_on) -> Work:
    """From anywhere in the list, the last page as likely as the first."""
    path = f"/articles/?{urlencode({'after': f'{sort_on}~{entry_id}'})}"
    return Work("list page, anywhere", path, has("</html>"))


def searches(source: Source) -> list[Work]:
    """A third rare words (names of places and people), a third common ones, a third both together."""
    made = []
    titles = source.first_titles()
    for number in range(ADDRESSES):
        words = [word for word in source.rng.choice(titles).split() if word.isalpha()]
        rare = next((word for word in words if word[0].isupper() and len(word) > 6), words[0])
        common = source.rng.choice(COMMON)
        query = (rare, common, f"{rare} {common}")[number % 3]
        made.append(Work("search", f"/search/?q={quote_plus(query)}", has("</html>")))
    return made


COMMON = (
    "armenia", "belarus", "border", "charter", "collective", "council", "declaration", "exercise", "forces", "members",
    "minister", "moscow", "peacekeeping", "president", "security", "session", "statement", "summit", "treaty", "troops",
)  # fmt: skip


def item(entry_id) -> Work:
    return Work(
        "API item", f"/api/v1/articles/{entry_id}/", lambda body: json.loads(body)["content"]["id"] == str(entry_id)
    )


def item_list(before) -> Work:
    path = f"/api/v1/articles/?page_size=20&dated_before={before}"
    return Work("API list, 20 full items", path, lambda body: all("content" in row for row in json.loads(body)["data"]))


def changes(after: int) -> Work:
    def is_right(body: str) -> bool:
        return [row["position"] for row in json.loads(body)["data"]] == list(range(after + 1, after + 101))

    return Work("changes, 100", f"/api/v1/changes/?after={after}&limit=100", is_right)
