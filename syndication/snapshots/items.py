"""The items of a snapshot, a line each: what the collections tell at the position, and what stands of the withdrawn."""

from collections.abc import Iterator
from itertools import batched

from publishing.models import Action, Edition
from publishing.reading import Moment
from syndication.v1.change_rows import marked, told_change
from syndication.v1.items import items, rowed, tellable
from syndication.v1.rendering import JSONRenderer

# So many entries are held in memory at a time, and named by one query.
BATCH = 200


def lines(kind: str, moment: Moment) -> Iterator[bytes]:
    """The readable entries of a kind in order of their ids, as `/api/v1/<collection>/` tells them."""
    editions = tellable(moment.editions().filter(kind=kind), moment.position).order_by("entry_id")
    render = JSONRenderer().render
    for some in batched(editions.iterator(chunk_size=BATCH), BATCH):
        for item in items(some, moment):
            yield render(item)


def translation_lines(moment: Moment) -> Iterator[bytes]:
    """The translations that stand, as `/api/v1/<collection>/<id>/?language=` tells them."""
    standing = Edition.objects.readable_at(moment.position).filter(is_original=False)
    editions = tellable(standing, moment.position).order_by("entry_id", "language")
    for some in batched(editions.iterator(chunk_size=BATCH), BATCH):
        yield from map(JSONRenderer().render, items(some, moment))


def withdrawn_lines(moment: Moment) -> Iterator[bytes]:
    """The tombstones that stand, as the change feed tells them."""
    tombstones = Edition.objects.at(moment.position).filter(action=Action.WITHDRAWN, is_original=True)
    rows = marked(rowed(tombstones), Edition.objects.released()).order_by("entry_id")
    for edition in rows.iterator(chunk_size=BATCH):
        yield JSONRenderer().render(told_change(edition))
