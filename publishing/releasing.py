"""The only door: publish, correct, retract, withdraw, restore, schedule – and the numbering that makes editions public.

Locks are taken in one order everywhere: entries by id, then the head row. Positions are handed out under the head
row's lock, which is held until commit, so they follow the order of commits and have no gaps.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.building import (
    approved_document,
    build_edition,
    close_working_copy,
    default_action,
    refuse_blocked,
)
from publishing.canonical import canonical, chain_link, chain_start, digest_of_text
from publishing.gate import Finding, Level, PublishingRefused
from publishing.models import Action, Approval, Contribution, Edition, Entry, Log, Stage

BATCH = 5000
# Any number no other program uses in this database: the bytes of “head”.
HEAD_LOCK = 0x68656164


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
        document, text, approval = approved_document(entry)
        refuse_blocked(entry, document, together, release_at)
        action = default_action(entry)
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
    _require(by, "publishing.withdraw_entry")
    current = _public_edition(entry)
    return _notice(current, by, Action.RETRACTED, current.document | {"note": _stated(note)})


@transaction.atomic
def withdraw(entry: Entry, by, reason: str) -> Edition:
    """Take the entry off the site, every old edition included; a tombstone with the public `reason` stays."""
    _require(by, "publishing.withdraw_entry")
    current = _public_edition(entry)
    tombstone = {
        "id": str(entry.pk),
        "kind": current.kind,
        "language": current.language,
        "facts": [],
        "note": _stated(reason),
    }
    return _notice(current, by, Action.WITHDRAWN, tombstone)


def restore(entry: Entry, by, release_at: datetime | None = None) -> Edition:
    """Publish the approved working copy of a withdrawn or retracted entry; its old editions come back."""
    if default_action(entry) != Action.RESTORED:
        raise ValidationError(_("“%s” is neither withdrawn nor retracted.") % entry.title)
    return publish([entry], by, release_at)[0]


@transaction.atomic
def cancel_release(edition: Edition, by) -> None:
    """Drop a scheduled edition; its hands are open again and the working copy stays as it is."""
    _require(by, "publishing.publish_entry")
    Entry.objects.locked().get(pk=edition.entry_id)
    log = lock_log()
    _drop(edition, log)


@transaction.atomic
def reschedule(edition: Edition, by, release_at: datetime) -> None:
    """Move a scheduled edition to another hour, which must lie ahead."""
    _require(by, "publishing.publish_entry")
    if release_at <= timezone.now():
        raise ValidationError(_("The hour of release must lie ahead."))
    log = lock_log()
    moved = Edition.objects.waiting().filter(pk=edition.pk).update(release_at=release_at)
    if not moved:
        raise ValidationError(_("This edition has been released already."))
    _set_next_release(log)


def release_due(now: datetime | None = None) -> int:
    """Number the scheduled editions whose hour has come, in order of their hours. Returns how many.

    Called by whoever notices: a request, a publication, a worker. Two at once are one after the other.
    """
    now = now or timezone.now()
    with transaction.atomic():
        log = lock_log()
        return _release_due(log, now)


def lock_log() -> Log:
    """The head row, locked until the transaction ends; made on first use.

    Writers queue on an advisory lock and find the row free. Queueing on the row itself can deadlock: who waits for
    a row locked in a released savepoint waits for the whole transaction, which may roll back to an outer savepoint
    and queue again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])
    log = Log.objects.select_for_update(no_key=True).first()
    if log is None:
        generation = uuid.uuid4()
        Log.objects.bulk_create([Log(generation=generation, chain=chain_start(generation))], ignore_conflicts=True)
        log = Log.objects.select_for_update(no_key=True).get()
    return log


def release(log: Log, editions: list[Edition], now: datetime) -> None:
    """Give `editions` the next positions and move the record's head. The caller holds the head row's lock."""
    _release_due(log, now)
    _number(log, editions, now)


def _release_due(log: Log, now: datetime) -> int:
    if log.next_release_at is None or log.next_release_at > now:
        return 0
    due = list(Edition.objects.waiting().filter(release_at__lte=now).order_by("release_at", "batch", "id"))
    for edition in due:
        _number(log, [edition], edition.release_at)
    _set_next_release(log)
    return len(due)


def _number(log: Log, editions: list[Edition], at: datetime) -> None:
    # The record's clock never runs backwards, whatever the machine's does.
    at = max(at, log.last_released_at or at)
    for edition in editions:
        log.position += 1
        log.chain = chain_link(
            log.chain, log.position, edition.entry_id, edition.number, edition.action, edition.digest
        )
        edition.position, edition.chain, edition.released_at = log.position, log.chain, at
    log.last_released_at = at
    for start in range(0, len(editions), BATCH):
        _write_positions(editions[start : start + BATCH], at)
    log.save(update_fields=["position", "chain", "last_released_at"])


