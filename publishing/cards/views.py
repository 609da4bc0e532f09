"""`/<section>/<slug>/editions/<n>/card.png`: the share card of one edition, at an address that stays."""

from typing import Any, ClassVar

from django.core.cache import cache
from django.http import HttpResponse

from publishing.cards import card_of
from publishing.cards.drawing import MEDIA_TYPE, png_of
from publishing.finding import Moved, edition_at, numbered
from publishing.models import Edition
from publishing.views import RecordPage

# What is withdrawn is gone from caches a day later.
MAX_AGE = 24 * 60 * 60


class CardPage(RecordPage):
    kind: ClassVar[str] = ""

    def get(self, request, **kwargs: Any) -> HttpResponse:
        response = super().get(request, **kwargs)
        if response.status_code in (200, 304):
            response["Cache-Control"] = f"public, max-age={MAX_AGE}"
        return response

    def answer(self, slug: str, number: int) -> HttpResponse:
        edition = numbered(edition_at(self.kind, slug, self.moment).entry_id, number, self.moment)
        return HttpResponse(drawn_once(edition), content_type=MEDIA_TYPE)

    def moved(self, move: Moved, slug: str, number: int) -> HttpResponse:
        return super().moved(Moved(f"{move.url}editions/{number}/card.png"))


def drawn_once(edition: Edition) -> bytes:
    """Drawing costs a tenth of a second; an edition is drawn for whoever asks first."""
    key = f"card:{edition.entry_id}:{edition.number}:{edition.digest[:16]}"
    found = cache.get(key)
    if found is None:
        found = png_of(card_of(edition))
        cache.set(key, found, MAX_AGE)
    return found
