"""The languages of the site: the address alone says in which one a page speaks.

The first language has no prefix (`/members/`), any other its code (`/ru/members/`). No cookie and no header is asked,
so one address is one page, for readers and for caches.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language


def default() -> str:
    return settings.LANGUAGE_CODE


def others() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != default()]


def spoken() -> str:
    """The language being read when it is not the site's first; empty for that."""
    active = get_language()
    return active if active and active != default() else ""


def of_path(path: str) -> str:
    """The language an address asks for; empty for the first."""
    head = path[1:].partition("/")[0]
    return head if head in others() else ""


def neutral(path: str) -> str:
    """The address without its language: that of the same page in the first one."""
    language = of_path(path)
    return path.removeprefix(f"/{language}") or "/" if language else path


def within(path: str | None, language: str) -> str | None:
    """A neutral address in a language; empty for the first."""
    return f"/{language}{path}" if path and language else path


def here(path: str | None) -> str | None:
    """A neutral address in the language being read."""
    return within(path, spoken())


def alternates(path: str) -> list[tuple[str, str]]:
    """`(language, address in full)` of a page that is there in every language."""
    path = neutral(path)
    return listed([(default(), path), *((code, f"/{code}{path}") for code in others())])


def listed(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """With addresses in full, and the one for readers of any other language."""
    told = [(code, f"{settings.SITE_URL}{path}") for code, path in found]
    return [*told, ("x-default", next(url for code, url in told if not of_path(url.removeprefix(settings.SITE_URL))))]
