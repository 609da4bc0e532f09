"""A citation in one line, to be copied: of an edition of this record, and of a source it names."""

from typing import Any

from django.utils.translation import gettext as _

from publishing.cite import Work, one_line
from publishing.datewords import day_words, partial_words


def cite_us(work: Work) -> str:
    """“Name. “Title.” Alliance Record, edition 2, 16 May 2026. https://…”"""
    names = ", ".join(author.name for author in work.authors if author.name != work.container)
    said = _("%(container)s, edition %(number)d, %(day)s") % {
        "container": work.container, "number": work.edition, "day": day_words(work.published_on)
    }  # fmt: skip
    return " ".join([*([f"{names}."] if names else []), f"“{work.title.rstrip('.')}.”", f"{said}.", work.url])


def cite_source(cited: dict[str, Any]) -> str:
    """The source itself, as its publisher would want it named."""
    author = f"{one_line(cited['author'])}." if cited["author"] else ""
    rest = ", ".join(filter(None, (one_line(cited["publisher"]), partial_words(cited["published"]), cited["locator"])))
    title = f"“{one_line(cited['title']).rstrip('.')}.”"
    return " ".join(filter(None, (author, title, f"{rest}." if rest else "", cited["url"] or "")))
