"""Addresses of feeds. A section is a section of the site, `all` or `corrections`."""

from django.urls import URLPattern, path

from syndication.feeds.views import FORMS, ArchivePage, FeedPage


def _addresses(form: str) -> list[URLPattern]:
    newest, archive = FeedPage.as_view(form=form), ArchivePage.as_view(form=form)
    return [
        path(f"feeds/<slug:section>.{form}", newest, name=f"feed-{form}"),
        path(f"feeds/<slug:section>/archive/<int:part>.{form}", archive, name=f"feed-archive-{form}"),
        path(f"feeds/<slug:section>/<slug:slug>.{form}", newest, name=f"entry-feed-{form}"),
        path(f"feeds/<slug:section>/<slug:slug>/archive/<int:part>.{form}", archive, name=f"entry-feed-archive-{form}"),
    ]


feeds = [route for form in FORMS for route in _addresses(form)]
