"""The admin site: its front page is the editors' desk."""

from django.conf import settings
from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    site_header = site_title = settings.SITE_NAME

    def get_urls(self):
        # Here, because screens can only be imported once the site exists.
        from desk.admin import text
        from desk.admin.working import addresses

        return [*addresses(self), *text.urls(self), *super().get_urls()]

    def autocomplete_view(self, request):
        from desk.admin.autocomplete import EntryAutocomplete

        return EntryAutocomplete.as_view(admin_site=self)(request)
