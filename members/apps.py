"""Organisations, states, people and what ties them together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from members.documents import register_kinds
        from members.linked_data import describe_kinds
        from members.live import FACTS
        from members.prose import agrees_with_facts
        from publishing import live
        from publishing.gate import OF_EVERY_KIND

        register_kinds()
        describe_kinds()
        live.register(*FACTS)
        OF_EVERY_KIND.append(agrees_with_facts)
