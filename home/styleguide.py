"""`/styleguide/`: every component of the public pages, printed by the same templates from made-up words."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds
from publishing.citing import Sources
from publishing.completeness import completeness_of
from publishing.views import RecordPage

COLOURS = (
    "surface", "surface-raised", "text", "text-muted", "rule", "rule-strong", "accent", "accent-strong",
    "alert", "alert-surface", "note-surface", "mark",
)  # fmt: skip
DAY = date(2022, 5, 16)
FREEDONIA = {"id": "11111111-1111-4111-8111-111111111111", "kind": "state", "title": "Freedonia", "url": "#lists"}
ALLIANCE = {"id": "22222222-2222-4222-8222-222222222222", "kind": "organisation", "title": "Alliance", "url": "#lists"}
FIREFLY = {"id": "33333333-3333-4333-8333-333333333333", "kind": "person", "title": "Rufus Firefly", "url": "#lists"}
FORCE = {"id": "44444444-4444-4444-8444-444444444444", "kind": "force", "title": "Rapid Force", "url": "#lists"}
OFFICE = {
    "id": "55555555-5555-4555-8555-555555555555",
    "kind": "office",
    "title": "President of Freedonia",
    "url": None,
}
SPAN = {"from": "2003-09-18", "to": None, "precision": {"from": "day", "to": "open"}}
ON_A_DAY = {"from": "2022-05-16", "to": "2022-05-17", "precision": {"from": "day", "to": "day"}}


def cited(number: int, title: str, publisher: str, locator: str, is_read: bool = True) -> dict[str, Any]:
    return {
        "source": f"{number:08d}-0000-4000-8000-000000000000", "title": title, "publisher": publisher, "author": "",
        "url": f"https://example.org/{number}", "archived_url": f"https://archive.example.org/{number}",
        "published": "2022-05-16", "kind": "news", "language": "en", "read": is_read, "locator": locator,
    }  # fmt: skip


CHARTER = cited(1, "Charter of the Alliance", "Alliance Secretariat", "article 4")
AGENCY = cited(2, "Freedonia stays away", "The Freedonia Herald", "third paragraph", is_read=False)


def fact(number: int, kind: str, subject: dict, target: dict | None, **more: Any) -> dict[str, Any]:
    stated = {
        "id": f"{number:08d}-1111-4000-8000-000000000000", "kind": kind, "subject": subject, "object": target,
        "valid": SPAN, "standing": "accepted", "confidence": "verified-in-search", "value": {}, "note": "",
        "checked_on": "2026-05-01", "citations": [CHARTER],
    }  # fmt: skip
    return stated | more


FACTS = [
    fact(1, "membership", FREEDONIA, ALLIANCE, value={"status": "member"}, note="One of the founders."),
    fact(
        2, "membership", FREEDONIA, ALLIANCE, value={"status": "suspended"}, standing="disputed",
        confidence="general-knowledge", citations=[AGENCY, CHARTER], checked_on=None,
        valid={"from": "2001-01-01", "to": None, "precision": {"from": "year", "to": "unknown"}},
    ),
]  # fmt: skip
TENURE = fact(3, "tenure", FIREFLY, OFFICE)
STRENGTHS = [
    fact(4, "strength", FORCE, None, value={"personnel": 18000, "unit": "personnel", "approximate": True}),
    fact(5, "strength", FORCE, None, value={"personnel": 22000, "unit": "personnel", "approximate": False},
         standing="disputed"),
]  # fmt: skip


class StyleGuide(RecordPage):
    template_name = "home/styleguide/page.html"

    def context(self) -> dict[str, Any]:
        sources = Sources()
        for statement in (*FACTS, TENURE, *STRENGTHS):
            sources.add(statement["citations"])
        return {
            "colours": COLOURS,
            "kind": kinds.get("article"),
            "sources": sources,
            "completeness": completeness_of(FACTS),
            "rows": FACTS,
            "fact": FACTS[1],
            "facts": {"written_about": [fact(6, "about", FORCE, ALLIANCE)], "mentioned_in": [TENURE]},
            "offices": [{"office": OFFICE, "acting": False}],
            "speaker": FIREFLY,
            "named": [
                {"reference": FIREFLY, "held": [TENURE], "strengths": []},
                {"reference": FREEDONIA, "held": FACTS[:1], "strengths": []},
                {"reference": FORCE, "held": [], "strengths": STRENGTHS},
            ],
            "card": {"held": [TENURE]},
            "named_on": DAY,
            "edition": edition(),
            "document": document(),
            "references": {each["id"]: {**each, "is_public": True} for each in (FREEDONIA, ALLIANCE, FIREFLY, FORCE)},
        }


def edition() -> SimpleNamespace:
    """What the furniture of an entry reads of an edition."""
    corrections = [
        {"action": "corrected", "note": _("It said 20,000; it is 18,000."), "at": "2022-06-01", "number": 2},
        {"action": "clarified", "note": _("The figure is that of May 2022."), "at": "2022-05-20", "number": 1},
    ]
    at = SimpleNamespace(date=DAY)
    return SimpleNamespace(
        title=_("A headline says what is new"), number=3, position=1207, url="/styleguide/", digest="0" * 64,
        action="corrected", note="", is_reviewed=True, has_second_reader=True, corrections=corrections,
        first_released_at=at, released_at=SimpleNamespace(date=date(2022, 6, 1)),
    )  # fmt: skip


def document() -> dict[str, Any]:
    names = [
        {"name": "Фридония", "language": "ru", "kind": "name"},
        {"name": "Сильвания", "language": "ru", "kind": "former"},
    ]
    return {
        "kind": "article",
        "body": "<p>" + "word " * 700 + "</p>",
        "confidence": "general-knowledge",
        "names": names,
        "topics": [ALLIANCE],
    }
