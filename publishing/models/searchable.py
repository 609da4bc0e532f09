"""The columns of editions that the database itself makes of the document, for search. Their functions are in SQL, in
the migration that made them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, UUIDField, Value

# Stems Latin letters as English and Cyrillic ones as Russian: one column and one question serve both languages.
CONFIG = "russian"


# What a document says without prose: kind, dates in words and figures, and the titles of all it refers to.
CONTEXT = Func(F("canonical"), function="edition_context", output_field=TextField())


def search_vector():
    """The title is the first of the names."""
    return (
        SearchVector("names", weight="A", config=CONFIG)
        + SearchVector("summary", weight="B", config=CONFIG)
        + SearchVector("text", weight="C", config=CONFIG)
        + SearchVector(CONTEXT, weight="D", config=CONFIG)
    )


def involved(kind: str):
    """The ids of the entries of a kind that a document names, itself included."""
    ids = ArrayField(UUIDField())
    return Func(F("canonical"), Value(kind), function="edition_involves", output_field=ids)
