"""`/<section>/<slug>/cite.bib`, `.ris`, `.json`: the edition that stands, or stood with `?as_of=`, to be cited."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse

from publishing.cite import Work, work_of
from publishing.cite.bibtex import MEDIA_TYPE as BIBTEX
from publishing.cite.bibtex import bibtex
from publishing.cite.csl import MEDIA_TYPE as CSL
from publishing.cite.csl import csl
from publishing.cite.ris import MEDIA_TYPE as RIS
from publishing.cite.ris import ris
from publishing.finding import Moved, edition_at
from publishing.views import RecordPage

FORMS: dict[str, tuple[Callable[[Work], str | bytes], str]] = {
    "bib": (bibtex, BIBTEX),
    "ris": (ris, RIS),
    "json": (csl, CSL),
}


class CitePage(RecordPage):
    kind: ClassVar[str] = ""
    form: ClassVar[str] = "bib"

    def answer(self, slug: str) -> HttpResponse:
        write, media_type = FORMS[self.form]
        work = work_of(edition_at(self.kind, slug, self.moment))
        named: dict[str, Any] = {"Content-Disposition": f'inline; filename="{work.key}.{self.form}"'}
        return HttpResponse(write(work), content_type=media_type, headers=named)

    def moved(self, move: Moved, slug: str) -> HttpResponse:
        return super().moved(Moved(f"{move.url}cite.{self.form}"))
