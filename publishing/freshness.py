"""ETags and cache lifetimes of public pages."""

from functools import cache
from hashlib import blake2s
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from publishing.reading import Moment

# Short: what is withdrawn must vanish, and what is scheduled must appear, without a purge.
# A lifetime cut to the next release would tell that there is one.
MAX_AGE = 10


@cache
def templates_version() -> str:
    """Changes when a template or style sheet does, so that a new release of the site is seen."""
    digest = blake2s(digest_size=8)
    for folder in [settings.BASE_DIR / "templates", settings.BASE_DIR / "static"]:
        for path in sorted(Path(folder).rglob("*.*")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def etag_of(request: HttpRequest, moment: Moment) -> str:
    """Of the address, the record's position and the day (pages say “today”); nothing unreleased goes into it."""
    head = moment.head
    version = timezone.now().isoformat() if settings.DEBUG else templates_version()
    parts = (head.generation, head.position, moment.position, timezone.now().date(), version, request.get_full_path())
    return f'"{blake2s("|".join(map(str, parts)).encode(), digest_size=12).hexdigest()}"'


def not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    """The 304 for a reader who has this version, else None."""
    answer = get_conditional_response(request, etag=etag)
    return stamped(answer, etag) if answer is not None else None


def stamped(response: HttpResponse, etag: str = "") -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
