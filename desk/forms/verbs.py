"""What the verbs ask for."""

from datetime import UTC

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import MAX_TEXT
from desk.telling import OFF
from publishing.models import Action, Edition, Entry
from publishing.periods import LATEST


class VerbForm(forms.Form):
    """Carries the version that was looked at: a verb is for that text and no other."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self, entry: Entry, asked: QueryDict) -> None:
        """What the form offers for this entry; `asked`: the query of the address."""


class ApproveForm(VerbForm):
    """Carries the digest of the document the page showed: what is approved is that document and no other."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SubmitForm(VerbForm):
    """Asks for the two halves of a public note apart, so that neither is forgotten, and composes it."""

    action = forms.ChoiceField(
        label=_("kind of change"),
        choices=[
            ("", _("first publication or ordinary update")),
            (Action.CLARIFIED.value, _("clarification: right, but could be misread")),
            (Action.CORRECTED.value, _("correction: something was wrong")),
        ],
        required=False,
    )
    wrong = forms.CharField(
        label=_("what was wrong, or could be misread"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MAX_TEXT // 2,
        required=False,
        help_text=_("For a clarification or correction. Readers see it, word for word."),
    )
    right = forms.CharField(
        label=_("what is right, or meant"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MAX_TEXT // 2,
        required=False,
        help_text=_("For a clarification or correction. Readers see it, word for word."),
    )

    # For what comes back after it was retracted or withdrawn; the other fields are for what is in its place.
    reason = forms.CharField(
        label=_("why it comes back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
        help_text=_("Readers see it, word for word, when the entry is restored."),
    )

    def prepare(self, entry, asked):
        public = Edition.objects.current().filter(entry=entry.pk, is_original=True).only("action").first()
        if public and public.action in OFF:
            for name in ("action", "wrong", "right"):
                del self.fields[name]
        else:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean() or {}
        if "reason" in self.fields:
            return cleaned | {"action": "", "note": cleaned.get("reason", "")}
        action, halves = cleaned.get("action", ""), [cleaned.get("wrong", ""), cleaned.get("right", "")]
        if action and not halves[0]:
            self.add_error("wrong", _("Say what was wrong or could be misread."))
        if action and not halves[1]:
            self.add_error("right", _("Say what is right or meant."))
        if not action and any(halves):
            self.add_error("action", _("Say whether this is a correction or a clarification, or empty both fields."))
        cleaned["note"] = composed(action, *halves) if action else ""
        return cleaned


# The labels of both halves of a public note, by the kind of change.
HALVES = {
    Action.CORRECTED.value: (_("What was wrong:"), _("What is right:")),
    Action.CLARIFIED.value: (_("What could be misread:"), _("What is meant:")),
}


def composed(action: str, wrong: str, right: str) -> str:
    """The public note: “What was wrong: … What is right: …”."""
    labels = HALVES[action]
    return "\n".join(f"{label} {_sentence(half)}" for label, half in zip(labels, (wrong, right), strict=True))


def proposed(action: str, note: str) -> dict[str, str]:
    """The inverse: what the form starts from when a change is submitted again. A note of another make is one half."""
    if not action:
        return {"reason": note}
    before, after = HALVES[action]
    wrong, _break, right = note.partition(f"\n{after} ")
    if not right:
        wrong, right = "", note
    return {"action": action, "wrong": wrong.removeprefix(f"{before} "), "right": right}


def _sentence(text: str) -> str:
    return text if not text or text[-1] in '.!?…”"' else f"{text}."


class CommentForm(VerbForm):
    text = forms.CharField(label=_("comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MAX_TEXT)


class ReasonForm(VerbForm):
    text = forms.CharField(
        label=_("reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
        help_text=_("Readers see it, word for word."),
    )


class ForceForm(ApproveForm, ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("It stays at the desk, with the approval. Readers see only that nobody else reviewed the edition.")
        self.fields["text"].help_text = words


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


class RevertForm(VerbForm):
    number = forms.TypedChoiceField(label=_("edition"), coerce=int)

    def prepare(self, entry, asked):
        """Every edition that has a text, newest first."""
        editions = Edition.objects.released().filter(entry=entry.pk, is_original=True).exclude(title="")
        rows = editions.order_by("-number").values_list("number", "action", "released_at")
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            (number, f"{number}: {Action(action).label}, {at:%Y-%m-%d %H:%M} UTC") for number, action, at in rows
        ]
        if asked.get("edition", "").isdigit():
            self.initial["number"] = asked["edition"]
