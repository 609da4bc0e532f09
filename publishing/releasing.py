"""The only door: publish, correct, retract, withdraw, restore, schedule.

Locks are taken in one order everywhere: entries by id, then the head row (numbering.py).
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.building import (
    approved_document,
    build_edition,
    close_working_copy,
    default_action,
    refuse_blocked,
    reopen_working_copy,
)
from publishing.canonical import canonical, digest_of_text
from publishing.gate import Finding, Level, PublishingRefused
from publishing.models import Action, Approval, Dropped, Edition, Entry, Log, Stage
from publishing.numbering import Note, lock_log, number_due, release, set_next_release, tell

# Other rooms' bookkeeping of what waits for its hour, in the transaction that schedules, moves or drops it and under
# the head's lock; see ON_RELEASE. What was dropped is told of while it is still there.
ON_SCHEDULE: list[Note] = []
ON_MOVE: list[Note] = []
ON_CANCEL: list[Note] = []


@transaction.atomic
def publish(entries: Iterable[Entry], by, release_at: datetime | None = None) -> list[Edition]:
    """Publish the approved working copies, all or none, in one transaction and adjacent in the feed.

    What readers are told (`action` and `note`) was approved with the text: see `Entry.submit`. With a later
    `release_at` the editions wait for their hour without a position.
    Raises PublishingRefused with everything that stands in the way, PermissionDenied, ValidationError.
    """
    _require(by, "publishing.publish_entry")
    locked = _locked(entries)
    if release_at is not None and release_at <= timezone.now():
        release_at = None
    together, batch = [entry.pk for entry in locked], uuid.uuid4()
    _refuse_if_scheduled(locked)
    editions = []
    for entry in locked:
        action = default_action(entry)
        if action == Action.RESTORED:
            _require(by, "publishing.withdraw_entry")
        _refuse_unchanged(entry, action)
        document, text, approval = approved_document(entry)
        refuse_blocked(entry, document, together, release_at)
        editions.append(
            build_edition(entry, document, text, approval, by=by, action=action, batch=batch, release_at=release_at)
        )
        close_working_copy(entry, editions[-1])
    log = lock_log()
    if release_at is None:
        release(log, editions, timezone.now())
    else:
        log.next_release_at = min(filter(None, (log.next_release_at, release_at)))
        log.save(update_fields=["next_release_at"])
        tell(ON_SCHEDULE, editions)
    return editions


def correct(entry: Entry, by, note: str) -> None:
    """Propose the changed working copy as a correction: `note` tells readers what was wrong and what is right."""
    entry.submit(by, Action.CORRECTED, note)


def clarify(entry: Entry, by, note: str) -> None:
    """Propose the changed working copy as a clarification with a public note."""
    entry.submit(by, Action.CLARIFIED, note)


@transaction.atomic
def retract(entry: Entry, by, note: str) -> Edition:
    """Leave the public text under a banner with `note`; its facts no longer count."""
    return _notice(entry, by, Action.RETRACTED, lambda current: current.document | {"note": _stated(note)})


@transaction.atomic
def withdraw(entry: Entry, by, reason: str) -> Edition:
    """Take the entry off the site, every old edition included; a tombstone with the public `reason` stays."""

    def tombstone(current: Edition) -> dict:
        return {
            "id": str(current.entry_id),
            "kind": current.kind,
            "language": current.language,
            "facts": [],
            "note": _stated(reason),
        }

    return _notice(entry, by, Action.WITHDRAWN, tombstone)


def restore(entry: Entry, by, release_at: datetime | None = None) -> Edition:
    """Publish the approved working copy of a withdrawn or retracted entry; its old editions come back."""
    if default_action(entry) != Action.RESTORED:
        raise ValidationError(_("“%s” is neither withdrawn nor retracted.") % entry.title)
    return publish([entry], by, release_at)[0]


def cancel_release(edition: Edition, by) -> None:
    """Drop a scheduled edition; its hands are open again and the working copy stays as it is."""
    cancel_releases([edition], by)


@transaction.atomic
def cancel_releases(editions: Iterable[Edition], by) -> None:
    """Drop scheduled editions together, all or none: they may name each other, but nothing that stays may name them."""
    _require(by, "publishing.publish_entry")
    editions = list(editions)
    _locked(Entry(pk=edition.entry_id) for edition in editions)
    log = lock_log()
    for edition in editions:
        _refuse_if_awaited(edition, besides=editions)
    for edition in editions:
        _drop(edition, log)


@transaction.atomic
def reschedule(edition: Edition, by, release_at: datetime) -> None:
    """Move a scheduled edition to another hour, which must lie ahead."""
    _require(by, "publishing.publish_entry")
    if release_at <= timezone.now():
        raise ValidationError(_("The hour of release must lie ahead."))
    log = lock_log()
    _refuse_if_awaited(edition, before=release_at)
    moved = Edition.objects.waiting().filter(pk=edition.pk).update(release_at=release_at)
    if not moved:
        raise ValidationError(_("This edition has been released already."))
    set_next_release(log)
    edition.release_at = release_at
    tell(ON_MOVE, [edition])


def _notice(entry: Entry, by, action: str, compose: Callable[[Edition], dict]) -> Edition:
    """Publish a notice over the public edition; it needs the same other eyes as any text.

    What is public is read under the locks: a notice never brings back what another has just taken down.
    """
    _require(by, "publishing.withdraw_entry")
    entry = Entry.objects.locked().get(pk=entry.pk)
    log = lock_log()
    number_due(log, timezone.now())
    current = _public_edition(entry)
    for waiting in Edition.objects.waiting().filter(entry=entry):
        _drop(waiting, log)
    document = compose(current)
    text = canonical(document)
    own_hand = entry.has_hand_in(by)
    if own_hand:
        _require(by, "publishing.force_entry")
    approval = Approval.objects.create(
        entry=entry, digest=digest_of_text(text), by=by, forced_reason=document["note"] if own_hand else ""
    )
    edition = build_edition(
        entry, document, text, approval, by=by, action=action, batch=uuid.uuid4(), slug=current.slug
    )
    Entry.objects.filter(pk=entry.pk).update(stage=Stage.DRAFT, proposed_action="", proposed_note="")
    release(log, [edition], timezone.now())
    return edition


def _refuse_if_awaited(edition: Edition, before: datetime | None = None, besides: Iterable[Edition] = ()) -> None:
    """A scheduled edition that others name must not stay away (or come later, at `before`) when they come out."""
    if Edition.objects.current().filter(entry_id=edition.entry_id).exists():
        return
    going = [edition.pk, *(each.pk for each in besides)]
    others = Edition.objects.waiting().exclude(pk__in=going).filter(canonical__contains=str(edition.entry_id))
    if before is not None:
        others = others.filter(release_at__lt=before)
    if titles := list(others.values_list("title", flat=True)):
        names = ", ".join(f"“{title}”" for title in titles)
        raise ValidationError(_("Scheduled editions name this entry: %s. Cancel or move them first.") % names)


def _drop(edition: Edition, log: Log) -> None:
    if not Edition.objects.waiting().filter(pk=edition.pk).exists():
        raise ValidationError(_("This edition has been released already."))
    tell(ON_CANCEL, [edition])
    reopen_working_copy(edition)
    Dropped.objects.create(entry_id=edition.entry_id, number=edition.number)
    edition.facts.all().delete()
    edition.delete()
    set_next_release(log)


def _locked(entries: Iterable[Entry]) -> list[Entry]:
    wanted = {entry.pk for entry in entries}
    if not wanted:
        raise ValidationError(_("There is nothing to publish."))
    return list(Entry.objects.locked().filter(pk__in=wanted))


def _refuse_unchanged(entry: Entry, action: str) -> None:
    if action != Action.RESTORED and entry.published_version == entry.version:
        message = _("Nothing has changed since its last edition.")
        raise PublishingRefused([Finding(Level.BLOCKER, "unchanged", message, "", entry.title)])


def _refuse_if_scheduled(entries: list[Entry]) -> None:
    waiting = Edition.objects.waiting().filter(entry__in=entries)
    found = [
        Finding(
            Level.BLOCKER,
            "scheduled",
            _("Edition %(number)d waits for %(hour)s; cancel or move it first.")
            % {"number": edition.number, "hour": edition.release_at.isoformat(timespec="minutes")},
            "",
            edition.title,
        )
        for edition in waiting
    ]
    if found:
        raise PublishingRefused(found)


def _public_edition(entry: Entry) -> Edition:
    current = Edition.objects.current().filter(entry_id=entry.pk, is_original=True).first()
    if current is None or current.is_withdrawn:
        raise ValidationError(_("“%s” is not public.") % entry.title)
    return current


def _stated(text: str) -> str:
    if not text.strip():
        raise ValidationError(_("Say publicly why."))
    return text.strip()


def _require(user, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(_("This needs the right “%s”.") % permission)
