from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from publishing import gate, textchecks
        from publishing.documents import EntryDocument, register
        from publishing.linked_data import register as describe
        from publishing.models import Topic

        gate.OF_EVERY_KIND.extend((textchecks.live_facts_hold, textchecks.figures_are_its_own))

        class TopicDocument(EntryDocument):
            """A subject heading."""

        register(Topic, TopicDocument, "topics")
        describe("topic", "DefinedTerm", lambda document, names: {})
