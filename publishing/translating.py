"""Translations: their documents, and the door they are published through.

A translation's document is that of the edition it was made from with the words in another language. It says which
edition that was (`translates`) and states no facts: those of the original hold in every language.
"""

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.building import build_edition
from publishing.canonical import canonical, digest_of_text
from publishing.gate import Finding, Level, PublishingRefused, blockers
from publishing.models import Action, Approval, Contribution, Edition, Entry, Stage, Translation
from publishing.numbering import lock_log, release
from publishing.richtext import sanitise

# Words every kind has beside its title and summary.
OF_EVERY_KIND = ("remarks",)


def word_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind that are words, and so are translated; codes, numbers and others' own words are not."""
    serializer = kinds.get(kind).serializer
    names = (*serializer.text_fields, *serializer.rich_fields, *OF_EVERY_KIND)
    return tuple(name for name in names if name not in serializer.as_they_are)


def public_original(entry_id) -> Edition | None:
    """The original that readers see now; none where it is gone or retracted: there is nothing to translate then."""
    public = Edition.objects.current().filter(entry=entry_id, is_original=True)
    return public.exclude(action__in=[Action.WITHDRAWN, Action.RETRACTED]).first()


def source_of(translation: Translation) -> Edition | None:
    """The edition a translation was made from."""
    released = Edition.objects.released().filter(entry=translation.entry_id, is_original=True, is_suppressed=False)
    # Without what is there for search: of many translations it would be read many times.
    found = released.filter(digest=translation.translates).defer("search", "text", "names", "states", "people")
    return found.order_by("-position").first()


def translation_of(entry: Entry, language: str) -> Translation:
    """The translation as it stands, or a new one, unsaved, of what is public now. Raises ValidationError."""
    found = Translation.objects.filter(entry=entry.pk, language=language).first()
    if found:
        return found
    public = public_original(entry.pk)
    if public is None:
        raise ValidationError(_("“%s” is not public; a translation is made of what readers see.") % entry.title)
    return Translation(entry_id=entry.pk, language=language, translates=public.digest)


def texts_of(kind: str, given: dict) -> dict:
    """What is kept of `given`: words by field, rich text sanitised, empty ones left out."""
    rich = kinds.get(kind).serializer.rich_fields
    kept = {name: given[name] for name in word_fields(kind) if given.get(name)}
    return {name: sanitise(words) if name in rich else words for name, words in kept.items()}


@transaction.atomic
def write(translation: Translation, by, title: str, summary: str, texts: dict, translates: str = "") -> bool:
    """Save what a translator wrote; `translates`: the digest of the edition it is of by now. False: nothing new."""
    entry = Entry.objects.locked().get(pk=translation.entry_id)
    changed = {
        "title": title, "summary": summary, "texts": texts_of(entry.kind, texts),
        "translates": translates or translation.translates,
    }  # fmt: skip
    if translation.pk and all(getattr(translation, name) == value for name, value in changed.items()):
        return False
    for name, value in changed.items():
        setattr(translation, name, value)
    translation.save(update_fields=list(changed) if translation.pk else None)
    translation.record_change(by)
    return True


def document_of(translation: Translation) -> dict:
    source = source_of(translation)
    if source is None:
        raise ValidationError(_("The edition this translates is no longer to be had."))
    return source.document | {
        "language": translation.language,
        "title": translation.title,
        "summary": translation.summary,
        **translation.texts,
        "facts": [],
        "note": translation.proposed_note,
        "translates": {
            "edition": source.number,
            "digest": source.digest,
            "language": source.language,
            "title": source.title,
            "fields": sorted(translation.texts),
        },
    }


@transaction.atomic
def publish_translations(translations: Iterable[Translation], by) -> list[Edition]:
    """Publish approved translations, all or none, adjacent in the feed. Raises what `releasing.publish` raises."""
    if not by.has_perm("publishing.publish_entry"):
        raise PermissionDenied(_("This needs the right “%s”.") % "publishing.publish_entry")
    keys = {each.pk: each.entry_id for each in translations}
    entries = {entry.pk: entry for entry in Entry.objects.locked().filter(pk__in=keys.values())}
    rows = list(Translation.objects.locked().filter(pk__in=keys))
    batch = uuid.uuid4()
    editions = [_built(row, entries[row.entry_id], by, batch) for row in rows]
    release(lock_log(), editions, timezone.now())
    return editions


def _built(translation: Translation, entry: Entry, by, batch: uuid.UUID) -> Edition:
    from publishing.translation_checks import examine_translation

    _refuse_unchanged(translation)
    document = document_of(translation)
    text = canonical(document)
    approval = Approval.objects.filter(**translation.hands(), digest=digest_of_text(text)).order_by("-id").first()
    if approval is None or translation.stage != Stage.APPROVED:
        message = _("It has not been approved as it stands now; submit it and have someone else approve it.")
        raise PublishingRefused([Finding(Level.BLOCKER, "not-approved", message, "", translation.title)])
    if found := blockers(examine_translation(translation, document)):
        raise PublishingRefused(found)
    edition = build_edition(
        entry, document, text, approval, by=by, action=default_action(translation), batch=batch, of=translation
    )
    _close(translation, edition)
    return edition


def default_action(translation: Translation) -> str:
    once = Edition.objects.released().filter(is_original=False, **translation.hands())
    return translation.proposed_action or Action.UPDATED if once.exists() else Action.PUBLISHED


def _refuse_unchanged(translation: Translation) -> None:
    """Nothing is published twice; what went with a retracted or withdrawn original comes again unchanged."""
    standing = Edition.objects.current().filter(is_original=False, **translation.hands())
    if not translation.is_changed and standing.exists():
        message = _("Nothing has changed since its last edition.")
        raise PublishingRefused([Finding(Level.BLOCKER, "unchanged", message, "", translation.title)])


def _close(translation: Translation, edition: Edition) -> None:
    """The change is out: its hands are free again, and the next change starts as a draft without a note."""
    Contribution.objects.filter(**translation.hands(), published_in=None).update(published_in=edition)
    Translation.objects.filter(pk=translation.pk).update(
        stage=Stage.DRAFT,
        published_version=edition.version,
        proposed_action="",
        proposed_note="",
        returned_note="",
    )


def fallen_behind() -> QuerySet[Translation]:
    """Translations of something else than what is public now. Those whose original is gone wait for its return."""
    public = Edition.objects.current().filter(entry=OuterRef("entry"), is_original=True)
    standing = public.exclude(action__in=[Action.WITHDRAWN, Action.RETRACTED])
    return Translation.objects.filter(Exists(standing.exclude(digest=OuterRef("translates"))))


def awaiting_approval() -> QuerySet[Translation]:
    return Translation.objects.filter(stage=Stage.SUBMITTED)
