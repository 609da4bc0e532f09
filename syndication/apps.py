"""Partners, the API, feeds and webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "syndication"
    verbose_name = _("Syndication")

    def ready(self) -> None:
        from publishing.numbering import ON_RELEASE
        from publishing.releasing import ON_CANCEL, ON_MOVE, ON_SCHEDULE
        from syndication import budgets, checkpoints, embargo, noticing  # noqa: F401  (importing names their errands)
        from syndication.hearing import tell_of_turn
        from syndication.snapshots.errand import remake_after_withdrawal
        from syndication.webhooks import admin as _screens  # noqa: F401
        from syndication.webhooks import sending  # noqa: F401  (importing registers its queue)
        from syndication.webhooks.announcing import announce_soon
        from syndication.work import admin  # noqa: F401  (importing registers its screens)
        from syndication.work.queues import wake_on_release

        ON_RELEASE.extend([embargo.released, remake_after_withdrawal, announce_soon, tell_of_turn, wake_on_release])
        ON_SCHEDULE.extend([embargo.scheduled, tell_of_turn])
        ON_MOVE.extend([embargo.moved, tell_of_turn])
        ON_CANCEL.extend([embargo.cancelled, tell_of_turn])
