"""Approved working copies → editions and facts, not yet released."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Greatest

from publishing import facts, kinds
from publishing.canonical import canonical, digest_of_text
from publishing.documents import searchable_text
from publishing.gate import Finding, Level, PublishingRefused, blockers, examine
from publishing.models import Action, Approval, Contribution, Edition, Entry, Fact, Stage, Translation
from publishing.search.names import fold

CODES = ("iso2", "iso3", "short_name", "abbreviation")


def approved_document(entry: Entry) -> tuple[dict, str, Approval]:
    """The document of the working copy, its canonical text, and the newest approval of exactly that document."""
    document = entry.document()
    text = canonical(document)
    approval = Approval.objects.filter(**entry.hands(), digest=digest_of_text(text)).order_by("-id").first()
    if approval is None or entry.stage != Stage.APPROVED:
        message = "It has not been approved as it stands now; submit it and have someone else approve it."
        raise PublishingRefused([Finding(Level.BLOCKER, "not-approved", message, "", entry.title)])
    return document, text, approval


def refuse_blocked(entry: Entry, document: dict, together: list[UUID], release_at: datetime | None) -> None:
    found = blockers(examine(entry, document, together, release_at))
    if found:
        raise PublishingRefused(found)


def default_action(entry: Entry) -> str:
    """What publishing this entry now means to readers, unless the editors proposed something stronger."""
    last = Edition.objects.released().filter(entry=entry).order_by("-position").values_list("action", flat=True)
    if not last:
        return Action.PUBLISHED
    if last[0] in (Action.WITHDRAWN, Action.RETRACTED):
        return Action.RESTORED
    return entry.proposed_action or Action.UPDATED


def build_edition(
    entry: Entry,
    document: dict,
    text: str,
    approval: Approval,
    *,
    by,
    action: str,
    batch: UUID,
    release_at: datetime | None = None,
    slug: str = "",
    of: Translation | None = None,
) -> Edition:
    """Insert the edition and its facts; giving it a position is numbering.py's part.

    `slug`: the public address, where the document is a notice over it and the working copy may be on its way elsewhere.
    `of`: the translation it is an edition of."""
    edition = Edition.objects.create(
        entry=entry,
        kind=entry.kind,
        language=document["language"],
        is_original=of is None,
        number=next_number(entry),
        action=action,
        note=document["note"],
        canonical=text,
        digest=approval.digest,
        version=(of or entry).version,
        batch=batch,
        approval=approval,
        author=(of or entry).changed_by,
        publisher=by,
        is_reviewed=not approval.forced_reason,
        release_at=release_at,
        slug=slug or document["slug"],
        **columns(document),
    )
    if action not in (Action.RETRACTED, Action.WITHDRAWN):
        Fact.objects.bulk_create(facts.rows(edition, document["facts"]))
    return edition


def next_number(entry: Entry) -> int:
    """One more than any edition of the entry ever had, those that were dropped included."""
    highest = Max("editions__number"), Max("dropped__number")
    given = Entry.objects.filter(pk=entry.pk).aggregate(last=Greatest(*highest))["last"]
    return (given or 0) + 1


def close_working_copy(entry: Entry, edition: Edition) -> None:
    """The change is out: its hands are free again, and the next change starts as a draft without a note."""
    Contribution.objects.filter(**entry.hands(), published_in=None).update(published_in=edition)
    Entry.objects.filter(pk=entry.pk).update(
        stage=Stage.DRAFT,
        published_version=edition.version,
        proposed_action="",
        proposed_note="",
        returned_note="",
    )


def reopen_working_copy(edition: Edition) -> None:
    """The scheduled change is not coming out: its hands, its kind and its note are proposed again."""
    again = Contribution.objects.filter(entry_id=edition.entry_id, language="", published_in=None).values("user")
    Contribution.objects.filter(published_in=edition, user__in=again).delete()
    Contribution.objects.filter(published_in=edition).update(published_in=None)
    proposed = edition.action if edition.action in (Action.CLARIFIED, Action.CORRECTED) else ""
    entry = Entry.objects.filter(pk=edition.entry_id)
    entry.update(published_version=None, proposed_action=proposed, proposed_note=edition.note)
    entry.filter(version=edition.version).update(stage=Stage.APPROVED)


def columns(document: dict) -> dict:
    """What lists are sorted, filtered and searched by. A tombstone has none of it."""
    if "title" not in document:
        return {"title": "", "sort_on": date.min}
    dated_on = date.fromisoformat(document["dates"]["from"]) if document["dates"]["from"] else None
    translates = document.get("translates")
    # A translation is found by the title of its original, too.
    names = [document["title"], *([translates["title"]] if translates else [])]
    names += [name["name"] for name in document["names"]]
    return {
        "title": document["title"],
        "summary": document["summary"],
        "translates": translates["digest"] if translates else "",
        "translates_number": translates["edition"] if translates else None,
        "type": document.get("type", "")[:40],
        "status": document.get("status", "")[:60],
        "dated_on": dated_on,
        "sort_on": dated_on or date.min,
        "topics": [topic["id"] for topic in document["topics"]],
        "related": _related(document),
        "codes": [document[key].casefold()[:40] for key in CODES if document.get(key)],
        "images": [image["src"] for image in document["images"]],
        "names": fold(" \n".join(names)),
        "text": searchable_text(kinds.get(document["kind"]).serializer, document),
    }


def _related(document: dict) -> list[str]:
    """The entries that plain fields of the document name; topics and facts have their own columns."""
    fields = [value for key, value in document.items() if key not in ("topics", "facts")]
    return list(dict.fromkeys(ref["id"] for ref in facts.references_in({"fields": fields})))
