"""Memento (RFC 7089): an entry's address leads to what stood there at a moment of its past.

The address is its own TimeGate (docs/decisions/0015); editions are the mementos. Pages and API have addresses of one
form: `<entry>/editions/<n>/` and `<entry>/timemap/`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _

from publishing.models import Edition
from publishing.reading import BadParameter, Moment, spoken

HEADER = "Accept-Datetime"
MEDIA_TYPE = "application/link-format"
# Mementos in one TimeMap; a longer history goes on in the next, which the first names.
LIMIT = 500
COLUMNS = ("number", "position", "released_at")


@dataclass(frozen=True)
class Memento:
    number: int
    at: datetime

    @classmethod
    def read(cls, row: dict[str, Any] | None) -> "Memento | None":
        return cls(row["number"], datetime.fromisoformat(row["at"])) if row else None


def asked_instant(request: HttpRequest) -> datetime | None:
    """The moment a client negotiates for. Raises BadParameter for what is not a date as HTTP writes it."""
    text = request.headers.get(HEADER)
    if text is None:
        return None
    seconds = parse_http_date_safe(text)
    # The older ways of writing it are no datetimes of Memento; a wrong weekday is a mistake to be told of.
    if seconds is None or http_date(seconds) != text.strip():
        raise BadParameter(HEADER, _("“%s” is not a moment; write it as “Mon, 16 May 2022 09:00:00 GMT”.") % text[:40])
    return datetime.fromtimestamp(seconds, UTC)


def mementos(entry: Any, language: str = "") -> QuerySet[Edition]:
    """What stood at an entry's address, one edition after the other; a tombstone among them stands for its absence.

    At the address in another language, what was read there: no original that came out while a translation stood.
    """
    released = Edition.objects.released().filter(entry_id=entry, is_suppressed=False)
    return spoken(released, language, OuterRef("position"))


def with_neighbours(editions: QuerySet, language: str = "") -> QuerySet:
    """Adds the mementos around each edition, in the query that reads it."""
    rows = mementos(OuterRef("entry_id"), language).values(row=JSONObject(number="number", at="released_at"))
    forwards, backwards = rows.order_by("position"), rows.order_by("-position")
    return editions.annotate(
        first_memento=Subquery(forwards[:1]),
        prev_memento=Subquery(backwards.filter(position__lt=OuterRef("position"))[:1]),
        next_memento=Subquery(forwards.filter(position__gt=OuterRef("position"))[:1]),
        last_memento=Subquery(backwards[:1]),
    )


def stood(entry_id: UUID, instant: datetime, language: str = "") -> Any:
    """What stood at the address then; before the first edition, that one. Dates of HTTP are whole seconds."""
    rows = with_neighbours(mementos(entry_id, language), language).only(*COLUMNS)
    then = rows.filter(released_at__lt=instant + timedelta(seconds=1))
    return then.order_by("-position").first() or rows.order_by("position").first()


def edition_address(entry: str, number: int) -> str:
    return f"{entry}editions/{number}/"


def of_entry(entry: str, edition: Edition) -> dict[str, str]:
    """The headers of an entry's own address; `edition` is what stands there now."""
    now = Memento(edition.number, edition.released_at or datetime.max)
    first = now if edition.released_at == edition.first_released_at else None
    return {"Link": ", ".join([*_entry_links(entry), *_links(entry, first=first, last=now)])}


def of_memento(entry: str, edition: Any) -> dict[str, str]:
    """The headers of one edition's address; `edition` as `with_neighbours` gives it."""
    return {"Memento-Datetime": http_date(edition.released_at.timestamp()), "Link": around(entry, edition)}


def around(entry: str, edition: Any) -> str:
    """The `Link` of a memento, and of the answer that leads to it."""
    named = {name: Memento.read(getattr(edition, f"{name}_memento")) for name in ("first", "prev", "next", "last")}
    return ", ".join([*_entry_links(entry), *_links(entry, **named)])


def timemap(entry: str, entry_id: UUID, moment: Moment, after: int) -> str:
    """The list of an entry's mementos, oldest first, after a position; it names the list that goes on from it."""
    known = mementos(entry_id, moment.language).filter(position__lte=moment.position, position__gt=after)
    rows = list(known.order_by("position").only(*COLUMNS)[: LIMIT + 1])
    rows, goes_on = rows[:LIMIT], len(rows) > LIMIT
    found = [Memento(row.number, row.released_at) for row in rows if row.released_at]
    links = [f'<{entry}>; rel="original timegate"', _timemap_link(entry, after, found, "self")]
    ends = {"first": found[0] if found and not after else None, "last": found[-1] if found and not goes_on else None}
    named = {memento: [name for name, end in ends.items() if end == memento] for memento in found}
    links += [_memento_link(entry, memento, rels) for memento, rels in named.items()]
    if goes_on:
        links.append(_timemap_link(entry, rows[-1].position or 0, [], "timemap"))
    return ",\n".join(links) + "\n"


def timemap_place(text: str) -> int:
    """The position a TimeMap begins after."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadParameter("after", _("“%s” is not a position.") % text[:40])
    return int(text)


def _entry_links(entry: str) -> list[str]:
    return [f'<{entry}>; rel="original timegate"', f'<{entry}timemap/>; rel="timemap"; type="{MEDIA_TYPE}"']


def _links(entry: str, **named: Memento | None) -> list[str]:
    """One link for each memento, with all it is: `first`, `prev`, `next`, `last`."""
    rels: dict[Memento, list[str]] = {}
    for name, memento in named.items():
        if memento:
            rels.setdefault(memento, []).append(name)
    return [_memento_link(entry, memento, names) for memento, names in rels.items()]


def _memento_link(entry: str, memento: Memento, names: list[str]) -> str:
    rel, at = " ".join([*names, "memento"]), http_date(memento.at.timestamp())
    return f'<{edition_address(entry, memento.number)}>; rel="{rel}"; datetime="{at}"'


def _timemap_link(entry: str, after: int, found: list[Memento], rel: str) -> str:
    address = f"{entry}timemap/?after={after}" if after else f"{entry}timemap/"
    span = {"from": found[0].at, "until": found[-1].at} if found else {}
    given = "".join(f'; {name}="{http_date(at.timestamp())}"' for name, at in span.items())
    return f'<{address}>; rel="{rel}"; type="{MEDIA_TYPE}"{given}'
