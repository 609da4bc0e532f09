"""Public addresses of home."""

from django.urls import URLPattern, URLResolver, path

from home import views
from home.following.views import ConfirmPage, FollowPage, NeverPage, StopPage
from home.gallery import Gallery
from home.searching import OpenSearch, Search, Suggestions
from home.styleguide import StyleGuide
from home.trust.views import AuditPage
from publishing.addresses import entry_addresses

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.FrontPage.as_view(), name="front"),
    path("topics/", views.TopicList.as_view(), name="topics"),
    *entry_addresses("topics", views.TopicPage),
    path("pictures/", Gallery.as_view(), name="pictures"),
    path("timeline/", views.Timeline.as_view(), name="timeline"),
    path("search/", Search.as_view(), name="search"),
    path("search/suggestions.json", Suggestions.as_view(), name="suggestions"),
    path("opensearch.xml", OpenSearch.as_view(), name="opensearch"),
    path("corrections/", views.Corrections.as_view(), name="corrections"),
    path("follow/", FollowPage.as_view(), name="follow"),
    path("follow/confirm/<str:token>/", ConfirmPage.as_view(), name="follow-confirm"),
    path("follow/stop/<str:token>/", StopPage.as_view(), name="follow-stop"),
    path("follow/never/<str:token>/", NeverPage.as_view(), name="follow-never"),
    path("about/audit/", AuditPage.as_view(), name="about-audit"),
    path("about/", views.PolicyPage.as_view(), name="about"),
    *(
        path(f"about/{name}/", views.PolicyPage.as_view(name=name), name=f"about-{name}")
        for name in views.PolicyPage.names
    ),
    path("styleguide/", StyleGuide.as_view(), name="styleguide"),
]
