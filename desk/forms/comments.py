"""What a comment and the closing of a review ask for."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.forms.fields import MAX_TEXT


class WordsForm(forms.Form):
    text = forms.CharField(label=_("comment"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class PlaceForm(WordsForm):
    """`place` is “field:title”, “fact:<uuid>” or empty: the entry as a whole.

    A place that is gone by now is no reason to lose what somebody wrote; it is then about the whole.
    """

    place = forms.CharField(label=pgettext_lazy("of a comment", "about"), required=False, max_length=80)

    @property
    def about(self) -> dict[str, object]:
        what, _colon, which = self.cleaned_data["place"].partition(":")
        if what == "field" and which.isidentifier() and len(which) <= 60:
            return {"field": which}
        try:
            return {"fact": UUID(which)} if what == "fact" else {}
        except ValueError:
            return {}


class NoteForm(forms.Form):
    note = forms.CharField(label=_("note"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2}))
