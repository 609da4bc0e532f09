"""Parts of an entry inside its form."""

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import ForeignKey, Prefetch, TextField
from django.forms import CheckboxInput
from django.utils.translation import gettext_lazy as _

from desk.admin.choices import KnownChoices
from desk.forms import MAX_TEXT, DatedFactForm, DatedFactFormSet, ImageForm, PlainTextField
from publishing.models import Alias, Citation, EntryCitation, Image
from publishing.overlaps import in_words

# Sections of the form, as they are until somebody has left them otherwise (static/desk/sections.js).
OPEN = ["collapse", "section", "section--open"]
CLOSED = ["collapse", "section"]


class PartInline(KnownChoices, InlineModelAdmin):
    """Who may change the entry may add, change and remove its parts."""

    extra = 1
    classes = OPEN

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.deletion_widget = CheckboxInput(attrs={"aria-label": _("Remove this row")})  # type: ignore[assignment]
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) is TextField:
            kwargs |= {"max_length": MAX_TEXT, "form_class": PlainTextField}
        made = super().formfield_for_dbfield(db_field, request, **kwargs)
        if made and isinstance(self, admin.TabularInline):
            # In a table the head of the column names the field for the eye alone.
            made.widget.attrs.setdefault("aria-label", str(made.label))
            # A choice is as wide as its column, whatever the width of the window; what can be chosen can be added.
            made.widget.attrs.setdefault("data-width", "100%")
            for link in ("can_change_related", "can_delete_related", "can_view_related"):
                setattr(made.widget, link, False)
        return made

    def get_autocomplete_fields(self, request):
        return [
            field.name
            for field in self.opts.fields
            if isinstance(field, ForeignKey) and field.editable and field.related_model is not self.parent_model
        ]


class AliasInline(PartInline, admin.TabularInline):
    model = Alias
    classes = CLOSED


class ImageInline(PartInline, admin.StackedInline):
    model = Image
    form = ImageForm
    extra = 0
    classes = CLOSED
    fields = ["file", "alt", "caption", ("credit", "licence"), "order"]


class EntryCitationInline(PartInline, admin.TabularInline):
    model = EntryCitation
    fields = ["source", "locator", "order"]
    extra = 2
    verbose_name_plural = _("sources of the entry as a whole")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class DatedFactInline(PartInline, admin.StackedInline):
    """Dated facts of one table. A subclass names the model and `about`: its own fields, row by row."""

    template = "admin/desk/_fact_rows.html"
    form = DatedFactForm
    formset = DatedFactFormSet
    # What an empty end means in a new row.
    absent_end_default = "open"
    about: tuple = ()

    def get_fieldsets(self, request, obj=None):
        rest = {
            "fields": [("standing", "confidence"), "note", ("checked_on", "check_again_on")],
            "classes": ["collapse"],
        }
        dates = [("starts", "absent_start", "ends", "absent_end")]
        return [(None, {"fields": [*self.about, *dates, "sources"]}), (_("How sure, and notes"), rest)]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.absent_end_default = self.absent_end_default  # type: ignore[attr-defined]
        formset.form.may_add_source = request.user.has_perm("publishing.add_source")  # type: ignore[attr-defined]
        return formset

    def get_queryset(self, request):
        rows, named = super().get_queryset(request), self.get_autocomplete_fields(request)
        rows = rows.select_related(*named) if named else rows
        return rows.prefetch_related(Prefetch("citations", Citation.objects.select_related("source")))

    # What people without the right to change see in place of the form's own fields.

    @admin.display(description=_("period"))
    def starts(self, row):
        return in_words(row)

    @admin.display(description=_("sources"))
    def sources(self, row):
        return "; ".join(str(use) for use in row.citations.all())

    def absent_start(self, row):
        return row.get_start_precision_display()

    def ends(self, row):
        return row.ends_on or "–"

    def absent_end(self, row):
        return row.get_end_precision_display()
