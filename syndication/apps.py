"""Partners, the API, feeds and webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "syndication"
    verbose_name = _("Syndication")

    def ready(self) -> None:
        from syndication.work import errands  # noqa: F401  (importing registers the queue)
