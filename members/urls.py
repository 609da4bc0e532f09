"""Public addresses of members."""

from django.urls import URLPattern, URLResolver, path

from members import views
from members.views.comparing import CompareMembers
from members.views.pictures import MapPage, MembershipPage, StrengthsPage, TenuresPage
from members.views.status import WhoIsWhat
from publishing.addresses import entry_addresses
from publishing.drawing.views import picture_addresses

app_name = "members"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", WhoIsWhat.as_view(), name="who-is-what"),
    path("members/compare/", CompareMembers.as_view(), name="compare"),
    path("organisations/", views.OrganisationList.as_view(), name="organisations"),
    path("people/", views.PersonList.as_view(), name="people"),
    path("institutions/", views.InstitutionList.as_view(), name="institutions"),
    path("forces/", views.ForceList.as_view(), name="forces"),
    *picture_addresses(MembershipPage),
    *picture_addresses(MapPage),
    *picture_addresses(TenuresPage),
    *picture_addresses(StrengthsPage),
    *entry_addresses("members", views.StatePage),
    *entry_addresses("organisations", views.OrganisationPage),
    *entry_addresses("people", views.PersonPage),
    *entry_addresses("institutions", views.InstitutionPage),
    *entry_addresses("forces", views.ForcePage),
]
