"""Template words of the page's furniture: who says a fact, how exactly, how long a text is to read."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing import attribution, datewords, kinds
from publishing.richtext import plain_text
from publishing.templatetags.record import joined

register = template.Library()
register.filter("voices", attribution.voices)
register.filter("how_precise", attribution.how_precise)

WORDS_A_MINUTE = 230


@register.filter
def reading_minutes(document: dict) -> int:
    """Of all the rich text of a document, at least one."""
    names = kinds.get(document["kind"]).serializer.rich_fields
    words = sum(len(plain_text(document[name]).split()) for name in names)
    return max(1, round(words / WORDS_A_MINUTE))


@register.simple_tag
def cited_line(cited: dict[str, Any]) -> SafeString:
    """One citation of one fact: title, publisher, date; where in it is said beside."""
    title = format_html("<cite>{}</cite>", cited["title"])
    if cited["url"]:
        title = format_html('<a href="{}" rel="external">{}</a>', cited["url"], title)
    return joined(title, cited["publisher"], datewords.partial_words(cited["published"]))
