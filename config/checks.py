"""System checks of the installation: what Django itself cannot know to be wrong here."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from syndication.checkpoints import UnusableKey, private_key
from syndication.plans import SHIPPED, plan

OLDEST_POSTGRESQL = 150000
EXTENSIONS = {"btree_gist", "pg_trgm", "unaccent"}


@register(Tags.database)
def database_can_carry_the_record(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs where Django opens databases for checks: `migrate` and `check --database default`."""
    return [problem for alias in databases or [] for problem in problems_of(alias)]


def problems_of(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return [Error(f"Database {alias!r} is not PostgreSQL.", id="record.E001")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        missing = EXTENSIONS - {name for (name,) in cursor.fetchall()}
    problems: list[CheckMessage] = []
    if version < OLDEST_POSTGRESQL:
        problems.append(Error(f"PostgreSQL 15 or newer is needed, this is {version // 10000}.", id="record.E002"))
    if missing:
        names = ", ".join(sorted(missing))
        hint = "Install PostgreSQL's contrib package."
        problems.append(Error(f"PostgreSQL lacks the extensions {names}.", hint=hint, id="record.E003"))
    return problems


@register()
def budgets_can_be_read(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A mistyped API_BUDGETS stops the start, not the first caller of that plan."""
    unknown = set(settings.API_BUDGETS) - set(SHIPPED)
    problems: list[CheckMessage] = [
        Error(f"API_BUDGETS names no plan: “{name}”.", id="record.E007") for name in unknown
    ]
    for name in SHIPPED:
        try:
            plan(name)
        except ImproperlyConfigured as error:
            problems.append(Error(str(error), id="record.E008"))
    return problems


@register()
def checkpoint_key_can_be_read(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A mistyped key stops the start, not the checkpoint of the day. One that is made up is not made for this."""
    if not os.environ.get("CHECKPOINT_KEY"):
        return []
    try:
        private_key()
    except UnusableKey as problem:
        return [Error(str(problem), id="record.E009")]
    return []


@register(Tags.security, deploy=True)
def production_settings_are_given(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if not os.environ.get("SECRET_KEY"):
        hint = "Set SECRET_KEY, the same on every machine."
        problems.append(Error("The secret key was generated on this machine.", hint=hint, id="record.E004"))
    if not os.environ.get("DATABASE_URL"):
        problems.append(Error("The embedded database is for demonstrations; set DATABASE_URL.", id="record.E005"))
    if not settings.HTTPS:
        problems.append(Warning("SITE_URL does not begin with https://.", id="record.W006"))
    return problems
