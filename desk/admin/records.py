"""What was published, for looking at: nothing here can be added, changed or deleted."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.admin.addresses import screen_of
from desk.admin.front import ForcedFilter
from desk.admin.lists import day_and_hour
from publishing.models import Approval, Edition, Fact, Log


class RecordAdmin(admin.ModelAdmin):
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def released_for(user, rows):
    """Editions or facts without those that wait for their hour, unless the user may see them."""
    return rows if user.has_perm("publishing.view_embargoed") else rows.filter(position__isnull=False)


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
    list_display = ["position", "title", "kind", "number", "action", "released"]
    list_display_links = ["title"]
    list_filter = [ForcedFilter, "kind", "action", "language", "is_reviewed"]
    search_fields = ["title", "slug"]
    ordering = ["-position", "-id"]
    fields = [
        "title", "kind", "slug", "language", "number", "action", "note", "position", "released_at", "release_at",
        "superseded_at_position", "is_suppressed", "is_reviewed", "author", "publisher", "approval", "digest", "chain",
        "canonical",
    ]  # fmt: skip

    def get_queryset(self, request):
        rows = released_for(request.user, super().get_queryset(request))
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("changelist")
        return rows.defer("canonical", "text", "names", "search") if is_list else rows

    def get_list_display(self, request):
        may_change = request.user.has_perm("publishing.change_entry")
        return [*self.list_display, "put_back"] if may_change else self.list_display

    @admin.display(description=_("released"), ordering="released_at")
    def released(self, edition):
        """When it came out, or the hour it waits for."""
        is_out = edition.released_at is not None
        return day_and_hour(edition.released_at) if is_out else _("waits for %s") % day_and_hour(edition.release_at)

    @admin.display(description=_("into the working copy"))
    def put_back(self, edition):
        if edition.position is None or not edition.title:
            return "–"
        words = _("put edition %d back") % edition.number
        return format_html(
            '<a href="{}?edition={}">{}</a>',
            screen_of(edition.kind, edition.entry_id, "revert"),
            edition.number,
            words,
        )

    def lookup_allowed(self, lookup, value, request):
        return lookup == "entry__id__exact" or super().lookup_allowed(lookup, value, request)


@admin.register(Fact)
class FactAdmin(RecordAdmin):
    list_display = ["kind", "subject_title", "object_title", "starts_on", "ends_on", "standing", "position"]
    list_filter = ["kind", "standing"]
    search_fields = ["subject", "object", "uid"]
    search_help_text = _("The id of the subject, the object or the fact.")
    ordering = ["-id"]

    def get_queryset(self, request):
        return released_for(request.user, super().get_queryset(request))

    @admin.display(description=_("subject"))
    def subject_title(self, fact):
        return fact.statement["subject"]["title"]

    @admin.display(description=_("object"))
    def object_title(self, fact):
        return fact.statement["object"]["title"] if fact.statement["object"] else "–"


@admin.register(Approval)
class ApprovalAdmin(RecordAdmin):
    list_display = ["at", "entry", "by", "is_forced", "short_digest"]
    list_select_related = ["entry", "by"]
    search_fields = ["entry__title", "digest"]
    ordering = ["-id"]

    @admin.display(description=_("forced"), boolean=True)
    def is_forced(self, approval):
        return bool(approval.forced_reason)

    @admin.display(description=_("digest"))
    def short_digest(self, approval):
        return approval.digest[:12]


@admin.register(Log)
class LogAdmin(RecordAdmin):
    list_display = ["generation", "position", "last_released_at", "next_release_at"]

    def get_list_display(self, request):
        return self._told(request, self.list_display)

    def get_fields(self, request, obj=None):
        return self._told(request, super().get_fields(request, obj))

    def _told(self, request, names) -> list:
        """Without the hour of the next release, unless the user may know of it."""
        may = request.user.has_perm("publishing.view_embargoed")
        return [name for name in names if may or name != "next_release_at"]
