"""Articles and expert commentary."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentaryConfig(AppConfig):
    name = "commentary"
    verbose_name = _("Commentary")

    def ready(self):
        from commentary.documents import register_kinds
        from commentary.linked_data import describe_kinds

        register_kinds()
        describe_kinds()
