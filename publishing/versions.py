"""What a page says of the languages of an entry: where else it is read, and whether a translation fell behind."""

from dataclasses import dataclass
from typing import Any

from publishing import kinds, languages
from publishing.models import Edition
from publishing.reading import Moment


@dataclass(frozen=True)
class Translated:
    """How the text of a page relates to its original. `original`: what stands of that at the moment."""

    language: str
    is_missing: bool
    number: int
    original: dict[str, Any] | None
    is_stale: bool
    # Of the original; none for kinds without pages.
    address: str | None = None

    @classmethod
    def of(cls, edition: Edition, moment: Moment) -> "Translated | None":
        """None where the text is the original and read as such."""
        if edition.is_original:
            language = edition.language
            return cls(language, True, 0, None, False) if moment.language not in ("", language) else None
        original = next((each for each in versions_of(edition) if each["is_original"]), None)
        is_stale = original is None or original["digest"] != edition.translates
        address = page_of(edition)
        return cls(edition.language, False, edition.translates_number or 0, original, is_stale, address)


def versions_of(edition: Any) -> list[dict[str, Any]]:
    return getattr(edition, "versions", [])


def page_of(edition: Edition) -> str | None:
    """The page of the entry, in the first language: a translation is read where its original is by now."""
    slug = next((each["slug"] for each in versions_of(edition) if each["is_original"]), edition.slug)
    return kinds.page_url(edition.kind, slug)


def spoken_at(edition: Edition) -> list[tuple[str, str]]:
    """`(language, address)` of the entry in every language it is in; none where there is only one."""
    path = page_of(edition)
    found = [(each["language"], "" if each["is_original"] else each["language"]) for each in versions_of(edition)]
    if path is None or len(found) < 2:
        return []
    return languages.listed((code, languages.within(path, prefix) or "") for code, prefix in found)


def canonical_path(edition: Edition) -> str | None:
    """Its page; what is not translated yet has one address, that of the original."""
    path = page_of(edition)
    return path if edition.is_original else languages.within(path, edition.language)
