"""History by trigger: each working table has a table beside it that keeps every row as it was after each change.

Written by the database itself (django-pghistory), so bulk updates and raw SQL are kept too. Read by the desk alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import models

# Derived by the database from the columns beside it.
DERIVED = "valid"
# What is kept of rows that were there before their history was.
FOUND = "found"
SUFFIX = "History"


@dataclass(frozen=True)
class Kept:
    """A working table and the table of its history. `leads_to`: the column that names what a row belongs to."""

    model: type[models.Model]
    history: type[models.Model]
    leads_to: str

    @property
    def key(self) -> str:
        """The column of the history that says which row it was."""
        pk: Any = self.model._meta.pk
        return pk.column

    @property
    def key_field(self) -> str:
        """The field of the history for that column."""
        pk: Any = self.model._meta.pk
        return pk.attname


_kept: dict[type[models.Model], Kept] = {}


def every() -> list[Kept]:
    return list(_kept.values())


def keep_history(model: type[models.Model], leads_to: str = "") -> None:
    """Declare the history of a working table, in the app of its model.

    `leads_to` names the field by which rows are looked up: the entry they belong to; by default the row itself.
    """
    concrete: Any = model._meta.concrete_model
    field = concrete._meta.get_field(leads_to) if leads_to else concrete._meta.pk
    name = f"{model.__name__}{SUFFIX}"
    history = pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[DERIVED],
        # The row's own key is among the columns; a relation to it would have to outlive it.
        obj_field=None,  # type: ignore[arg-type]
        append_only=True,
        abstract=False,
        model_name=name,
        meta={
            "default_permissions": (),
            "indexes": [models.Index(fields=[field.name, "pgh_id"], name=f"{model._meta.app_label[:4]}_{name[:24]}")],
        },
    )
    _kept[model] = Kept(model, history, field.column)


def keep_links(model: type[models.Model], field: str) -> None:
    """The same for the rows of a many-to-many field, whose table Django made: a proxy of it carries the triggers."""
    through = getattr(model, field).through
    name = f"{model.__name__}{field.title().replace('_', '')}"
    meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label, "default_permissions": ()})
    proxy = type(name, (through,), {"__module__": model.__module__, "Meta": meta})
    keep_history(proxy, model._meta.model_name or "")


def begin(app: str) -> Callable:
    """For a migration: enter every row as it stands into the history of its table."""

    def enter(apps, schema_editor) -> None:
        for history in apps.get_app_config(app).get_models():
            name = history.__name__
            if name.endswith(SUFFIX):
                # A proxy of a many-to-many table has no state of its own here; its columns lead to it.
                schema_editor.execute(_entered(apps, app, name.removesuffix(SUFFIX), history))

    return enter


def _entered(apps, app: str, name: str, history) -> str:
    table = apps.get_model(app, name)._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in history._meta.fields if not field.column.startswith("pgh_"))
    return (
        f'INSERT INTO "{history._meta.db_table}" ({columns}, pgh_label, pgh_created_at)'
        f""" SELECT {columns}, '{FOUND}', clock_timestamp() FROM "{table}" """
    )