def _write_positions(editions: list[Edition], at: datetime) -> None:
    ids, entries, positions, chains, languages, originals, actions = zip(
        *((e.pk, e.entry_id, e.position, e.chain, e.language, e.is_original, str(e.action)) for e in editions),
        strict=True,
    )
    released = (
        "unnest(%(ids)s::bigint[], %(entries)s::uuid[], %(positions)s::bigint[], %(chains)s::text[],"
        " %(languages)s::text[], %(originals)s::boolean[], %(actions)s::text[])"
        " AS r(id, entry, position, chain, language, original, action)"
    )
    values: dict[str, Any] = {
        "ids": list(ids), "entries": list(entries), "positions": list(positions), "chains": list(chains),
        "languages": list(languages), "originals": list(originals), "actions": list(actions), "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _RELEASE:
            cursor.execute(statement.replace("{released}", released), values)


# What a release does to the tables, in order: close what it replaces (an original replaces the original, whatever
# its language; a withdrawal replaces every language),
# number the new rows, hide what is withdrawn, bring back what is restored.
_RELEASE = (
    """UPDATE publishing_edition e SET superseded_at_position = r.position FROM {released}
       WHERE e.entry_id = r.entry
         AND (e.language = r.language OR (e.is_original AND r.original) OR r.action = 'withdrawn')
         AND e.position < r.position AND e.superseded_at_position IS NULL""",
    """UPDATE publishing_fact f SET superseded_at_position = r.position FROM {released}
       WHERE f.entry_id = r.entry AND r.original AND f.position < r.position
         AND f.superseded_at_position IS NULL""",
    """UPDATE publishing_edition e
       SET position = r.position, chain = r.chain, released_at = %(at)s,
           first_released_at = coalesce(
               (SELECT min(o.first_released_at) FROM publishing_edition o
                WHERE o.entry_id = r.entry AND o.position IS NOT NULL), %(at)s)
       FROM {released} WHERE e.id = r.id""",
    """UPDATE publishing_fact f SET position = r.position FROM {released} WHERE f.edition_id = r.id""",
    """UPDATE publishing_edition e SET is_suppressed = (r.action = 'withdrawn') FROM {released}
       WHERE r.action IN ('withdrawn', 'restored') AND e.entry_id = r.entry AND e.position < r.position
         AND e.action <> 'withdrawn'""",
    """UPDATE publishing_fact f SET is_suppressed = (r.action = 'withdrawn') FROM {released}
       WHERE r.action IN ('withdrawn', 'restored') AND f.entry_id = r.entry AND f.position < r.position""",
)


def _notice(current: Edition, by, action: str, document: dict) -> Edition:
    """Publish a notice over the public edition; it needs the same other eyes as any text."""
    entry = Entry.objects.locked().get(pk=current.entry_id)
    log = lock_log()
    for waiting in Edition.objects.waiting().filter(entry=entry):
        _drop(waiting, log)
    text = canonical(document)
    own_hand = entry.has_hand_in(by)
    if own_hand:
        _require(by, "publishing.force_entry")
    approval = Approval.objects.create(
        entry=entry, digest=digest_of_text(text), by=by, forced_reason=document["note"] if own_hand else ""
    )
    edition = build_edition(entry, document, text, approval, by=by, action=action, batch=uuid.uuid4())
    Entry.objects.filter(pk=entry.pk).update(stage=Stage.DRAFT, proposed_action="", proposed_note="")
    release(log, [edition], timezone.now())
    return edition


def _drop(edition: Edition, log: Log) -> None:
    if not Edition.objects.waiting().filter(pk=edition.pk).exists():
        raise ValidationError(_("This edition has been released already."))
    again = Contribution.objects.filter(entry_id=edition.entry_id, published_in=None).values("user")
    Contribution.objects.filter(published_in=edition, user__in=again).delete()
    Contribution.objects.filter(published_in=edition).update(published_in=None)
    Entry.objects.filter(pk=edition.entry_id).update(published_version=None)
    edition.facts.all().delete()
    edition.delete()
    _set_next_release(log)


def _set_next_release(log: Log) -> None:
    next_one = Edition.objects.waiting().order_by("release_at").values_list("release_at", flat=True).first()
    log.next_release_at = next_one
    log.save(update_fields=["next_release_at"])


def _locked(entries: Iterable[Entry]) -> list[Entry]:
    wanted = {entry.pk for entry in entries}
    if not wanted:
        raise ValidationError(_("There is nothing to publish."))
    return list(Entry.objects.locked().filter(pk__in=wanted))


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
