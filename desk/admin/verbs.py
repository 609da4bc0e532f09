"""What can be done with an entry besides changing it: one row a verb, each calling the kernel's verb of that name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.forms import MAX_TEXT
from publishing import kinds, releasing
from publishing.canonical import digest
from publishing.models import Action, Approval, Edition, Entry, Stage
from publishing.periods import LATEST

OFF = (Action.WITHDRAWN, Action.RETRACTED)


class VerbForm(forms.Form):
    """Carries the version that was looked at: a verb is for that text and no other."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(VerbForm):
    """Carries the digest of the document the page showed: what is approved is that document and no other."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SubmitForm(VerbForm):
    action = forms.ChoiceField(
        label=_("kind of change"),
        choices=[
            ("", _("first publication or ordinary update")),
            (Action.CLARIFIED.value, _("clarification: right, but could be misread")),
            (Action.CORRECTED.value, _("correction: something was wrong")),
        ],
        required=False,
    )
    note = forms.CharField(
        label=_("public note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
        required=False,
        help_text=_("For a clarification or correction: what was wrong and what is right. Readers see it."),
    )


class CommentForm(VerbForm):
    text = forms.CharField(label=_("comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MAX_TEXT)


class ReasonForm(VerbForm):
    text = forms.CharField(
        label=_("reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
        help_text=_("It is published."),
    )


class ForceForm(ApproveForm, ReasonForm):
    pass


class HourForm(VerbForm):
    release_at = forms.DateTimeField(
        label=_("hour of release (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_release_at(self):
        at = self.cleaned_data["release_at"]
        at = at.replace(tzinfo=UTC)
        if at <= timezone.now():
            raise forms.ValidationError(_("The hour of release must lie ahead."))
        if at.date() >= LATEST:
            raise forms.ValidationError(_("The hour of release lies after 2099."))
        return at


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

    @property
    def can_go_out(self) -> bool:
        return self.is_approved and not self.waiting and (self.entry.is_changed or self.is_off)


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

    @property
    def right(self) -> str:
        return f"publishing.{self.permission}_entry"


def stage_shown(entry: Entry, is_scheduled: bool, is_as_published: bool) -> tuple[str, object]:
    if is_scheduled:
        return "scheduled", _("scheduled")
    return ("published", _("as published")) if is_as_published else (entry.stage, entry.get_stage_display())


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
    ),
    Verb(
        "return", _("Return with a comment"), _("was returned"), "approve",
        lambda at: at.entry.stage != Stage.DRAFT and not at.waiting and not at.is_as_published,
        lambda entry, by, data: entry.send_back(by, data["text"]),
        CommentForm,
    ),
    Verb(
        "approve", _("Approve"), _("was approved"), "approve",
        lambda at: at.needs_approval,
        lambda entry, by, data: entry.approve(by, seen=data["seen"]),
        ApproveForm,
        help=_("You confirm that the text is right as it stands and rests on its sources."),
    ),
    Verb(
        "publish", _("Publish now"), _("was published"), "publish",
        lambda at: at.can_go_out and not at.is_off,
        lambda entry, by, data: releasing.publish([entry], by),
    ),
    Verb(
        "schedule", _("Publish at an hour"), _("was scheduled"), "publish",
        lambda at: at.can_go_out and not at.is_off,
        lambda entry, by, data: releasing.publish([entry], by, data["release_at"]),
        HourForm,
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
        help=_("The approved text becomes public, and its old editions come back."),
    ),
    Verb(
        "restore-later", _("Restore at an hour"), _("was scheduled to be restored"), "withdraw",
        lambda at: at.can_go_out and at.is_off,
        lambda entry, by, data: releasing.restore(entry, by, data["release_at"]),
        HourForm,
    ),
    Verb(
        "force", _("Approve without a second pair of eyes"), _("was approved"), "force",
        lambda at: not at.is_approved and not at.waiting and not at.is_as_published,
        lambda entry, by, data: entry.approve(by, data["text"], seen=data["seen"]),
        ForceForm,
        _("Readers are told that the edition was not independently reviewed."),
    ),
    Verb(
        "retract", _("Retract"), _("was retracted"), "withdraw",
        lambda at: bool(at.public) and not at.is_off,
        lambda entry, by, data: releasing.retract(entry, by, data["text"]),
        ReasonForm,
        _("The text stays readable under a banner with the reason; its facts no longer count."),
    ),
    Verb(
        "withdraw", _("Withdraw"), _("was withdrawn"), "withdraw",
        lambda at: at.public is not None and not at.public.is_withdrawn,
        lambda entry, by, data: releasing.withdraw(entry, by, data["text"]),
        ReasonForm,
        _("The page and every old edition disappear; a note with the reason stays in their place."),
    ),
)  # fmt: skip


def offered(entry: Entry, user) -> list[Verb]:
    """The verbs this user may use on the entry as it stands."""
    at = Standing(entry)
    return [verb for verb in VERBS if user.has_perm(verb.right) and verb.when(at)]


def public_address(entry: Entry, edition: Edition) -> str | None:
    return kinds.page_url(entry.kind, edition.slug)
