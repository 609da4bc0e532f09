"""Sources: found, chosen, and counted where they are used."""

from functools import reduce
from operator import add

from django.contrib import admin
from django.db.models import Count, F, OuterRef, Subquery, TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from desk.admin.front import DeadFilter
from desk.admin.history import HistoryScreen
from desk.forms import MAX_TEXT, PlainTextField, SourceForm
from publishing.models import Entry, Source
from publishing.models.source import SourceUse


def _uses(model):
    counted = model.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


@admin.register(Source)
class SourceAdmin(HistoryScreen):
    form = SourceForm
    list_display = ["title", "publisher", "kind", "published", "language", "is_seen", "used_in"]
    list_filter = [DeadFilter, "kind", "is_seen", "language"]
    search_fields = ["title", "publisher", "author", "url"]
    list_per_page = 50
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "title_is_descriptive", "publisher", "author", ("kind", "language"), "published"],
                "description": _("A report, page or data set outside this site. Enter it once, cite it often."),
            },
        ),
        (
            _("Where it is"),
            {
                "fields": ["url", "archived_url", "accessed_on", "is_seen"],
                "description": _("An archived copy keeps the citation alive when the page disappears."),
            },
        ),
        (None, {"fields": ["note"]}),
    ]

    def save_model(self, request, obj, form, change):
        """A source stands in the document of whatever cites it: changing it is a hand in each, and voids approvals."""
        citing = Entry.objects.locked().filter(pk__in=obj.citing_entries()) if change and form.changed_data else ()
        # Locked before the source is written: an approval of the old text comes first and is voided.
        entries = list(citing)
        super().save_model(request, obj, form, change)
        for entry in entries:
            entry.record_change(request.user)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) is TextField:
            kwargs |= {"max_length": MAX_TEXT, "form_class": PlainTextField}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        counted = (_uses(model) for model in SourceUse.__subclasses__())
        return super().get_queryset(request).annotate(uses=reduce(add, counted))

    @admin.display(description=_("used in"), ordering="uses")
    def used_in(self, source):
        return source.uses

    @admin.display(description=_("published"), ordering=F("published_on").desc(nulls_last=True))
    def published(self, source):
        return source.published or "–"
