"""How an edition is cited: the facts of a citation, for the writers of BibTeX, RIS and CSL-JSON beside this file.

What is cited is the edition at its permanent address, which never changes; so no day of access is needed.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from publishing import kinds
from publishing.elsewhere import Author, authors, permanent_url, urn
from publishing.models import Edition

_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Work:
    """An edition as a bibliography lists it. All words are on one line."""

    key: str
    title: str
    authors: tuple[Author, ...]
    container: str
    # Whether somebody wrote it as a text; what is not is an entry of a work of reference.
    is_written: bool
    edition: int
    published_on: date
    first_published_on: date
    language: str
    abstract: str
    url: str
    urn: str
    digest: str


def work_of(edition: Edition) -> Work:
    """Of a released edition of a kind that has pages."""
    released, first = edition.released_at, edition.first_released_at
    if released is None or first is None:
        raise ValueError("what has not been released cannot be cited")
    return Work(
        key=f"{kinds.get(edition.kind).name}-{edition.slug}-{edition.number}",
        title=one_line(edition.title),
        authors=tuple(Author(one_line(each.name), each.reference) for each in authors(edition.document)),
        container=one_line(settings.SITE_NAME),
        is_written=kinds.get(edition.kind).is_written,
        edition=edition.number,
        published_on=released.date(),
        first_published_on=first.date(),
        language=edition.language,
        abstract=one_line(edition.summary),
        url=permanent_url(edition) or "",
        urn=urn(edition.entry_id),
        digest=edition.digest,
    )


def one_line(text: str) -> str:
    """Line ends and control characters end fields and records in these formats."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()
