"""Pages and files of the pictures of summits and exercises."""

from django.db.models import FETCH_RAISE
from django.utils.translation import gettext_lazy as _

from publishing.drawing.picture import Picture
from publishing.drawing.views import PicturePage
from publishing.finding import light
from publishing.models import Fact
from publishing.paging import BY_DATE
from summits.pictures import attendance, exercises

# The newest: more columns than these are narrower than a finger of a screen.
SUMMITS, EXERCISES = 60, 400


class AttendancePage(PicturePage):
    """The newest summits by the states named at them."""

    name = attendance.NAME
    label = _("Who came to which summit")
    introduction = _("A column for each summit, a lane for each state: in person, by video, represented or absent.")
    shows = ("attendance", "summit")

    def picture(self) -> Picture | None:
        newest = BY_DATE.sort(self.moment.editions().filter(kind="summit"))
        facts = Fact.objects.at(self.moment.position).filter(
            kind="attendance", object__in=list(newest.values_list("entry_id", flat=True)[:SUMMITS])
        )
        rows = facts.fetch_mode(FETCH_RAISE).order_by("sort_on", "id").values_list("statement", flat=True)
        statements = list(rows)
        return attendance.attendance(attendance.of_statements(statements, self.named(statements)))


class ExercisesPage(PicturePage):
    name = exercises.NAME
    label = _("Exercises by year and host")
    introduction = _("How many were held where, and which.")
    shows = ("event",)

    def picture(self) -> Picture | None:
        rows = light(self.moment.editions()).filter(kind="event", type="exercise")
        held = list(BY_DATE.sort(rows)[:EXERCISES])
        references = self.named([{"hosts": row.document["hosts"]} for row in held])
        return exercises.exercises(exercises.of_editions(held, references, self.moment.as_of))
