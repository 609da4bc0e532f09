"""The picture a network shows of a shared link: 1200 × 630, drawn from one edition, which never changes."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from publishing import kinds
from publishing.datewords import dates_words, day_words
from publishing.elsewhere import told
from publishing.models import Edition
from publishing.words import quoted, words


@dataclass(frozen=True)
class Card:
    """What stands on it, top to bottom. `is_quote`: the large words are somebody's own."""

    kicker: str
    large: str
    line: str
    notice: str
    foot: str
    site: str
    is_quote: bool = False

    @property
    def alt(self) -> str:
        """The same in words, for who does not see it."""
        return ". ".join(part.rstrip(".") for part in (self.notice, self.kicker, self.large, self.line) if part)


def card_of(edition: Edition) -> Card:
    """The card of an edition, in its language."""
    with override(edition.language):
        document = edition.document
        is_quote = edition.kind == "statement" and document["type"] == "quote"
        released = edition.released_at.date() if edition.released_at else None
        edited = _("Edition %(number)d, %(day)s") % {"number": edition.number, "day": day_words(released)}
        return Card(
            kicker=_kicker(edition.kind, document),
            large=quoted(document["text"]) if is_quote else document["title"],
            line=_line(edition.kind, document),
            # The whole note stands on the page; here a word is enough to be warned.
            notice=told(edition.action, ""),
            foot=edited,
            site=settings.SITE_NAME,
            is_quote=is_quote,
        )


def _kicker(kind: str, document: dict) -> str:
    label, more = str(kinds.get(kind).label), words(document.get("type"))
    return f"{label} · {more}" if more and more != label else label


def _line(kind: str, document: dict) -> str:
    """What the data say in a line; else the summary."""
    parts = {"summit": _of_summit, "statement": _of_statement, "force": _of_force, "state": _of_state}
    said = parts[kind](document) if kind in parts else ""
    dates = dates_words(document["dates"]) if kind in ("event", "document") else ""
    return said or dates or document.get("standfirst") or document["summary"]


def _facts(document: dict, kind: str) -> list[dict]:
    return [fact for fact in document["facts"] if fact["kind"] == kind and fact["standing"] == "accepted"]


def _of_summit(document: dict) -> str:
    came = [fact for fact in _facts(document, "attendance") if fact["subject"]["kind"] == "state"]
    # A state may be there in several persons.
    present = len({fact["subject"]["id"] for fact in came if fact["value"]["mode"] != "absent"})
    states = ngettext("%d state took part", "%d states took part", present) % present if present else ""
    return " · ".join(filter(None, (dates_words(document["dates"]), document["city"], states)))


def _of_statement(document: dict) -> str:
    offices = [each["office"]["title"] for each in document["offices"]]
    return ", ".join(filter(None, (document["speaker"]["title"], *offices, dates_words(document["dates"]))))


def _of_force(document: dict) -> str:
    counts = [fact for fact in _facts(document, "strength") if fact["valid"]["from"] and fact["value"]["personnel"]]
    if not counts:
        return ""
    newest = max(counts, key=lambda fact: fact["valid"]["from"])
    number = number_format(newest["value"]["personnel"], force_grouping=True)
    about = _("about %s") % number if newest["value"]["approximate"] else number
    return (
        f"{about} {newest['value']['unit']}, {day_words(newest['valid']['from'], newest['valid']['precision']['from'])}"
    )


def _of_state(document: dict) -> str:
    """What it was when this edition was made: statuses still open then."""
    running = [fact for fact in _facts(document, "membership") if fact["valid"]["precision"]["to"] == "open"]
    return "; ".join(f"{words(fact['value']['status'])}, {fact['object']['title']}" for fact in running)
