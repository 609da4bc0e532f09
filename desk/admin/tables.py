"""The screens of a table's import: the file, what would become of it, and the drafts."""

import csv
from itertools import groupby
from operator import attrgetter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.models import Import
from desk.tables.columns import columns_of
from desk.tables.making import Report, run
from desk.tables.reading import MAX_BYTES, Table, table_of

SHOWN = 300


class TableForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV or spreadsheet (.csv, .xlsx)"))

    table: Table

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than %d MiB; import it in parts.") % (MAX_BYTES // 1024**2))
        self.table = table_of(file.name, file.read())
        return file


class TableImport(admin.ModelAdmin):
    """The part of EntryAdmin that takes tables. Only drafts of new entries come of it."""

    change_list_template = "admin/desk/entry_list.html"

    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import-table/", view(self.table_view), name=f"{name}_import_table"),
            path("import-table/columns.csv", view(self.table_columns), name=f"{name}_table_columns"),
            path("import-table/<uuid:key>/", view(self.table_review), name=f"{name}_table_review"),
            *super().get_urls(),
        ]

    def table_view(self, request):
        """A dry run of the file; a table without problems is kept for the second step."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            report = run(self, request, form.table)
            if not report.problems:
                kept = Import.objects.create(
                    form=Import.Form.TABLE,
                    kind=self.model.KIND,
                    title=form.cleaned_data["file"].name[:300],
                    content={"columns": form.table.columns, "rows": form.table.rows},
                    by=request.user,
                )
                return HttpResponseRedirect(self._table_address("table_review", kept.pk))
        parts = [list(columns) for _part, columns in groupby(columns_of(self, request).values(), attrgetter("part"))]
        return self._table_page(request, _("Import a table"), form=form, report=report, parts=parts)

    def table_columns(self, request):
        """A table to fill in: the names of all columns and nothing else."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        csv.writer(answer).writerow(columns_of(self, request))
        return answer

    @transaction.atomic
    def table_review(self, request, key):
        if not self.has_add_permission(request):
            raise PermissionDenied
        kept = get_object_or_404(
            Import.objects.select_for_update(of=["self"]), pk=key, form=Import.Form.TABLE, kind=self.model.KIND
        )
        if kept.done_at:
            messages.info(request, _("These drafts have been made."))
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        table = Table(kept.content["columns"], [(number, cells) for number, cells in kept.content["rows"]])
        is_asked = request.method == "POST"
        report = run(self, request, table, keep=is_asked, is_examined=not is_asked)
        if request.method == "POST" and not report.problems:
            self._finish(request, kept, report)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        return self._table_page(request, kept.title, report=report, kept=kept)

    def _finish(self, request, kept: Import, report: Report) -> None:
        kept.entries.set(report.entries)
        kept.done_at, kept.done_by = timezone.now(), request.user
        kept.save(update_fields=["done_at", "done_by"])
        for entry in report.entries:
            self.log_addition(request, entry, [{"added": {"name": _("by import"), "object": kept.title}}])
        count = len(report.entries)
        messages.success(request, ngettext("%d draft was made.", "%d drafts were made.", count) % count)

    def _table_address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _table_page(self, request, title: str, report: Report | None = None, **context):
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "report": report,
            "problems": report.problems[:SHOWN] if report else [],
            "template_url": self._table_address("table_columns"),
            "import_url": self._table_address("import_table"),
        }
        return TemplateResponse(request, "admin/desk/table.html", shared | context)
