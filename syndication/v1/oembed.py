"""oEmbed 1.0 (oembed.com): a card of an entry for other sites to show, without script, picture or tracker."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from math import ceil
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from publishing import languages
from publishing.elsewhere import absolute, authors, lasting_url, permanent_url, titled, told, xml_text
from publishing.finding import Gone, Moved, edition_at, last_word, numbered
from publishing.models import Edition
from publishing.reading import BadParameter, Moment
from publishing.views import EntryPage
from syndication.record import OWN, record_of
from syndication.v1 import other_shapes, shapes
from syndication.v1.endpoint import Endpoint
from syndication.v1.items import gone
from syndication.v1.openapi import Schema
from syndication.v1.paging import bounded
from syndication.v1.problems import Problem, not_found
from syndication.v1.rendering import JSONRenderer

WIDTH, NARROWEST, LARGEST = 600, 220, 9999
# How high a card becomes can only be guessed: letters and lines of common size, and room for all but the summary.
LETTER, LINE, FRAME = 8, 24, 110
# A correction should not wait for long on other sites.
CACHE_AGE = 600


class XMLRenderer(BaseRenderer):
    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else ET.tostring(_element("oembed", data), encoding="utf-8", xml_declaration=True)


FORMS = {"json": JSONRenderer, "xml": XMLRenderer}


class CardSchema(Schema):
    """JSON, or XML of the same members."""

    def get_response_serializers(self) -> dict[Any, Any]:
        answers = super().get_response_serializers()
        told = answers.pop(200)
        answers[(200, "application/json")] = told
        answers[(200, "text/xml")] = OpenApiResponse(OpenApiTypes.STR, "")
        return answers


class OEmbed(Endpoint):
    """A card of an entry (oEmbed)."""

    schema: Any = CardSchema()
    tag = "oembed"
    parameters: tuple[str, ...] = ("url", "format", "maxwidth", "maxheight")
    statuses = (304, 400, 404, 410, 501)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.Tombstone}

    def shape(self) -> Any:
        return other_shapes.OEmbed()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """By `format` alone, as the standard has it: two forms at one address would need two ETags."""
        asked = request.query_params.get("format") or "json"
        form = FORMS.get("json" if force else asked)
        if form is None:
            raise Problem(501, "not-implemented", _("There are: %s.") % ", ".join(FORMS))
        return form(), form.media_type

    def answer(self) -> dict[str, Any]:
        query = self.request.query_params
        width = bounded("maxwidth", query.get("maxwidth"), WIDTH, LARGEST)
        height = bounded("maxheight", query.get("maxheight"), LARGEST, LARGEST)
        if "url" not in query:
            raise BadParameter("url", _("A value is missing."))
        try:
            edition = edition_of(query["url"], self.moment)
        except Gone as left:
            raise gone(left.notice) from None
        except Http404:
            raise not_found(_("This is not the address of an entry that can be read here.")) from None
        return card(edition, min(width, WIDTH), height)


def edition_of(url: str, moment: Moment) -> Edition:
    """The edition whose page is at `url`. Raises Http404 for any other address, and Gone."""
    try:
        asked, here = urlsplit(url), urlsplit(settings.SITE_URL)
    except ValueError:
        raise Http404 from None
    if (asked.scheme, asked.netloc) != (here.scheme, here.netloc):
        raise Http404
    language = languages.of_path(asked.path)
    with override(language or languages.default()):
        match = resolve(asked.path)
    moment = replace(moment, language=language)
    page, given = getattr(match.func, "view_class", None), match.kwargs
    if "entry_id" in given:
        return _with_page(last_word(given["entry_id"], moment))
    if page is None or not issubclass(page, EntryPage):
        raise Http404
    try:
        edition = edition_at(page.kind, given["slug"], moment)
    except Moved as move:
        edition = edition_of(f"{settings.SITE_URL}{move.url}", moment)
    return numbered(edition.entry_id, given["number"], moment) if "number" in given else edition


def _with_page(edition: Edition) -> Edition:
    if edition.url is None:
        raise Http404
    return edition


def card(edition: Edition, width: int, most: int) -> dict[str, Any]:
    author = authors(edition.document)[0]
    answer = {
        "type": "link",
        "version": "1.0",
        "title": titled(edition),
        "author_name": author.name,
        **({"author_url": lasting_url(author.reference["id"])} if author.reference else {}),
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": CACHE_AGE,
        OWN: record_of(edition),
    }
    words = told(edition.action, edition.note) + edition.title + edition.summary
    height = FRAME + LINE * ceil(len(words) * LETTER / width)
    if width < NARROWEST or height > most:
        return answer
    return answer | {"type": "rich", "html": _html(edition), "width": width, "height": height}


def _html(edition: Edition) -> str:
    notice = told(edition.action, edition.note)
    return format_html(
        '<blockquote cite="{}"><p><strong><a href="{}">{}</a></strong></p>{}{}<footer>{}</footer></blockquote>',
        permanent_url(edition),
        absolute(edition.url),
        edition.title,
        format_html("<p><strong>{}</strong></p>", notice) if notice else "",
        format_html("<p>{}</p>", edition.summary) if edition.summary else "",
        _("%(site)s, edition %(number)d") % {"site": settings.SITE_NAME, "number": edition.number},
    )


def _element(name: str, value: Any) -> ET.Element:
    made = ET.Element(name)
    if isinstance(value, dict):
        made.extend(_element(key, part) for key, part in value.items() if part not in (None, ""))
    else:
        made.text = xml_text(value)
    return made
