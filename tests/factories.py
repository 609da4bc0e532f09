"""Makers of entries and editions for tests: plain functions, counts as keyword arguments, the editors' own verbs."""

from datetime import datetime
from itertools import count

from accounts.models import User
from publishing.models import Edition, Entry, EntryCitation, Source, Topic
from publishing.releasing import publish

_numbers = count(1)


def make_user(name: str = "", **kwargs) -> User:
    """A superuser unless told otherwise: rights have tests of their own."""
    kwargs.setdefault("is_superuser", True)
    return User.objects.create(username=name or f"user-{next(_numbers)}", is_staff=True, **kwargs)


def author() -> User:
    return User.objects.filter(username="author").first() or make_user("author")


def approver() -> User:
    return User.objects.filter(username="approver").first() or make_user("approver")


def make_source(**kwargs) -> Source:
    number = next(_numbers)
    return Source.objects.create(
        **{"title": f"Report {number}", "publisher": "Agency", "url": f"https://example.org/{number}"} | kwargs
    )


def cite(entry: Entry, source: Source | None = None) -> Source:
    source = source or make_source()
    EntryCitation.objects.create(entry=entry, source=source)
    return source


def make_topic(**kwargs) -> Topic:
    number = next(_numbers)
    fields = {"title": f"Topic {number}", "slug": f"topic-{number}", "summary": f"All about topic {number}."}
    return Topic.objects.create(**fields | kwargs)


def approved(*entries: Entry, action: str = "", note: str = "") -> tuple[Entry, ...]:
    """The entries changed by the author, submitted and approved by somebody else."""
    for entry in entries:
        entry.record_change(author())
        entry.submit(author(), action, note)
        entry.approve(approver())
    return entries


def published(*entries: Entry, action: str = "", note: str = "", release_at: datetime | None = None) -> list[Edition]:
    """The entries published together, as two people do it."""
    return publish(approved(*entries, action=action, note=note), approver(), release_at)
