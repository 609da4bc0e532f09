"""For machines that find pages: sitemaps cut by position, robots.txt, and the pictures of public entries."""

from datetime import UTC, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FETCH_RAISE
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import kinds, languages
from publishing.elsewhere import absolute
from publishing.finding import with_versions
from publishing.models import Edition
from publishing.versions import spoken_at
from publishing.views import RecordPage

# Positions in one sitemap: every edition lies in exactly one, so a page costs the same wherever it is.
SPAN = 10_000
# A news sitemap may hold no more.
MOST_NEWS = 1000
FIXED = (
    "home:front", "commentary:articles", "summits:summits", "summits:attendance", "members:who-is-what",
    "members:organisations", "members:people", "members:institutions", "members:forces", "summits:documents",
    "summits:statements", "summits:events", "commentary:commentaries", "home:topics", "home:timeline",
    "home:corrections", "home:about", "home:about-audit",
)  # fmt: skip
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class SitemapIndex(RecordPage):
    template_name = "home/sitemap-index.xml"
    content_type = "application/xml"

    def context(self) -> dict[str, Any]:
        parts = range(self.moment.position // SPAN + 1)
        sections = [each.section for each in kinds.every() if each.has_page]
        return {"sections": sections, "parts": parts, "site_url": settings.SITE_URL}


class Sitemap(RecordPage):
    """The pages of one kind whose current edition has a position in the given span."""

    template_name = "home/sitemap.xml"
    content_type = "application/xml"

    def context(self, section: str, part: int) -> dict[str, Any]:
        kind = kinds.of_section(section)
        if kind is None or part > self.moment.position // SPAN:
            raise Http404(_("There is no such sitemap."))
        rows = self.moment.editions().filter(kind=kind.name, position__gte=part * SPAN, position__lt=(part + 1) * SPAN)
        rows = rows.order_by("position").only("kind", "slug", "released_at", "language", "is_original")
        return {"pages": [page for row in with_versions(rows, self.moment) for page in _pages(row)]}


def _pages(row: Edition) -> list[dict[str, Any]]:
    """The page of an entry in each language it is in; each names the others."""
    told = spoken_at(row)
    urls = [url for code, url in told if code != "x-default"] or [absolute(row.url) or ""]
    return [{"url": url, "changed_at": row.released_at, "alternates": told} for url in urls]


class FixedSitemap(RecordPage):
    template_name = "home/sitemap.xml"
    content_type = "application/xml"

    def context(self) -> dict[str, Any]:
        found = [languages.alternates(reverse(name)) for name in FIXED]
        pages = [{"url": url, "alternates": told} for told in found for code, url in told if code != "x-default"]
        return {"pages": pages}


class NewsSitemap(RecordPage):
    """What was first published yesterday or today (UTC), the newest first: search engines ask for two days.

    Whole days, because the day is part of the ETag and the hour is not.
    """

    template_name = "home/sitemap-news.xml"
    content_type = "application/xml"

    def context(self) -> dict[str, Any]:
        since = datetime.combine(timezone.now().date() - timedelta(days=1), time.min, UTC)
        written = [kind.name for kind in kinds.every() if kind.is_written]
        # The second bound follows from the first; it is the one with an index.
        rows = self.moment.editions().filter(kind__in=written, first_released_at__gte=since, released_at__gte=since)
        shown = rows.only("kind", "slug", "language", "is_original", "title", "first_released_at").fetch_mode(
            FETCH_RAISE
        )
        return {"rows": shown.order_by("-released_at", "-position")[:MOST_NEWS], "site_url": settings.SITE_URL}


class Robots(RecordPage):
    template_name = "home/robots.txt"
    content_type = "text/plain"

    def context(self) -> dict[str, Any]:
        return {"site_url": settings.SITE_URL}


class Media(RecordPage):
    """A picture, as long as some edition that may be read names it."""

    def answer(self, name: str) -> HttpResponse | FileResponse:
        picture_type = PICTURES.get(PurePosixPath(name).suffix.lower())
        named = Edition.objects.released().filter(is_suppressed=False, images__contains=[name])
        if picture_type is None or not named.exists() or not default_storage.exists(name):
            raise Http404(_("There is no such picture."))
        return FileResponse(default_storage.open(name), content_type=picture_type)
