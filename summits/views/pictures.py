"""Pages and files of the pictures of summits and exercises."""

from django.db.models import FETCH_RAISE
from django.utils.translation import gettext_lazy

from publishing.drawing.picture import Picture
from publishing.drawing.views import PicturePage
from publishing.finding import light
from publishing.models import Fact
from publishing.paging import BY_DATE
from summits.pictures.attendance import attendance, of_statements
from summits.pictures.exercises import exercises, of_editions

# The newest: more columns than these are narrower than a finger of a screen.
SUMMITS, EXERCISES = 60, 400


class AttendancePage(PicturePage):
    """The newest summits by the states named at them."""

    label = gettext_lazy("Who came to which summit")
    shows = ("attendance", "summit")

    def picture(self) -> Picture | None:
        newest = BY_DATE.sort(self.moment.editions().filter(kind="summit"))
        facts = Fact.objects.at(self.moment.position).filter(
            kind="attendance", object__in=list(newest.values_list("entry_id", flat=True)[:SUMMITS])
        )
        rows = facts.fetch_mode(FETCH_RAISE).order_by("sort_on", "id").values_list("statement", flat=True)
        statements = list(rows)
        return attendance(of_statements(statements, self.named(statements)))


class ExercisesPage(PicturePage):
    label = gettext_lazy("Exercises by year")
    shows = ("event",)

    def picture(self) -> Picture | None:
        rows = light(self.moment.editions()).filter(kind="event", type="exercise")
        held = list(BY_DATE.sort(rows)[:EXERCISES])
        references = self.named([{"hosts": row.document["hosts"]} for row in held])
        return exercises(of_editions(held, references, self.moment.as_of))
