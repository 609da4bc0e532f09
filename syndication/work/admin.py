"""What the operator sees of background work: what is due, what failed and why, what was given up; snapshots."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat, truncatechars
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from syndication.models import Errand, Leased, Snapshot


class ReadAdmin(admin.ModelAdmin):
    """Rows that programs write and people only look at."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LeasedAdmin(ReadAdmin):
    """Any kind of leased rows; subclasses are registered for each."""

    list_display: tuple[str, ...] = ("__str__", "state", "due_at", "tries_so_far", "what_happened")
    list_filter: ClassVar[tuple[str, ...]] = ("state",)
    actions = ("do_now",)

    @admin.display(description=_("tries"))
    def tries_so_far(self, row: Leased) -> int:
        return row.tries

    @admin.display(description=_("problem"))
    def what_happened(self, row: Leased) -> str:
        return truncatechars(row.problem, 100)

    @admin.action(description=_("Do now; try again what was given up"), permissions=["change"])
    def do_now(self, request: HttpRequest, rows: QuerySet) -> None:
        chosen = self.model._default_manager.filter(pk__in=[row.pk for row in rows])
        number = chosen.bring_forward() + chosen.revive()
        text = ngettext("%(number)d row is due now.", "%(number)d rows are due now.", number)
        self.message_user(request, text % {"number": number}, messages.SUCCESS)


@admin.register(Errand)
class ErrandAdmin(LeasedAdmin):
    pass


@admin.register(Snapshot)
class SnapshotAdmin(ReadAdmin):
    list_display = ("__str__", "position", "made_at", "size", "removed_at")

    @admin.display(description=_("size"))
    def size(self, snapshot: Snapshot) -> str:
        return filesizeformat(sum(file["bytes"] for file in snapshot.files()))
