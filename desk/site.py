"""The admin site: its front page is the editors' desk."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from desk.drawers import in_drawers


class DeskSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = _("On the desk")
    index_template = "admin/desk/front.html"

    def get_urls(self):
        # Here, because screens can only be imported once the site exists.
        from desk.admin import front, planning, text, translations
        from desk.admin.working import addresses

        return [
            *addresses(self),
            *text.urls(self),
            *front.urls(self),
            *planning.urls(self),
            *translations.urls(self),
            *super().get_urls(),
        ]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else in_drawers(apps)

    def index(self, request, extra_context=None):
        from desk.admin.front import front_context

        return super().index(request, front_context(request) | (extra_context or {}))

    def autocomplete_view(self, request):
        from desk.admin.autocomplete import EntryAutocomplete

        return EntryAutocomplete.as_view(admin_site=self)(request)
