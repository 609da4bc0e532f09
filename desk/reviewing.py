"""Which articles have to be read again after a release. Runs in the transaction of the release: see decision 10."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from desk.changing import Change, changed_facts, changed_words
from desk.models import ReviewTask
from publishing import kinds
from publishing.models import ANNOUNCED, Edition, Fact

MAX_WORDS = 2000


def written_kinds() -> list[str]:
    return [kind.name for kind in kinds.every() if kind.is_written]


def review_what_tells_of(editions: list[Edition]) -> None:
    """A task for each public text that tells of an entry whose facts changed, once for each edition.

    What is released together was written together: nothing in the same release has to be read again.
    """
    before = _previous(editions)
    fresh = {edition.entry_id for edition in editions}
    tasks = []
    for edition in editions:
        if edition.is_original and edition.entry_id in before:
            changes, summary = _what_changed(before[edition.entry_id], edition)
            if summary:
                texts = _telling(edition.entry_id, changes) - fresh
                tasks += [ReviewTask(entry_id=text, because=edition, changed=summary) for text in sorted(texts)]
    ReviewTask.objects.bulk_create(tasks, ignore_conflicts=True)


def _previous(editions: list[Edition]) -> dict[UUID, Edition]:
    """By entry, what was public until this release."""
    first = {edition.entry_id: edition for edition in reversed(editions)}
    older = Edition.objects.released().filter(entry__in=first, is_original=True, superseded_at_position__in=[
        edition.position for edition in editions
    ])  # fmt: skip
    return {edition.entry_id: edition for edition in older if edition.position < first[edition.entry_id].position}


def _what_changed(before: Edition, after: Edition) -> tuple[list[Change], str]:
    """The facts, and all of it in words; empty where nothing changed that another text could tell."""
    told = [f"{after.get_action_display()}: {after.note}"] if after.action in ANNOUNCED else []
    stands = after.facts.exists() or not before.facts.exists()
    changes = changed_facts(before.document, after.document) if stands else []
    fields = changed_words(before.document, after.document)
    if fields:
        told.append(_("changed: %s") % ", ".join(field for field in fields))
    told += [str(change) for change in changes if not change.is_own_text]
    return changes, "\n".join(told)[:MAX_WORDS]


def _telling(entry: UUID, changes: Iterable[Change]) -> set[UUID]:
    """Public texts that name the entry (in a link, as their subject, as their author), or that carry a live fact."""
    texts = Edition.objects.current().filter(kind__in=written_kinds(), is_original=True).exclude(entry=entry)
    named = Fact.objects.current().filter(Q(object=entry) | Q(subject=entry)).values("entry")
    found = set(texts.filter(Q(entry__in=named) | Q(related__contains=[entry])).values_list("entry_id", flat=True))
    return found | showing_live(texts, entry, [change for change in changes if not change.is_own_text])


def showing_live(texts, entry: UUID, changes: list[Change]) -> set[UUID]:
    """Texts that name the other end of a changed fact and show, by a token in their text, that end or that fact.

    An office holder shown by the office is stated on the person's entry, which the text may not name at all.
    """
    ends = {each for change in changes for each in change.named} - {str(entry)}
    if not ends:
        return set()
    shown = "|".join(map(re.escape, sorted(ends | {each for change in changes for each in change.ids})))
    naming = Fact.objects.current().filter(object__in=ends, kind="mentions").values("entry")
    tokens = texts.filter(entry__in=naming, canonical__regex=rf"<data [^<>]*({shown})")
    return set(tokens.values_list("entry_id", flat=True))
