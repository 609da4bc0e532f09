from django.apps import AppConfig
from django.contrib.admin import apps
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self):
        from desk.checks import open_objections
        from publishing.gate import OF_EVERY_KIND

        OF_EVERY_KIND.append(open_objections)


class DeskAdminConfig(apps.AdminConfig):
    """Django's admin with the desk as its front page."""

    default = False
    default_site = "desk.site.DeskSite"
