"""The shapes of answers in formats of others, for the OpenAPI document; the standards say what they mean."""

from typing import Any

from rest_framework import serializers as s


class Concepts(s.ListField):
    """`{name, rel, uri, literal}` each."""

    child = s.DictField()


class NinjsText(s.Serializer):
    role = s.CharField()
    contentType = s.CharField()
    value = s.CharField()
    charCount = s.IntegerField(required=False)
    wordCount = s.IntegerField(required=False)


class NinjsStandard(s.Serializer):
    name = s.CharField()
    version = s.CharField()
    schema = s.CharField()


class NinjsAltId(s.Serializer):
    role = s.CharField()
    value = s.CharField()


class NinjsRights(s.Serializer):
    linkedRights = s.URLField()


class Ninjs(s.Serializer):
    """An item in ninjs 3.1 (iptc.org). Members that say nothing are left out."""

    uri = s.CharField(help_text="urn:uuid: and the id")
    standard = NinjsStandard()
    type = s.CharField()
    representationType = s.CharField()
    profile = s.CharField(help_text="the kind")
    version = s.CharField(help_text="the number of the edition")
    firstCreated = s.DateTimeField()
    versionCreated = s.DateTimeField()
    pubStatus = s.ChoiceField(["usable", "withheld"], help_text="withheld: retracted")
    edNote = s.CharField(required=False, help_text="what readers are told")
    language = s.CharField()
    title = s.CharField()
    slugline = s.CharField()
    by = s.CharField()
    located = s.CharField(required=False)
    headlines = NinjsText(many=True)
    descriptions = NinjsText(many=True, required=False)
    bodies = NinjsText(many=True, required=False)
    genres = s.ListField(child=s.DictField(), required=False)
    people = Concepts(required=False)
    organisations = Concepts(required=False)
    places = Concepts(required=False)
    subjects = Concepts(required=False)
    events = Concepts(required=False)
    associations = s.ListField(child=s.DictField(), required=False)
    infoSources = s.ListField(child=s.DictField(), required=False)
    altIds = NinjsAltId(many=True)
    trustIndicators = s.ListField(child=s.DictField())
    copyrightHolder = s.CharField()
    usageTerms = s.CharField()
    rightsInfo = NinjsRights()


class OEmbed(s.Serializer):
    """oEmbed 1.0 (oembed.com): `rich` with a card, or `link` where the card does not fit."""

    type = s.ChoiceField(["rich", "link"])
    version = s.CharField()
    title = s.CharField()
    author_name = s.CharField()
    author_url = s.URLField(required=False)
    provider_name = s.CharField()
    provider_url = s.URLField()
    cache_age = s.IntegerField(help_text="seconds")
    html = s.CharField(required=False)
    width = s.IntegerField(required=False)
    height = s.IntegerField(required=False)

    def get_fields(self) -> dict[str, Any]:
        # Declared so because a name that starts with an underscore is no field to a serializer.
        return {**super().get_fields(), "_alliance_record": s.DictField(help_text="id, edition, position, digest …")}
