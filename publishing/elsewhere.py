"""An edition told elsewhere: in feeds, citations, linked data. Its identity, its addresses, its authors, its text.

Whatever the shape, the same edition carries the same id, number and digest.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.citing import Sources
from publishing.models import ANNOUNCED, Action, Edition
from publishing.reading import Moment, current_references
from publishing.richtext import as_html, plain_text
from publishing.words import words

_MARK = re.compile(r'<a href="#source-')
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PICTURE = re.compile(r'(<img [^>]*)src="/media/')


def absolute(path: str | None) -> str | None:
    """An address on this site in full. It rests on SITE_URL, never on the Host header: caches hold no forged ones."""
    return f"{settings.SITE_URL}{path}" if path else None


def xml_text(value: Any) -> str:
    """Words as XML 1.0 can carry them. Editors may paste what it cannot."""
    return _FORBIDDEN.sub("", str(value))


def urn(entry_id: UUID | str) -> str:
    return f"urn:uuid:{entry_id}"


def lasting_url(entry_id: UUID | str) -> str:
    """The address that stays the entry's own when its slug changes."""
    return f"{settings.SITE_URL}/id/{entry_id}/"


def permanent_url(edition: Edition) -> str | None:
    """The page of this very edition; None for kinds without pages."""
    return absolute(f"{edition.url}editions/{edition.number}/") if edition.url else None


def picture_url(picture: Mapping[str, Any]) -> str:
    return f"{settings.SITE_URL}{settings.MEDIA_URL}{picture['src']}"


@dataclass(frozen=True)
class Author:
    """Who is named as having written a text; `reference` where the record has an entry of the person."""

    name: str
    reference: dict | None = None


def authors(document: dict) -> list[Author]:
    """The people named, else the byline, else this record itself."""
    if people := document.get("authors"):
        return [Author(person["title"], person) for person in people]
    return [Author(document.get("byline") or settings.SITE_NAME)]


def told(action: str, note: str) -> str:
    """What readers are told above the text: “Corrected: the summit was in Moscow.” Empty when there is nothing."""
    if action not in ANNOUNCED:
        return ""
    word = words(action)
    return f"{word[:1].upper()}{word[1:]}: {note}" if note else f"{word[:1].upper()}{word[1:]}."


def quotations(document: dict) -> list[str]:
    """What others are quoted with, in plain words."""
    names = kinds.get(document["kind"]).serializer.quoted_fields
    return [document[name] for name in names if document[name]]


def references_in_full(documents: Iterable[dict], moment: Moment) -> dict[str, dict]:
    """Current names of what the documents point to, by id, with their addresses in full."""
    found = current_references(documents, moment)
    return {key: {**target, "url": absolute(target["url"])} for key, target in found.items()}


def html_of(edition: Edition, references: Mapping[str, dict]) -> str:
    """The edition to be read on another site: notice, summary, quotations and text, each address in full.

    `references` as `references_in_full` gives them. Footnotes lead to the sources on the edition's page.
    """
    document = edition.document
    notice = told(edition.action, edition.note)
    texts = [document[name] for name in kinds.get(edition.kind).serializer.rich_fields if document[name]]
    parts = [f"<p><strong>{escape(notice)}</strong></p>"] if notice else []
    parts += [f"<p>{escape(edition.summary)}</p>"] if edition.summary else []
    parts += [f"<blockquote><p>{escape(quoted)}</p></blockquote>" for quoted in quotations(document)]
    parts += _texts(texts, document["sources"], references, permanent_url(edition) or "")
    return "\n".join(parts)


def _texts(texts: list[str], listed: list[dict], references: Mapping[str, dict], page: str) -> Iterable[str]:
    """Rich texts with their footnotes numbered as on the edition's page."""
    sources = Sources()
    for text in texts:
        sources.add_footnotes(text, listed)
    for text in texts:
        html = str(as_html(text, references, sources.footnotes))
        html = _MARK.sub(f'<a href="{escape(page)}#source-', html)
        yield _PICTURE.sub(rf'\1src="{escape(settings.SITE_URL)}/media/', html)


def plain_of(edition: Edition) -> str:
    """The same words without markup, footnotes and notice."""
    document = edition.document
    texts = [document[name] for name in kinds.get(edition.kind).serializer.rich_fields if document[name]]
    return "\n\n".join(filter(None, [*quotations(document), *map(plain_text, texts)]))


def titled(edition: Edition) -> str:
    """The title for a line of a feed; one of a retracted text says so first."""
    return _("Retracted: %s") % edition.title if edition.action == Action.RETRACTED else edition.title
