"""The record's working copies as far as a claim asks for them, and how their facts are cited."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commentary.importing.found import Claim, Named, days
from members.models import Membership, Tenure
from publishing.models import DatedFact, Entry, Source, Standing
from publishing.overlaps import in_words
from summits.models import Statement, Summit

# How far from a date given in a text a meeting may lie to be the one that is meant.
NEAR = timedelta(days=15)


def at(iso: str) -> DateRange | None:
    return DateRange(*days(iso)) if iso else None


def accepted[Row: DatedFact](rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(standing=Standing.ACCEPTED)


def tenures(person: Named) -> QuerySet[Tenure]:
    return accepted(Tenure.objects.filter(person_id=person.id)).select_related("office__state", "person")


def memberships(state: Named, organisation: Named) -> list[Membership]:
    rows = Membership.objects.filter(state_id=state.id, organisation_id=organisation.id).select_related("organisation")
    return list(accepted(rows).order_by("starts_on"))


def meeting_of(claim: Claim) -> Summit | None:
    """The summit a claim speaks of: by its name, or the one of that day."""
    summits = Summit.objects.select_related("organisation", "host", "country", "chair")
    if claim.object and claim.object.kind == "summit":
        return summits.filter(pk=claim.object.id).first()
    return summit_on(claim.day)


def summit_on(iso: str) -> Summit | None:
    """The only summit of a day."""
    if len(iso) != 10:
        return None
    found = Summit.objects.select_related("organisation", "host", "country", "chair").filter(valid__overlap=at(iso))
    return found[0] if len(found) == 1 else None


def summits_near(iso: str) -> list[Summit]:
    day, _after = days(iso)
    found = Summit.objects.filter(starts_on__range=(day - NEAR, day + NEAR))
    return sorted(found, key=lambda summit: abs(summit.starts_on - day))


def statements_of(speaker: Named) -> QuerySet[Statement]:
    return Statement.objects.filter(speaker_id=speaker.id).prefetch_related("variants")


def source_of(row: DatedFact | Entry) -> str:
    """The first source of a fact or entry, in words."""
    use = row.citations.select_related("source").first()
    return named(use.source) if use else _("no source named")


def named(source: Source) -> str:
    return ", ".join(part for part in (source.title, source.publisher, source.published) if part)


def told(row: DatedFact, words: str) -> str:
    """“member 2006-06-23 to 2012-06-28”."""
    return f"{words} {in_words(row)}"


def status_words(row: Membership) -> str:
    return told(row, str(row.get_status_display()))
