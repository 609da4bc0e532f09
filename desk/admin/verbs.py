"""What can be done with an entry besides changing it: one row a verb, each calling the kernel's verb of that name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.verbs import (
    ApproveForm,
    CommentForm,
    ForceForm,
    HourForm,
    ReasonForm,
    RevertForm,
    SubmitForm,
    VerbForm,
    proposed,
)
from desk.models import Cancellation, Comment
from desk.reverting import revert
from desk.telling import OFF
from publishing import kinds, releasing
from publishing.canonical import digest
from publishing.models import Approval, Edition, Entry, Stage


class Standing:
    """Where an entry stands; each question is asked once."""

    def __init__(self, entry: Entry):
        self.entry = entry

    @cached_property
    def public(self) -> Edition | None:
        return Edition.objects.current().filter(entry=self.entry.pk, is_original=True).first()

    @cached_property
    def waiting(self) -> Edition | None:
        return Edition.objects.waiting().filter(entry=self.entry.pk).first()

    @cached_property
    def document(self) -> dict:
        return self.entry.document()

    @property
    def is_as_published(self) -> bool:
        """Nothing to do: readers see exactly this working copy, or will at its hour."""
        is_out = bool(self.public or self.waiting) and not self.entry.is_changed
        return is_out and not (self.is_off and not self.waiting) and self.entry.stage != Stage.SUBMITTED

    @property
    def stage(self) -> tuple[str, object]:
        """Where it stands: a name for its colour, and the word."""
        return stage_shown(self.entry, bool(self.waiting), self.is_as_published)

    @property
    def is_draft(self) -> bool:
        return self.entry.stage == Stage.DRAFT and not self.is_as_published

    @cached_property
    def is_approved(self) -> bool:
        """Approved exactly as it stands now; what it quotes of others may have changed since."""
        approvals = Approval.objects.filter(entry=self.entry.pk, digest=digest(self.document))
        return self.entry.stage == Stage.APPROVED and approvals.exists()

    @property
    def needs_approval(self) -> bool:
        is_open = self.entry.stage != Stage.DRAFT and not self.is_as_published
        return is_open and not self.is_approved and not self.waiting

    @property
    def is_off(self) -> bool:
        return bool(self.public and self.public.action in OFF)

    @cached_property
    def cancelled(self) -> Cancellation | None:
        """The release that was called off last, until another edition was made."""
        last = Cancellation.objects.filter(entry=self.entry.pk).select_related("by").first()
        made = Edition.objects.filter(entry=self.entry.pk, created_at__gt=last.at) if last else None
        return last if made is not None and not made.exists() else None

    @property
    def can_go_out(self) -> bool:
        return self.is_approved and not self.waiting and (self.entry.is_changed or self.is_off)


def standing_of(entry: Entry) -> Standing:
    """One for all who ask of this object, so that a page builds its document once."""
    return vars(entry).setdefault("_standing", Standing(entry))


@dataclass(frozen=True)
class Verb:
    name: str
    label: object
    done: object
    permission: str
    when: Callable[[Standing], bool]
    do: Callable[[Entry, object, dict], object]
    form: type[VerbForm] = VerbForm
    help: object = ""
    # What the form starts from.
    initial: Callable[[Standing], dict[str, Any]] = lambda at: {}
    # The document as it will stand, for verbs that change what readers see: their pages say where that will show.
    outcome: Callable[[Standing], dict] | None = None
    # Only for those who had a hand in the change.
    needs_hand: bool = False

    @property
    def right(self) -> str:
        return f"publishing.{self.permission}_entry"


def stage_shown(entry: Entry, is_scheduled: bool, is_as_published: bool) -> tuple[str, object]:
    if is_scheduled:
        return "scheduled", _("scheduled")
    return ("published", _("as published")) if is_as_published else (entry.stage, entry.get_stage_display())


def _whole(at: Standing) -> dict:
    return at.document


def _nothing(at: Standing) -> dict:
    return {"kind": at.entry.kind, "facts": []}


def send_back(entry: Entry, by, text: str) -> None:
    """Back to its authors; what is to be changed stands among the comments until somebody has settled it."""
    entry.send_back(by, text)
    Comment.objects.create(entry_id=entry.pk, author=by, text=text.strip())


class Remarks(list[str]):
    """What a verb has to say beyond that it was done."""


def put_back(entry: Entry, by, number: int) -> Remarks:
    edition = Edition.objects.released().get(entry=entry.pk, number=number)
    return Remarks(revert(entry, edition, by))


def _waiting(entry: Entry) -> Edition:
    edition = Edition.objects.waiting().filter(entry=entry.pk).first()
    if edition is None:
        raise ValidationError(_("No edition of this entry waits any more; it was released or cancelled."))
    return edition


VERBS = (
    Verb(
        "submit", _("Submit for approval"), _("was submitted"), "submit",
        lambda at: at.is_draft,
        lambda entry, by, data: entry.submit(by, data["action"], data["note"]),
        SubmitForm,
        initial=lambda at: proposed(at.entry.proposed_action, at.entry.proposed_note),
        outcome=_whole,
    ),
    Verb(
        "recall", _("Take it back"), _("is a draft again"), "submit",
        lambda at: at.entry.stage == Stage.SUBMITTED and not at.waiting,
        lambda entry, by, data: entry.recall(by),
        help=_("You go on writing; nobody is asked to approve it until you submit it again."),
        needs_hand=True,
    ),
    Verb(
        "return", _("Return with a comment"), _("was returned"), "approve",
        lambda at: at.entry.stage != Stage.DRAFT and not at.waiting and not at.is_as_published,
        lambda entry, by, data: send_back(entry, by, data["text"]),
        CommentForm,
    ),
    Verb(
        "approve", _("Approve"), _("was approved"), "approve",
        lambda at: at.needs_approval,
        lambda entry, by, data: entry.approve(by, seen=data["seen"]),
        ApproveForm,
        initial=lambda at: {"seen": digest(at.document)},
        help=_("You confirm that the text is right as it stands and rests on its sources."),
        outcome=_whole,
    ),
    Verb(
        "publish", _("Publish now"), _("was published"), "publish",
        lambda at: at.can_go_out and not at.is_off,
        lambda entry, by, data: releasing.publish([entry], by),
        outcome=_whole,
    ),
    Verb(
        "schedule", _("Publish at an hour"), _("was scheduled"), "publish",
        lambda at: at.can_go_out and not at.is_off,
        lambda entry, by, data: releasing.publish([entry], by, data["release_at"]),
        HourForm,
        outcome=_whole,
    ),
    Verb(
        "reschedule", _("Publish at another hour"), _("was moved to another hour"), "publish",
        lambda at: bool(at.waiting),
        lambda entry, by, data: releasing.reschedule(_waiting(entry), by, data["release_at"]),
        HourForm,
    ),
    Verb(
        "cancel", _("Cancel the scheduled release"), _("is no longer scheduled"), "publish",
        lambda at: bool(at.waiting),
        lambda entry, by, data: releasing.cancel_release(_waiting(entry), by),
    ),
    Verb(
        "restore", _("Restore"), _("was restored"), "withdraw",
        lambda at: at.can_go_out and at.is_off,
        lambda entry, by, data: releasing.restore(entry, by),
        help=_("The approved text becomes public with its note, and the old editions come back."),
        outcome=_whole,
    ),
    Verb(
        "restore-later", _("Restore at an hour"), _("was scheduled to be restored"), "withdraw",
        lambda at: at.can_go_out and at.is_off,
        lambda entry, by, data: releasing.restore(entry, by, data["release_at"]),
        HourForm,
        outcome=_whole,
    ),
    Verb(
        "revert", _("Put an earlier edition back"), _("has the text and the facts of the earlier edition"), "change",
        lambda at: at.public is not None and (at.entry.is_changed or at.public.number > 1),
        lambda entry, by, data: put_back(entry, by, data["number"]),
        RevertForm,
        _("The working copy becomes a draft with that edition's text, facts and sources. Nothing is published."),
    ),
    Verb(
        "force", _("Approve without a second pair of eyes"), _("was approved"), "force",
        lambda at: not at.is_approved and not at.waiting and not at.is_as_published,
        lambda entry, by, data: entry.approve(by, data["text"], seen=data["seen"]),
        ForceForm,
        _("Readers are told that the edition was not independently reviewed."),
        lambda at: {"seen": digest(at.document)},
        outcome=_whole,
    ),
    Verb(
        "retract", _("Retract"), _("was retracted"), "withdraw",
        lambda at: bool(at.public) and not at.is_off,
        lambda entry, by, data: releasing.retract(entry, by, data["text"]),
        ReasonForm,
        _("The text stays readable under a banner with the reason; its facts no longer count."),
        outcome=_nothing,
    ),
    Verb(
        "withdraw", _("Withdraw"), _("was withdrawn"), "withdraw",
        lambda at: at.public is not None and not at.public.is_withdrawn,
        lambda entry, by, data: releasing.withdraw(entry, by, data["text"]),
        ReasonForm,
        _("The page and every old edition disappear; a note with the reason stays in their place."),
        outcome=_nothing,
    ),
)  # fmt: skip


def offered(entry: Entry, user) -> list[Verb]:
    """The verbs this user may use on the entry as it stands."""
    at = Standing(entry)
    return [verb for verb in VERBS if user.has_perm(verb.right) and verb.when(at)]


def public_address(entry: Entry, edition: Edition) -> str | None:
    return kinds.page_url(entry.kind, edition.slug)
