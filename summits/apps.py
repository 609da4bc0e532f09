"""Summits, documents, statements and events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SummitsConfig(AppConfig):
    name = "summits"
    verbose_name = _("Summits")

    def ready(self):
        from members.prose import RULES
        from summits import prose
        from summits.documents import register_kinds
        from summits.linked_data import describe_kinds

        register_kinds()
        describe_kinds()
        RULES.extend((prose.figures, prose.in_force, prose.signatures, prose.participants))
