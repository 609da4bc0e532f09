"""Thousands of entries for the screens that list them, by COPY: every trigger stays in force, no `save()` runs."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from commentary.models import Article, Commentary
from home.record.generated.loading import copy
from members.models import Force, Institution, Office, Organisation, Person, State
from publishing.models import Alias, Entry, Stage, Topic
from summits.models import Document, Event, Statement, Summit
from tests.factories import author, make_topic
from tests.subjects import one_of_each

TOPICS = 30
STAGES = [Stage.DRAFT, Stage.SUBMITTED, Stage.APPROVED]

# What a row of each kind holds that its list shows, or that the database asks for.
OWN: dict[type[Entry], Callable[[int, dict], dict]] = {
    Article: lambda number, made: {"type": ("news", "analysis")[number % 2], "byline": f"Reporter {number % 7}"},
    Commentary: lambda number, made: {"institution": made["institution"], "outlet_name": "Gazette"},
    Document: lambda number, made: {"type": ("declaration", "statement")[number % 2], "summit": made["summit"]},
    Event: lambda number, made: {"type": ("exercise", "operation")[number % 2], "status": "held"},
    Force: lambda number, made: {"organisation": made["organisation"], "type": "rapid-reaction"},
    Institution: lambda number, made: {"country": made["state"]},
    Office: lambda number, made: {"state": made["state"], "type": "head-of-state"},
    Organisation: lambda number, made: {"short_name": f"O{number}", "type": "alliance"},
    Person: lambda number, made: {"nationality": made["state"], "native_name": f"Персона {number}"},
    State: lambda number, made: {"iso2": code(number, 2), "iso3": code(number, 3), "capital": f"Capital {number}"},
    Statement: lambda number, made: {"speaker": made["person"], "summit": made["summit"], "type": "quote"},
    Summit: lambda number, made: {"organisation": made["organisation"], "type": "regular", "city": f"City {number}"},
    Topic: lambda number, made: {},
}


def make_many(model: type[Entry], count: int) -> None:
    """`count` working copies, in every stage, each with a topic, one in ten with another name."""
    made, by, now = one_of_each(), author(), timezone.now()
    rows = [_row(model, number, made, by, now - timedelta(minutes=number)) for number in range(count)]
    topics, link = [make_topic() for _ in range(TOPICS)], Entry.topics.through
    copy(Entry, rows)
    copy(model, rows)
    copy(link, [link(entry_id=row.pk, topic_id=topics[place % TOPICS].pk) for place, row in enumerate(rows)])
    copy(Alias, [Alias(entry_id=row.pk, name=f"Number also called {place}") for place, row in enumerate(rows[::10])])
    for table in (Entry, model, link, Alias):
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


def _row(model: type[Entry], number: int, made: dict, by, changed_at) -> Entry:
    row = model(
        id=uuid4(), kind=model.KIND, title=f"Number {number:05}", slug=f"number-{number:05}", changed_by=by,
        stage=STAGES[number % 3], version=1, changed_at=changed_at, **OWN[model](number, made),
    )  # fmt: skip
    row.pk = row.id
    return row


def code(number: int, length: int) -> str:
    """An ISO code of its own for every row, as short as the column: a hundred signs are enough for five thousand."""
    return "".join(chr(0x400 + number // 100**place % 100) for place in range(length))
