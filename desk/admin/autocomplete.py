"""The admin's autocomplete, finding entries by any of their names and telling apart those of one name."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Q

from desk.naming import Found, find, in_order
from publishing import kinds
from publishing.models import Entry
from publishing.search.names import fold


class SearchedByName(admin.ModelAdmin):
    """Lists and choices of entries. `name_fields`: columns of the kind that hold names beside title and aliases."""

    name_fields: tuple[str, ...] = ()
    # How many there are besides what was asked for is one count of the whole table more, and nobody asked.
    show_full_result_count = False

    def found(self, words: str) -> list[Found]:
        return find(words, self.model, name_fields(self.admin_site))

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        plain, _may_repeat = super().get_search_results(request, queryset, search_term)
        named = [each.entry for each in self.found(search_term)]
        return queryset.filter(Q(pk__in=plain.order_by().values("pk")) | Q(pk__in=named)), False


def name_fields(site: admin.AdminSite) -> dict[type[Entry], tuple[str, ...]]:
    screens = (screen for screen in site._registry.values() if isinstance(screen, SearchedByName))
    return {screen.model: screen.name_fields for screen in screens if screen.name_fields}


class EntryAutocomplete(AutocompleteJsonView):
    """Whether somebody may see the entries at all is asked by Django's view, of the screen of their kind."""

    term: str
    model_admin: admin.ModelAdmin

    @property
    def is_by_name(self) -> bool:
        return isinstance(self.model_admin, SearchedByName) and bool(self.term.strip())

    @cached_property
    def found(self) -> list[Found]:
        assert isinstance(self.model_admin, SearchedByName)
        return self.model_admin.found(self.term)

    def get_queryset(self):
        if not self.is_by_name:
            return super().get_queryset()
        rows = self.model_admin.get_queryset(self.request)
        return in_order(rows.complex_filter(self.source_field.get_limit_choices_to()), self.found)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.titles = Counter(fold(str(row)) for row in context["object_list"])
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if not isinstance(obj, Entry):
            return result
        called = next((each.name for each in self.found if each.entry == obj.pk), "") if self.is_by_name else ""
        more = [called] if called and fold(called) not in fold(obj.title) else []
        if self.model_admin.model is Entry:
            more.append(str(kinds.get(obj.kind).label))
        if self.titles[fold(obj.title)] > 1:
            more.append(str(obj.starts_on) if obj.starts_on else obj.slug)
        return result | {"text": " · ".join([result["text"], *more])}
