"""A page for a picture with its numbers, and the files of it and of the pictures of entries: SVG, PNG, CSV."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.csp import CSP, build_policy
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from publishing.citing import Sources
from publishing.drawing.light import style
from publishing.drawing.picture import FORMS, GALLERY, Picture
from publishing.drawing.png import png
from publishing.drawing.rendering import as_file
from publishing.finding import Moved
from publishing.views import EntryPage, RecordPage

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8; header=present"}
# A drawing opened by itself styles itself, and loads and runs nothing.
FILE_POLICY = build_policy(
    {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.NONE]}, None
)


class PicturePage(RecordPage):
    """One picture with its table, whose rows cite their sources; with a `form`, the picture alone."""

    template_name = "pictures/page.html"
    # The end of its address, and what the gallery says of it.
    name: ClassVar[str] = ""
    introduction: ClassVar[Promise | str] = ""
    form: str = ""

    def picture(self) -> Picture | None:
        """What is drawn; None while the record has nothing for it."""
        raise NotImplementedError

    def placed(self) -> Picture | None:
        picture = self.picture()
        return picture and picture.placed(GALLERY, self.asked_day, self.moment.as_of)

    def answer(self) -> HttpResponse:
        return file(self.placed(), self.form, self.request.path) if self.form else super().answer()

    def context(self) -> dict[str, Any]:
        picture = self.placed()
        return {"picture": picture, "sources": sources_of(picture)}


class EntryPicture(RecordPage):
    """A picture of an entry's page as a file: the same context, so the same numbers."""

    page: type[EntryPage] = EntryPage
    name: str = ""
    form: str = "svg"

    @property
    def known_parameters(self) -> tuple[str, ...]:
        return self.page().known_parameters

    def answer(self, slug: str) -> HttpResponse:
        page = self.page()
        page.setup(self.request, slug=slug)
        page.moment, page.asked_day = self.moment, self.asked_day
        return file(page.context(slug)["pictures"].get(self.name), self.form, self.request.path)

    def moved(self, move: Moved, slug: str) -> HttpResponse:
        return super().moved(Moved(f"{move.url}{self.name}.{self.form}"))


def sources_of(picture: Picture | None) -> Sources:
    sources = Sources()
    for row in picture.table.rows if picture else ():
        sources.add(row.citations)
    return sources


def file(picture: Picture | None, form: str, address: str) -> HttpResponse:
    if picture is None:
        raise Http404(_("The record has nothing to draw here."))
    # “members-armenia-membership.svg”
    name = address.strip("/").replace("/", "-")
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": FILE_POLICY}
    return HttpResponse(written(picture, form), content_type=TYPES[form], headers=headers)


def written(picture: Picture, form: str) -> bytes:
    if form == "csv":
        return picture.table.csv()
    drawn = as_file(picture, style())
    return png(drawn.svg, drawn.width, drawn.height) if form == "png" else drawn.svg.encode()


def picture_addresses(page: type[PicturePage]) -> list[URLPattern]:
    """`/pictures/<name>/`, named `picture-<name>`, and its files."""
    name = page.name
    base = f"{GALLERY.strip('/')}/{name}"
    files = [path(f"{base}.{form}", page.as_view(form=form), name=f"picture-{name}-{form}") for form in FORMS]
    return [path(f"{base}/", page.as_view(), name=f"picture-{name}"), *files]


def entry_picture_addresses(base: str, page: type[EntryPage]) -> list[URLPattern]:
    """The files of the pictures on an entry's page, below its address."""
    return [
        path(
            f"{base}{name}.{form}",
            EntryPicture.as_view(page=page, name=name, form=form, takes_day=page.takes_day),
            name=f"{page.kind}-{name}-{form}",
        )
        for name in page.drawings
        for form in FORMS
    ]
