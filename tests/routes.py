"""Every address of the URL conf, for tests that must not miss a new one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

from publishing import languages


@dataclass(frozen=True)
class Route:
    """`/articles/<slug:slug>/` and the names of what has to be filled in."""

    text: str
    parameters: tuple[str, ...]

    def filled(self, **values) -> str:
        """The address with its parameters replaced. KeyError: a parameter this test knows nothing of."""
        address = self.text
        for name in self.parameters:
            before, after = address.split("<", 1)
            address = before + str(values[name]) + after.split(">", 1)[1]
        return address

    @property
    def section(self) -> str:
        parts = languages.neutral(self.text).removeprefix("/api/v1").strip("/").split("/")
        return parts[0]


def routes() -> Iterator[Route]:
    yield from _walk(get_resolver().url_patterns, "/", ())


def public_routes() -> list[Route]:
    return [route for route in routes() if not route.text.startswith("/admin/")]


def admin_routes() -> list[Route]:
    return [route for route in routes() if route.text.startswith("/admin/")]


def _walk(patterns, base: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each.pattern, LocalePrefixPattern):
            # The same pages in every language, each under its own prefix.
            for prefix in ("", *(f"{code}/" for code in languages.others())):
                yield from _walk(each.url_patterns, base + prefix, parameters)
            continue
        text, names = base + _text(each), (*parameters, *each.pattern.converters)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, text, names)
        elif isinstance(each, URLPattern):
            yield Route(text, names)


def _text(each: URLPattern | URLResolver) -> str:
    pattern = each.pattern
    if isinstance(pattern, RoutePattern):
        return pattern._route
    assert isinstance(pattern, RegexPattern), pattern
    return next(address for start, address in REGULAR.items() if pattern._regex.startswith(start))


# The few addresses written as regular expressions, by how they start: an address that each of them answers.
REGULAR = {
    "^api(?:/|$)": "api/nowhere/",
    "(?P<url>.*)$": "nowhere/",
    "^(?P<app_label>": "publishing/",
    "": "",
}
