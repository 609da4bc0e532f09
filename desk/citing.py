"""Footnotes of a text are citations of the entry."""

from django.db.models import Max

from publishing import kinds
from publishing.models import Entry, EntryCitation, Source
from publishing.richtext import source_ids


def list_cited_sources(entry: Entry) -> None:
    """A footnote chosen in the text cites a source; the list of sources follows."""
    texts = (getattr(entry, name) for name in kinds.get(entry.kind).serializer.rich_fields)
    cited = dict.fromkeys(key for text in texts for key in source_ids(text))
    listed = set(entry.citations.filter(source__in=cited).values_list("source", flat=True)) if cited else set()
    known = Source.objects.in_bulk([key for key in cited if key not in listed])
    last = entry.citations.aggregate(last=Max("order"))["last"] or 0
    missing = [known[key] for key in cited if key in known]
    entry.citations.bulk_create(
        EntryCitation(entry_id=entry.pk, source=source, order=last + number)
        for number, source in enumerate(missing, start=1)
    )
