"""Where the translations of an entry are worked on."""

from django.urls import reverse
from django.utils.translation import get_language_info

from publishing import languages
from publishing.models import Entry


def sheet_of(entry_id, language: str) -> str:
    return reverse(f"admin:desk_translation_{language}", args=[entry_id])


def sheets_of(entry: Entry) -> list[dict[str, str]]:
    """`{code, name, url}` of the sheet for each language that is not the entry's own."""
    codes = [code for code in (languages.default(), *languages.others()) if code != entry.language]
    return [{"code": code, "name": name_of(code), "url": sheet_of(entry.pk, code)} for code in codes]


def name_of(language: str) -> str:
    return str(get_language_info(language)["name_translated"])
