"""The public shape of articles and commentary, and the facts that follow from their fields."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commentary import checks
from commentary.models import Article, Commentary
from members.held import affiliations_held
from publishing.documents import EntryDocument, Reference, RichText, register
from publishing.facts import implied, reference


class ArticleDocument(EntryDocument):
    rich_fields = ("body",)
    text_fields = ("standfirst", "byline", "dateline")
    prefetch = ("author_people", "about")

    type = serializers.CharField()
    standfirst = serializers.CharField()
    byline = serializers.CharField()
    authors = Reference(many=True, source="author_people")
    dateline = serializers.CharField()
    body = RichText()
    about = Reference(many=True)

    implies = ("author", "about")

    def implied_facts(self, article):
        for person in article.author_people.all():
            yield implied(article, "author", person, article)
        for entry in article.about.all():
            yield implied(article, "about", article, entry)


class HeldAffiliation(serializers.Serializer):
    institution = Reference()
    role = serializers.CharField()


class Expert(serializers.Serializer):
    """An expert, with the affiliations held on the day."""

    person = Reference()
    affiliations = HeldAffiliation(many=True)


class CommentaryDocument(EntryDocument):
    rich_fields = ("assessment",)
    text_fields = ("attribution", "outlet_name", "question", "pull_quote")
    quoted_fields = ("pull_quote",)
    prefetch = ("experts", "about")

    experts = serializers.SerializerMethodField()
    attribution = serializers.CharField()
    institution = Reference(allow_null=True)
    outlet = Reference(allow_null=True)
    outlet_name = serializers.CharField()
    question = serializers.CharField()
    assessment = RichText()
    pull_quote = serializers.CharField()
    about = Reference(many=True)

    @extend_schema_field(Expert(many=True))
    def get_experts(self, commentary) -> list[dict]:
        people = list(commentary.experts.all())
        return [
            {"person": reference(person), "affiliations": affiliations_held(person, commentary)} for person in people
        ]

    implies = ("expert", "about")

    def implied_facts(self, commentary):
        for person in commentary.experts.all():
            yield implied(commentary, "expert", person, commentary)
        for entry in commentary.about.all():
            yield implied(commentary, "about", commentary, entry)


_KINDS = (
    (Article, ArticleDocument, "articles"),
    (Commentary, CommentaryDocument, "commentary"),
)


def register_kinds() -> None:
    for model, serializer, section in _KINDS:
        register(model, serializer, section, checks=checks.OF_KIND.get(model.KIND, ()), is_written=True)
