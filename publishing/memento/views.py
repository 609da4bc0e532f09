"""`/<section>/<slug>/timemap/`: the list of what stood at an entry's address, for Memento clients."""

from typing import ClassVar

from django.http import HttpResponse

from publishing.elsewhere import absolute
from publishing.finding import Moved, edition_at
from publishing.memento import MEDIA_TYPE, timemap, timemap_place
from publishing.views import RecordPage


class TimeMapPage(RecordPage):
    kind: ClassVar[str] = ""
    parameters = ("after",)

    def answer(self, slug: str) -> HttpResponse:
        after = timemap_place(self.parameter("after") or "0")
        edition = edition_at(self.kind, slug, self.moment)
        text = timemap(absolute(edition.url) or "", edition.entry_id, self.moment, after)
        response = HttpResponse(text, content_type=MEDIA_TYPE)
        # Anyone may read this from a page of their own: it needs no credentials and shows nothing private.
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def moved(self, move: Moved, slug: str) -> HttpResponse:
        return super().moved(Moved(f"{move.url}timemap/"))
