"""Finding one entry by id or slug: what it is at the moment, gone, moved, or not there."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from publishing.models import Action, Edition
from publishing.models.edition import EditionQuerySet
from publishing.reading import Moment
from syndication.v1.endpoint import Endpoint
from syndication.v1.held import Held
from syndication.v1.items import gone, tellable
from syndication.v1.problems import Moved, not_found

NOW_WITHDRAWN = Q(superseded_at_position=None, action=Action.WITHDRAWN)


def find(kind: str, key: str, moment: Moment, language: str = "", held: Held | None = None) -> Edition:
    """The entry's edition at the moment, in one query.

    Raises a 410 problem when it was withdrawn at that moment or is now (old editions go with it, at every moment),
    `Moved` when `key` is not its slug at that moment, and a 404 problem otherwise.
    """
    entry = _of(kind, key)
    rows = tellable(entry.at(moment.position) | entry.filter(NOW_WITHDRAWN), moment.position)
    if held:
        rows = held.beside(rows, moment.position)
    found = list(rows.order_by("-position"))
    for edition in found:
        if edition.is_withdrawn:
            raise gone(edition)
    fitting = [e for e in found if e.language == language] if language else found
    originals = [e for e in fitting if e.is_original] or fitting
    if not originals:
        raise not_found(_missing(moment))
    return originals[0]


def located(endpoint: Endpoint, kind: str, key: str, language: str = "", held: Held | None = None) -> Edition:
    """The entry asked for; a former slug is sent on to the address of the day."""
    edition = find(kind, key, endpoint.moment, language, held)
    if as_uuid(key) is None and key != edition.slug:
        raise redirect(endpoint.path, endpoint.request.META.get("QUERY_STRING", ""), key, edition)
    return edition


def history(kind: str, key: str) -> QuerySet[Edition]:
    """Every released edition of the entry, oldest position last; also those that are suppressed."""
    return tellable(_of(kind, key), OuterRef("position")).order_by("-position")


def redirect(path: str, query: str, key: str, edition: Edition) -> Moved:
    path = path.replace(f"/{key}/", f"/{edition.slug}/", 1)
    return Moved(f"{path}?{query}" if query else path)


def as_uuid(key: str) -> UUID | None:
    try:
        return UUID(key) if len(key) == 36 else None
    except ValueError:
        return None


def _of(kind: str, key: str) -> EditionQuerySet:
    released = Edition.objects.released()
    of_kind = released.filter(kind=kind) if kind else released
    if entry_id := as_uuid(key):
        return of_kind.filter(entry_id=entry_id)
    if not kind:
        raise not_found(_("Give the entry's id here; a slug is only unique within its own collection."))
    # A slug belongs to one entry for ever; the gate sees to it.
    return of_kind.filter(entry_id__in=released.filter(kind=kind, slug=key).values("entry_id"))


def _missing(moment: Moment) -> str:
    if moment.as_of:
        return _("Nothing was published at this address by position %d.") % moment.position
    return _("There is nothing at this address.")
