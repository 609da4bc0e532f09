from django.apps import AppConfig
from django.contrib.admin import apps
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self):
        from desk.checks import open_objections
        from desk.commenting import open_comments
        from desk.house_style import follows_house_style
        from desk.reviewing import review_what_tells_of
        from publishing import gate, numbering

        gate.OF_EVERY_KIND += [follows_house_style, open_objections, open_comments]
        numbering.ON_RELEASE.append(review_what_tells_of)


class DeskAdminConfig(apps.AdminConfig):
    """Django's admin with the desk as its front page."""

    default = False
    default_site = "desk.site.DeskSite"
