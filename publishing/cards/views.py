"""`/<section>/<slug>/editions/<n>/card.png`: the share card of one edition, at an address that stays."""

from typing import ClassVar

from django.core.cache import cache
from django.http import HttpResponse

from publishing.cards import card_of
from publishing.cards.drawing import MEDIA_TYPE, png_of
from publishing.finding import Moved, edition_at, numbered
from publishing.models import Edition
from publishing.views import RecordPage

# How long this site remembers a drawing; readers' caches keep it no longer than a page.
REMEMBERED = 24 * 60 * 60


class CardPage(RecordPage):
    kind: ClassVar[str] = ""

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
        cache.set(key, found, REMEMBERED)
    return found
