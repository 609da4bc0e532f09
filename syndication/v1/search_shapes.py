"""The shape of what a search counts."""

from rest_framework import serializers as s

from syndication.v1.shapes import Meta


class FacetValue(s.Serializer):
    value = s.CharField(help_text="What the parameter of that name takes.")
    title = s.CharField()
    number = s.IntegerField(help_text="How many of the entries found have it.")
    entry = s.CharField(help_text="The id, where it is an entry.")


class Facets(s.Serializer):
    """Over all that was found; where there is more than is counted (`is_cut`), over the newest of it."""

    total = s.IntegerField()
    is_cut = s.BooleanField()
    kind = s.ListField(child=FacetValue())
    state = s.ListField(child=FacetValue())
    person = s.ListField(child=FacetValue())
    topic = s.ListField(child=FacetValue())
    year = s.ListField(child=FacetValue())


class SearchMeta(Meta):
    facets = Facets(required=False)
