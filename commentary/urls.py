"""Public addresses of articles and commentary."""

from django.urls import URLPattern, URLResolver, path

from commentary import views
from publishing.addresses import entry_addresses

app_name = "commentary"
urlpatterns: list[URLPattern | URLResolver] = [
    path("articles/", views.ArticleList.as_view(), name="articles"),
    path("commentary/", views.CommentaryList.as_view(), name="commentaries"),
    *entry_addresses("articles", views.ArticlePage),
    *entry_addresses("commentary", views.CommentaryPage),
]
