"""Public addresses of summits."""

from django.urls import URLPattern, URLResolver, path

from publishing.addresses import entry_addresses
from publishing.drawing.views import picture_addresses
from summits import views
from summits.views.attendance import AttendanceMatrix
from summits.views.comparing import CompareSummits
from summits.views.pictures import AttendancePage, ExercisesPage

app_name = "summits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("summits/", views.SummitList.as_view(), name="summits"),
    path("summits/attendance/", AttendanceMatrix.as_view(), name="attendance"),
    path("summits/compare/", CompareSummits.as_view(), name="compare"),
    path("documents/", views.DocumentList.as_view(), name="documents"),
    path("statements/", views.StatementList.as_view(), name="statements"),
    path("events/", views.EventList.as_view(), name="events"),
    *picture_addresses(AttendancePage),
    *picture_addresses(ExercisesPage),
    *entry_addresses("summits", views.SummitPage),
    *entry_addresses("documents", views.DocumentPage),
    *entry_addresses("statements", views.StatementPage),
    *entry_addresses("events", views.EventPage),
]
