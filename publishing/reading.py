"""Reading the record: at which position, on which day, and under which current names. Public code starts here."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from publishing import kinds, languages
from publishing.canonical import chain_start
from publishing.facts import references_in
from publishing.models import Edition, Log
from publishing.numbering import release_due
from publishing.periods import EARLIEST, LATEST

# What advertisements and newsletters hang on to addresses; meaningless here, and no reason to turn a reader away.
TRACKING = ("utm_", "fbclid", "gclid", "mc_", "ref_src")


class BadParameter(ValueError):
    """A query parameter that cannot be honoured. `name`, a message for the sender, and what would be understood."""

    def __init__(self, name: str, message: str, known: Iterable[str] = ()):
        self.name, self.message, self.known = name, message, sorted(known)
        super().__init__(message)


@dataclass(frozen=True)
class Moment:
    """Where in the record a request reads: `position` of `head`; `as_of` is what the reader asked for, if anything.

    `reached_at`: when the record came to stand there, where a past was asked for.
    """

    head: Log
    position: int
    as_of: str = ""
    reached_at: datetime | None = None
    # The language spoken where there is a translation; empty for that of the originals.
    language: str = ""

    @property
    def is_past(self) -> bool:
        return bool(self.as_of) and self.position < self.head.position

    def editions(self):
        """The editions readable at this moment, one per entry: the translation where there is one."""
        return spoken(Edition.objects.readable_at(self.position), self.language, self.position)

    def told(self, editions: QuerySet[Edition]) -> QuerySet[Edition]:
        """Those of any editions that readers in this language are told of: originals, and translations into it."""
        return editions.filter(
            Q(is_original=True) | Q(language=self.language) if self.language else Q(is_original=True)
        )


def spoken(editions: QuerySet[Edition], language: str, position: int | OuterRef) -> QuerySet[Edition]:
    """The originals, but for those of which a translation stood at `position`; that instead."""
    if not language:
        return editions.filter(is_original=True)
    standing = Edition.objects.filter(
        Q(superseded_at_position=None) | Q(superseded_at_position__gt=position),
        entry=OuterRef("entry_id"), is_original=False, language=language, position__lte=position, is_suppressed=False,
    )  # fmt: skip
    return editions.filter(Q(is_original=False, language=language) | Q(is_original=True) & ~Exists(standing))


def read_head(now: datetime | None = None, logs: QuerySet[Log] | None = None) -> Log:
    """The head row; editions whose hour has come are released first, so nobody sees the site late.

    `logs`: the same row with what else is to be read in that query.
    """
    now = now or timezone.now()
    log = (Log.objects.all() if logs is None else logs).first()
    if log is None:
        # Nothing was ever published: an empty record, whose generation is settled by the first publication.
        nil = uuid.UUID(int=0)
        return Log(generation=nil, chain=chain_start(nil))
    if log.next_release_at and log.next_release_at <= now:
        release_due(now)
        log.refresh_from_db()
    return log


def moment_of(request: HttpRequest) -> Moment:
    """The moment a request asks for with `?as_of=` (a position, a date or a time); without it, now."""
    as_of = request.GET.get("as_of", "").strip()
    if not as_of:
        head = read_head()
        return Moment(head, head.position, language=languages.spoken())
    if _is_position(as_of):
        # The hour of that position comes with the head: no query of its own.
        asked = Edition.objects.filter(position=_position(as_of)).values("released_at")
        head = read_head(logs=Log.objects.annotate(reached_at=Subquery(asked)))
        return Moment(head, _known_position(as_of, head), as_of, getattr(head, "reached_at", None),
                      languages.spoken())  # fmt: skip
    head = read_head()
    position, reached_at = _stood_at(as_of, head)
    return Moment(head, position, as_of, reached_at, languages.spoken())


def position_as_of(text: str, head: Log) -> int:
    """The position of the record at `text`: a position itself, the end of a UTC day, or an ISO 8601 time."""
    return _known_position(text, head) if _is_position(text) else _stood_at(text, head)[0]


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _position(text: str) -> int:
    """As a number the database can hold; beyond it lies no position."""
    return int(text) if len(text) < 19 else 10**18


def _stood_at(text: str, head: Log) -> tuple[int, datetime | None]:
    """The position at the end of a day or at a time, and when the record came to stand there."""
    instant = _instant(text)
    if instant > timezone.now() + timedelta(seconds=1):
        raise BadParameter("as_of", _("“%s” lies in the future.") % text[:40])
    found = Edition.objects.filter(released_at__lte=instant, position__lte=head.position)
    last = found.order_by("-released_at", "-position").values_list("position", "released_at").first()
    return (last[0] or 0, last[1]) if last else (0, None)


def _known_position(text: str, head: Log) -> int:
    position = _position(text)
    if position > head.position:
        raise BadParameter(
            "as_of", _("Position %(asked)s lies ahead of the record, which stands at %(head)d.")
            % {"asked": text[:40], "head": head.position},
        )  # fmt: skip
    return position


def _instant(text: str) -> datetime:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        # A plus sign in an address arrives as a space.
        instant = None if day else parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        day = instant = None
    if day:
        end = datetime.combine(_within(day, "as_of"), time.max, UTC)
        return min(end, timezone.now()) if day == timezone.now().date() else end
    if instant is None:
        raise BadParameter(
            "as_of",
            _("“%s” is not a moment; write a position (1207), a date (2026-05-16) or a time (2026-05-16T12:00Z).")
            % text[:40],
        )
    if not EARLIEST.year <= instant.year < LATEST.year:
        raise BadParameter("as_of", _("“%s” lies outside the years this site knows.") % text[:40])
    return instant if timezone.is_aware(instant) else instant.replace(tzinfo=UTC)


def day_of(request: HttpRequest, name: str = "on") -> date | None:
    """The day in the world a request asks about; None when it asks about none."""
    text = request.GET.get(name, "").strip()
    return parse_day(text, name) if text else None


def parse_day(text: str, name: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, _("“%s” is not a day; write it as 2022-05-16.") % text[:40]) from None
    return _within(day, name)


def _within(day: date, name: str) -> date:
    if not EARLIEST <= day < LATEST:
        raise BadParameter(name, _("“%s” lies outside the years this site knows.") % day.isoformat())
    return day


def check_parameters(given: QueryDict, known: Iterable[str], *, ignore_tracking: bool = True) -> None:
    """Refuse parameters nobody reads, and ones given twice: a misspelt filter must not look like no filter."""
    known = set(known)
    for name in given:
        if ignore_tracking and name.startswith(TRACKING):
            continue
        if name not in known:
            raise BadParameter(name[:40], _("There is no parameter “%s” here.") % name[:40], known)
        if len(given.getlist(name)) > 1:
            raise BadParameter(name, _("“%s” is given twice.") % name, known)


def current_references(documents: Iterable[dict], moment: Moment) -> dict[str, dict]:
    """Fresh names for everything the documents point to: `id → {id, kind, title, url, is_public}`, in one query.

    A target that is not public keeps the words it was stored with and gets no address.
    """
    named = {ref["id"]: ref for document in documents for ref in references_in(document)}
    public = {
        str(entry_id): (kind, title, slug, language)
        for entry_id, kind, title, slug, language in moment.editions()
        .filter(entry_id__in=list(named))
        .values_list("entry_id", "kind", "title", "slug", "language")
    }
    return {key: _fresh(ref, public.get(key), moment.language) for key, ref in named.items()}


def _fresh(stored: dict, public: tuple | None, spoken: str) -> dict:
    if public is None:
        return {**stored, "url": None, "is_public": False}
    kind, title, slug, language = public
    url = languages.within(kinds.page_url(kind, slug), spoken)
    fresh = {"id": stored["id"], "kind": kind, "title": title, "url": url, "is_public": True}
    # A name that is not in the language of the page says so; in that of the originals, none needs to.
    return fresh | {"language": language} if spoken else fresh


def present(stored: dict[str, Any], references: dict[str, dict]) -> dict[str, Any]:
    """The present name of what a document refers to; of what is no longer public the stored words, without address."""
    return references.get(stored["id"], {**stored, "url": None})
