"""What texts may quote of states, organisations, forces and offices, and keep up with."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.live import LiveFact
from publishing.words import words


def _strength(said: dict) -> str | None:
    number, unit = said["value"]["personnel"], said["value"]["unit"]
    return None if number is None or unit != "personnel" else str(number)


def _strength_words(said: dict) -> str:
    number = number_format(said["value"]["personnel"], force_grouping=True)
    return _("about %s") % number if said["value"]["approximate"] else number


FACTS = (
    LiveFact(
        "strength", gettext_lazy("strength, by the latest count"), "force", "strength", "subject",
        _strength, _strength_words, until_next=True,
    ),
    LiveFact(
        "status", gettext_lazy("status in an organisation"), "state", "membership", "subject",
        lambda said: said["value"]["status"], lambda said: words(said["value"]["status"]), is_within=True,
    ),
    LiveFact(
        "capital", gettext_lazy("name of the capital"), "state", "capital", "subject",
        lambda said: said["value"]["name"], lambda said: said["value"]["name"],
    ),
    LiveFact(
        "holder", gettext_lazy("who holds the office"), "office", "tenure", "object",
        lambda said: said["subject"]["id"], lambda said: said["subject"]["title"],
    ),
    LiveFact(
        "chair", gettext_lazy("state in the chair"), "organisation", "chairmanship", "object",
        lambda said: said["subject"]["id"], lambda said: said["subject"]["title"],
    ),
)  # fmt: skip
