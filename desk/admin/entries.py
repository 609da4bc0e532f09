"""The base screen of all entries: lists that show where each stands, and a form that leaves a trace."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, TextField, When
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from desk.admin.actions import WorkflowActions
from desk.admin.addresses import screen_of
from desk.admin.autocomplete import SearchedByName
from desk.admin.choices import KnownChoices, known_on
from desk.admin.comparing import CompareViews
from desk.admin.fact_checks import FactCheckViews
from desk.admin.front import ShelfFilter
from desk.admin.history import HistoryScreen
from desk.admin.inlines import CLOSED, OPEN, AliasInline, EntryCitationInline, ImageInline
from desk.admin.lists import KnownRows, day_and_hour
from desk.admin.previewing import PreviewViews
from desk.admin.saving import SafeSaves
from desk.admin.tables import TableImport
from desk.admin.verbs import stage_shown
from desk.admin.workflow import WorkflowViews
from desk.admin.working import WorkingCopies
from desk.forms import MAX_TEXT, EntryForm, LinesField, PlainTextField, RichTextField
from desk.telling import OFF
from publishing import kinds
from publishing.models import Action, Approval, Edition, Entry, Stage, Topic
from publishing.overlaps import last_day
from publishing.periods import partial_text
from publishing.richtext import as_html

# A public entry whose working copy readers see as it is.
AS_PUBLISHED = (
    Q(public_number__isnull=False, published_version=F("version"), is_scheduled=False)
    & ~Q(public_action__in=OFF)
    & ~Q(stage=Stage.SUBMITTED)
)


def with_standing(entries):
    """With what a list shows of where each stands."""
    current = Edition.objects.current().filter(entry=OuterRef("pk"), is_original=True)
    return entries.annotate(
        public_number=Subquery(current.values("number")[:1]),
        public_action=Subquery(current.values("action")[:1]),
        is_scheduled=Exists(Edition.objects.waiting().filter(entry=OuterRef("pk"))),
    ).annotate(is_as_published=Case(When(AS_PUBLISHED, then=True), default=False))


class StageFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [*Stage.choices, ("scheduled", _("scheduled")), ("published", _("as published"))]

    def queryset(self, request, queryset):
        stage = self.value()
        if stage == "scheduled":
            return queryset.filter(is_scheduled=True)
        if stage == "published":
            return queryset.filter(is_as_published=True)
        if stage in Stage:
            return queryset.filter(stage=stage, is_scheduled=False, is_as_published=False)
        return queryset


class EntryAdmin(
    KnownChoices,
    SearchedByName,
    SafeSaves,
    WorkingCopies,
    CompareViews,
    PreviewViews,
    FactCheckViews,
    TableImport,
    WorkflowActions,
    WorkflowViews,
    HistoryScreen,
):
    """Subclasses say what their kind adds: `kind_columns`, `kind_fieldsets`, `dates_help`, `inlines`."""

    form = EntryForm
    change_form_template = "admin/desk/entry_form.html"
    kind_columns: tuple = ()
    kind_fieldsets: tuple = ()
    # Whether an empty last day usually means that the first was the only one.
    is_moment = False
    dates_help = _("First and last day, both included.")

    search_fields = ["title", "slug", "aliases__name"]
    list_filter = [StageFilter, ("topics", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    ordering = ["-changed_at"]
    prepopulated_fields = {"slug": ["title"]}
    save_on_top = True

    class Media:
        css = {"all": ["desk/working.css", "desk/editor.css", "desk/form.css"]}

    def get_changeform_initial_data(self, request):
        """Nothing from the address: values nobody typed would fill the form unseen, and malformed ones break it."""
        return {}

    # The list

    def get_list_display(self, request):
        return ["title", *self.kind_columns, "stage_in_words", "public", "changed"]

    def get_list_select_related(self, request):
        columns = {field.name for field in self.opts.fields if field.is_relation} & set(self.kind_columns)
        return ["changed_by", *columns]

    def get_queryset(self, request):
        return with_standing(super().get_queryset(request))

    @admin.display(description=_("stage"), ordering="stage")
    def stage_in_words(self, entry):
        name, words = stage_shown(entry, entry.is_scheduled, entry.is_as_published)
        return format_html('<span class="stage stage--{}">{}</span>', name, words)

    @admin.display(description=_("public"))
    def public(self, entry):
        if entry.public_number is None:
            return "–"
        if entry.public_action in OFF:
            return Action(entry.public_action).label
        return _("edition %d") % entry.public_number

    @admin.display(description=_("last changed"), ordering="changed_at")
    def changed(self, entry):
        """When, and by whom: one column, so that all of them stand on a usual screen."""
        return format_html("{} <span>{}</span>", day_and_hour(entry.changed_at), entry.changed_by or "–")

    # The form

    def get_fieldsets(self, request, obj=None):
        dates = {
            "fields": [("starts", "absent_start"), ("ends", "absent_end")],
            "description": self.dates_help,
            "classes": OPEN,
        }
        # Below the rows of facts: what is looked up when everything else is written.
        filing = {
            "fields": ["topics", "language", "wikidata", "confidence", "remarks"],
            "description": _("Topics lead readers here; remarks are published below the text."),
            "classes": [*CLOSED, "late"],
        }
        laid_out = [
            (None, {"fields": ["title", "slug", "summary"]}),
            *((name, {"classes": OPEN} | part) for name, part in self.kind_fieldsets),
            (_("Dates"), dates),
            (_("Filing"), filing),
        ]
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return (
            [(name, part | {"fields": self.read(part["fields"])}) for name, part in laid_out] if is_read else laid_out
        )

    def read(self, fields) -> list:
        """The fields of a part for whoever only looks: of rich text the words as they will stand, not its HTML."""
        rich = kinds.get(self.model.KIND).serializer.rich_fields
        return [as_words(self.opts.get_field(name)) if name in rich else name for name in fields]

    def get_inlines(self, request, obj):
        return [*self.inlines, EntryCitationInline, AliasInline, ImageInline]

    def get_autocomplete_fields(self, request):
        fields = [*self.opts.fields, *self.opts.many_to_many]
        return [f.name for f in fields if f.is_relation and f.editable and not f.primary_key]

    def get_form(self, request, obj=None, change=False, **kwargs):
        laid_out = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        kwargs["fields"] = [getattr(each, "__name__", each) for each in laid_out]
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_moment = self.is_moment  # type: ignore[attr-defined]
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        said = {
            "label": capfirst(db_field.verbose_name),
            "help_text": db_field.help_text,
            "required": not db_field.blank,
        }
        if db_field.name in kinds.get(self.model.KIND).serializer.rich_fields:
            return RichTextField(**said)
        if isinstance(db_field, ArrayField):
            return LinesField(max_length=MAX_TEXT, **said)
        if type(db_field) is TextField:
            widget = AdminTextareaWidget(attrs={"rows": 4})
            kwargs |= {"max_length": MAX_TEXT, "form_class": PlainTextField, "widget": widget}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("first day"))
    def starts(self, entry):
        return partial_text(entry.starts_on, entry.start_precision) or "–"

    @admin.display(description=_("last day"))
    def ends(self, entry):
        return last_day(entry) or "–"

    @admin.display(description=_("how exactly"))
    def absent_start(self, entry):
        return entry.get_start_precision_display()

    @admin.display(description=_("how exactly"))
    def absent_end(self, entry):
        return entry.get_end_precision_display()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        inlines = context["inline_admin_formsets"]
        known_on(request).learn([context["adminform"].form, *(row for each in inlines for row in each.formset.forms)])
        if not context.get("is_popup"):
            # After a refusal the form has written into its instance; the desk speaks of what is saved.
            saved = self.get_object(request, str(obj.pk)) if obj and request.method == "POST" else obj
            beside = self.desk_context(request, saved) if saved else self.checks_context(request, None, None)
            context.update({name: each for name, each in beside.items() if name not in context})
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Deleting: only what nobody outside has ever seen

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and left_no_trace(obj)


def as_words(field):
    """A column of the form for a rich text that may only be read: formatted, its links and footnotes as mere words."""

    @admin.display(description=field.verbose_name)
    def words(entry):
        return as_html(getattr(entry, field.name), {}, {}) or "–"

    words.__name__ = field.name
    return words


def left_no_trace(entry: Entry | None) -> bool:
    """Whether no edition and no approval speaks of it. Asked of no entry in particular: no."""
    return entry is not None and not (
        Edition.objects.filter(entry=entry.pk).exists() or Approval.objects.filter(entry=entry.pk).exists()
    )


@admin.register(Topic)
class TopicAdmin(EntryAdmin):
    dates_help = _("Topics usually have none.")


@admin.register(Entry)
class AnyEntryAdmin(SearchedByName, KnownRows, WorkflowActions):
    """Entries of every kind in one list, for choosing and for releasing several together; each is changed on the
    screen of its kind."""

    search_fields = ["title", "slug", "aliases__name"]
    list_display = ["title_link", "kind", "stage_in_words", "public", "changed"]
    list_display_links = None
    list_filter = [ShelfFilter, StageFilter, "kind"]
    list_select_related = ["changed_by"]
    list_per_page = 50
    ordering = ["-changed_at"]
    stage_in_words = EntryAdmin.stage_in_words
    public = EntryAdmin.public
    changed = EntryAdmin.changed

    def get_queryset(self, request):
        return with_standing(super().get_queryset(request))

    @admin.display(description=_("title"), ordering="title")
    def title_link(self, entry):
        return format_html('<a href="{}">{}</a>', screen_of(entry.kind, entry.pk), entry.title)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # Asked when an entry of any kind is deleted, which is a row here too.
        return super().has_delete_permission(request, obj) and left_no_trace(obj)
