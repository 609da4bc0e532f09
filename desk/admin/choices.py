"""Choices in the forms of entries and their parts: one page asks once what all that is chosen in it is called."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin

from desk.forms.known import Known, KnownSelect, KnownSelectMultiple


def known_on(request: Any) -> Known:
    """One for all forms of a request."""
    if not hasattr(request, "known_choices"):
        request.known_choices = Known()
    return request.known_choices


class KnownChoices(BaseModelAdmin):
    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self._known(KnownSelect, db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = self._known(KnownSelectMultiple, db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _known(self, widget, db_field, request, kwargs: dict) -> dict:
        if "widget" in kwargs or db_field.name not in self.get_autocomplete_fields(request):
            return kwargs
        made = widget(db_field, self.admin_site)
        made.known = known_on(request)
        return kwargs | {"widget": made}
