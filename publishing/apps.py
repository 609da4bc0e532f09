from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from publishing import kinds
        from publishing.documents import EntryDocument, builder
        from publishing.models import Topic

        class TopicDocument(EntryDocument):
            """A subject heading."""

        kinds.register(
            kinds.Kind(
                name="topic",
                section="topics",
                collection="topics",
                label=_("topic"),
                label_plural=_("topics"),
                model=Topic,
                serializer=TopicDocument,
                build=builder(TopicDocument),
            )
        )
