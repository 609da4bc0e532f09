"""The whole load: prepare everything, check the prose, then enter, approve and publish in one transaction.

Killed at any point it leaves nothing behind, and the next run starts afresh; a completed run is left alone by the next.
"""

from collections.abc import Callable
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import User
from home.record.loader import (
    events,
    forces,
    institutions,
    names,
    people,
    profiles,
    sources,
    statements,
    states,
    summits,
    translations,
    treaties,
    writing,
)
from home.record.loader.desk import Desk
from home.record.loader.faults import Faults
from home.record.loader.tally import Tally
from home.record.loader.topics_of import file_under_topics

LOCK = 0x7265636F  # one load at a time


def load(say: Callable[[str], None]) -> Tally:
    """Load what is missing. Raises ProseRefused, PublishingRefused or UnknownId before anything is written."""
    contributor, editor = accounts()
    tally = Tally()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        desk = Desk(sources.enter(tally), tally)
        prepare(desk)
        say(f"{len(desk.sources)} sources; {len(desk.entries)} entries to enter, {len(desk.there)} already there")
        if desk.entries:
            for step in desk.enter(contributor, editor):
                say(step)
        for step in translations.enter(desk, tally, contributor, editor, Faults()):
            say(step)
    return tally


def accounts() -> tuple[User, User]:
    """Who enters the record and who approves it: two of the demonstration's accounts, made when they are missing."""
    found = {user.username: user for user in User.objects.filter(username__in=("contributor", "editor"))}
    if len(found) < 2:
        call_command("demo_accounts", stdout=StringIO())
        return accounts()
    return found["contributor"], found["editor"]


def prepare(desk: Desk) -> None:
    faults = Faults()
    with faults.at("topics.json", "topics"):
        writing.topics(desk)
    for part in (states, institutions, people, summits, treaties, forces, events, statements):
        part.prepare(desk)
    names.prepare(desk)
    file_under_topics(desk)
    forces.tell_events(desk)
    profiles.apply(desk, faults)
    profiles.remark(desk, faults)
    writing.articles(desk, faults)
    writing.commentary(desk, faults)
    faults.refuse()
