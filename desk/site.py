"""The admin site: its front page is the editors' desk."""

from django.conf import settings
from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
