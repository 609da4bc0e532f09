"""`/pictures/`: the pictures that belong to no entry, by what they show."""

from typing import Any

from members.views.pictures import MapPage, MembershipPage, StrengthsPage, TenuresPage
from publishing.days import in_time
from publishing.drawing.picture import GALLERY
from publishing.views import RecordPage
from summits.views.pictures import AttendancePage, ExercisesPage

PAGES = (MapPage, MembershipPage, TenuresPage, AttendancePage, ExercisesPage, StrengthsPage)


class Gallery(RecordPage):
    template_name = "pictures/gallery.html"

    def context(self) -> dict[str, Any]:
        return {"pages": [(in_time(f"{GALLERY}{page.name}/", self.moment.as_of), page) for page in PAGES]}
