"""The history of every row of every working table: bulk update and raw SQL, each with who, when, in which request."""

from datetime import timedelta

import pghistory
import pytest
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import User
from commentary.models import Article
from members.models import Person
from publishing import history
from publishing.models import Alias, Image, Source

pytestmark = pytest.mark.usefixtures("record")
REQUEST = "req-0123456789abcdef"
KEPT = {f"{kept.model.__name__}": kept for kept in history.every()}


@pytest.fixture
def signed():
    """As the middleware signs what a request does."""
    user = User.objects.get(username="editor")
    with pghistory.context(user=str(user.pk), url="/admin/x/", method="POST", request=REQUEST):
        yield user


def one_of(kept: history.Kept) -> models.Model:
    """A row of the table; of what the record has none of, one of our own."""
    if kept.model._default_manager.exists():
        return kept.model._default_manager.earliest("pk")
    article = Article.objects.earliest("pk")
    if kept.model is Image:
        size = {"width": 8, "height": 6}
        return Image.objects.create(entry=article, file="images/a.png", alt="A", credit="B", licence="CC0", **size)
    article.author_people.add(Person.objects.earliest("pk"))
    return kept.model._default_manager.earliest("pk")


def last_of(kept: history.Kept, row: models.Model, label: str):
    """What its history says last of a row."""
    mine = kept.history._default_manager.filter(**{kept.key_field: row.pk}, pgh_label=label)
    return mine.latest("pgh_id")


def is_signed(event, user: User) -> None:
    said = event.pgh_context.metadata
    assert (said["user"], said["request"], said["url"]) == (str(user.pk), REQUEST, "/admin/x/")
    assert timezone.now() - event.pgh_created_at < timedelta(minutes=5)


def changed(kept: history.Kept, row: models.Model) -> tuple[str, object] | None:
    """A column that may simply say something else, and what; links have none."""
    own = [field for field in kept.model._meta.local_fields if not (field.primary_key or field.is_relation)]
    for field in own:
        if isinstance(field, models.TextField):
            return field.column, f"{getattr(row, field.attname) or ''} changed"
    for field in own:
        if isinstance(field, models.CharField) and not (field.choices or field.unique):
            return field.column, f"{getattr(row, field.attname) or ''}x"[: field.max_length or 1]
    for field in own:
        if isinstance(field, models.BooleanField):
            return field.column, not getattr(row, field.attname)
        if isinstance(field, models.IntegerField):
            return field.column, (getattr(row, field.attname) or 0) + 1
    return None


@pytest.mark.parametrize("table", sorted(KEPT))
def test_raw_sql_is_kept_with_who_when_and_which_request(table, signed):
    kept = KEPT[table]
    row, name = one_of(kept), kept.model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if change := changed(kept, row):
            column, value = change
            cursor.execute(f'UPDATE "{name}" SET "{column}" = %s WHERE "{kept.key}" = %s', [value, row.pk])
            assert cursor.rowcount == 1
            event = last_of(kept, row, "update")
            assert str(getattr(event, kept.model._meta.get_field(column).attname)) == str(value)
            is_signed(event, signed)
        cursor.execute(f'DELETE FROM "{name}" WHERE "{kept.key}" = %s', [row.pk])
        is_signed(last_of(kept, row, "delete"), signed)
        # What pointed to the row would be missed at commit.
        transaction.set_rollback(True)


# A topic has no column of its own beside those of every entry: there is nothing to change in bulk.
@pytest.mark.parametrize("table", sorted(KEPT.keys() - {"Topic"}))
def test_a_bulk_update_is_kept_row_by_row(table, signed):
    kept = KEPT[table]
    row = one_of(kept)
    change = changed(kept, row)
    if change is None:
        # A link is made or gone, never changed: bulk_create is its bulk.
        fresh = kept.model._default_manager.get(pk=row.pk)
        fresh.delete()
        fresh.pk = None
        (made,) = kept.model._default_manager.bulk_create([fresh])
        is_signed(last_of(kept, made, "insert"), signed)
        return
    field = next(each for each in kept.model._meta.local_fields if each.column == change[0])
    some = kept.model._default_manager.order_by("pk")
    if kept.model is Alias:
        # An entry has no name twice.
        some = kept.model._default_manager.order_by("entry_id", "pk").distinct("entry_id")
    rows = kept.model._default_manager.filter(pk__in=list(some.values_list("pk", flat=True)[:3]))
    rows.update(**{field.attname: change[1]})
    for each in rows:
        is_signed(last_of(kept, each, "update"), signed)


def test_a_source_changed_without_a_request_is_kept_as_unsigned():
    source = Source.objects.earliest("pk")
    Source.objects.filter(pk=source.pk).update(note="By nobody.")
    assert last_of(KEPT["Source"], source, "update").pgh_context is None
