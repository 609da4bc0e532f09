"""Choosing rows by name, as Django's admin does it; shown again with what is no key, it shows nothing chosen."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class KnownKeys:
    """Django asks the database for whatever was sent, and breaks on what no row could have as its key."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if self._is_key(key)], attr)  # type: ignore[misc]

    def _is_key(self, key: str) -> bool:
        try:
            self.field.remote_field.model._meta.pk.to_python(key)  # type: ignore[attr-defined]
        except ValidationError:
            return not key  # nothing chosen is a choice
        return True


class Picker(KnownKeys, AutocompleteSelect):
    pass


class Pickers(KnownKeys, AutocompleteSelectMultiple):
    pass


class PicksByName:
    """The part of screens and inlines that offers them for their `get_autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", Pickers(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
