"""The screen where editors keep the rules of the house."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.admin.lists import KnownRows
from desk.models.house_rules import HouseRule
from publishing import kinds

COMMON = ("title", "summary", "remarks")


def every_field() -> list[tuple[str, str]]:
    """The texts of all kinds by name."""
    names = [name for kind in kinds.every() for name in (*kind.serializer.rich_fields, *kind.serializer.text_fields)]
    return [(name, name.replace("_", " ")) for name in dict.fromkeys([*COMMON, *sorted(set(names))])]


class HouseRuleForm(forms.ModelForm):
    in_kinds = forms.MultipleChoiceField(
        label=_("Only in these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: in all."),
    )
    in_fields = forms.MultipleChoiceField(
        label=_("Only in these fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: in all."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = {"in_kinds": [(kind.name, kind.label) for kind in kinds.every()], "in_fields": every_field()}
        for name, choices in offered.items():
            if name in self.fields:  # whoever may only look has none
                self.fields[name].choices = choices  # type: ignore[attr-defined]


@admin.register(HouseRule)
class HouseRuleAdmin(KnownRows):
    form = HouseRuleForm
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})}}
    list_display = ["name", "level", "message", "suggestion", "is_active"]
    list_filter = ["is_active", "level"]
    search_fields = ["name", "pattern", "message", "suggestion"]
    fieldsets = [
        (None, {"fields": ["name", "is_active", "level"]}),
        (
            _("What it finds"),
            {
                "fields": ["pattern", "is_case_sensitive", "matching_example", "other_example"],
                "description": _("Both examples must pass before the rule can be saved. Quotations are not searched."),
            },
        ),
        (_("What it says"), {"fields": ["message", "suggestion"]}),
        (_("Where it applies"), {"fields": ["in_kinds", "in_fields"]}),
    ]

    def get_changeform_initial_data(self, request):
        return {}
