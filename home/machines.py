"""Addresses that are there once, whatever language their reader speaks: for machines, and for ever."""

from django.urls import URLPattern, path

from home import sitemaps, views

app_name = "machines"
urlpatterns: list[URLPattern] = [
    path("id/<uuid:entry_id>/", views.ById.as_view(), name="by-id"),
    path("favicon.ico", views.Favicon.as_view(), name="favicon"),
    path("media/<path:name>", sitemaps.Media.as_view(), name="media"),
    path("robots.txt", sitemaps.Robots.as_view(), name="robots"),
    path("sitemap.xml", sitemaps.SitemapIndex.as_view(), name="sitemap"),
    path("sitemaps/news.xml", sitemaps.NewsSitemap.as_view(), name="sitemap-news"),
    path("sitemaps/pages.xml", sitemaps.FixedSitemap.as_view(), name="sitemap-pages"),
    path("sitemaps/<slug:section>-<int:part>.xml", sitemaps.Sitemap.as_view(), name="sitemap-part"),
]
