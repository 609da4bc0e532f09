"""The filters of each kind: which roles entries play in it, as published facts and fields relate them."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet

from publishing.models import Fact
from syndication.v1.endings import Ending
from syndication.v1.fields import DayFilter, WordFilter
from syndication.v1.filters import EntityFilter, EntryFilters, OfKind, Related, SpokenFor, TypeFilter

TOLD = ("about", "mentions")


class AnyFilters(EntryFilters):
    """All kinds together: related by whatever fact or field."""

    kind = OfKind(help_text="Of this kind.")
    about = Related(to=TOLD, help_text="Articles and commentary about this entry, texts that mention it.")


class HeldFilters(EntryFilters):
    """Kinds that take `on=`: what was held that day stands beside each item."""

    on = DayFilter(method="beside", help_text="Adds to each item what held on this day of the world.")

    def beside(self, qs: QuerySet, name: str, day: Any) -> QuerySet:
        return qs


class MembershipFilters(HeldFilters):
    """`status`, the other party and `on` must hold of one and the same membership, not each of some."""

    party = end = other_end = ""

    status = WordFilter(method="beside", help_text="With this membership status, on that day or ever.")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        status, party = self.form.cleaned_data["status"], self.entities.get(self.party)
        if not status and not party:
            return queryset
        facts = Fact.objects.at(self.moment.position).accepted().filter(kind="membership").order_by()
        if status:
            facts = facts.filter(term=status)
        if party:
            facts = facts.filter(**{self.other_end: party})
        if day := self.form.cleaned_data["on"]:
            facts = facts.on(day)
        return queryset.filter(entry_id__in=facts.values(self.end))


class StateFilters(MembershipFilters):
    party, end, other_end = "organisation", "subject", "object"

    organisation = EntityFilter("organisation", help_text="In some status in this organisation.")
    summit = Related("summit", to=("attendance", "host"), help_text="Host of this summit, or present at it.")


class OrganisationFilters(MembershipFilters):
    party, end, other_end = "state", "object", "subject"

    state = EntityFilter("state", help_text="In which this state has or had a status.")
    type = TypeFilter()


class PersonFilters(HeldFilters):
    state = Related("state", field=True, help_text="Of this state.")
    office = Related("office", to=("tenure",), help_text="Who hold or held this office.")
    institution = Related("institution", to=("affiliation",), help_text="Who work or worked at this institution.")
    summit = Related("summit", to=("attended", "chair"), help_text="Who were at this summit.")


class OfficeFilters(HeldFilters):
    state = Related("state", field=True, help_text="Of this state.")
    organisation = Related("organisation", field=True, help_text="Of this organisation.")
    institution = Related("institution", field=True, help_text="Of this institution.")
    person = Related("person", by=("tenure",), help_text="That this person holds or held.")
    type = TypeFilter()


class InstitutionFilters(EntryFilters):
    state = Related("state", field=True, help_text="In this country.")
    organisation = Related("organisation", field=True, help_text="That are bodies of this organisation.")
    person = Related("person", by=("affiliation",), help_text="Where this person works or worked.")
    part_of = Related("institution", field=True, help_text="That are parts of this institution.")
    # Elsewhere `institution` finds what belongs to one; here it would be read as the institution itself.
    institution = Related("institution", field=True, help_text="That are parts of this institution.")
    endings: ClassVar[dict[str, Ending]] = {
        "institution": Ending(instead="part_of", since=date(2026, 11, 24), until=date(2028, 12, 1))
    }
    type = TypeFilter()


class ForceFilters(EntryFilters):
    organisation = Related("organisation", field=True, help_text="Of this organisation.")
    state = Related("state", by=("contribution",), help_text="To which this state contributes.")
    type = TypeFilter()


class SummitFilters(EntryFilters):
    organisation = Related("organisation", by=("convened_by",), help_text="Held by this organisation.")
    state = Related("state", by=("host", "attendance"), help_text="With this state present, or as host.")
    person = Related("person", by=("chair", "attended"), help_text="With this person present, or in the chair.")
    host = Related("state", by=("host",), help_text="Hosted by this state.")
    chair = Related("person", by=("chair",), help_text="Chaired by this person.")
    attended_by = Related("state", "person", by=("attendance", "attended"), help_text="Where this one was present.")
    type = TypeFilter()


class DocumentFilters(EntryFilters):
    organisation = Related("organisation", field=True, help_text="Of this organisation.")
    state = Related("state", by=("signatory",), help_text="Signed, ratified or acceded to by this state.")
    summit = Related("summit", to=("adopted_at",), help_text="Adopted at this summit.")
    type = TypeFilter()


class StatementFilters(EntryFilters):
    speaker = Related("person", by=("speaker",), help_text="By this speaker.")
    person = Related("person", by=("speaker",), to=TOLD, help_text="By this person, or about them.")
    summit = Related("summit", to=("occasion",), help_text="Made at this summit.")
    state = SpokenFor("state", help_text="By somebody in an office of this state that day.")
    type = TypeFilter()


class EventFilters(EntryFilters):
    host = Related("state", by=("host",), help_text="Hosted by this state.")
    state = Related(
        "state",
        by=("host", "participation", "requester", "addressee"),
        help_text="In which this state took part, in any role.",
    )
    organisation = Related("organisation", by=("addressee",), help_text="Addressed to this organisation.")
    force = Related("force", by=("participation",), help_text="In which this force took part.")
    person = Related("person", by=("proposer",), help_text="Proposed by this person.")
    institution = Related("institution", field=True, help_text="Of this institution.")
    summit = Related("summit", to=("decided_at",), help_text="Decided at this summit.")
    type = TypeFilter()
    status = WordFilter("status", help_text="With this status, as in the document.")


class ArticleFilters(EntryFilters):
    about = Related(to=TOLD, help_text="About this entry, or mentioning it.")
    state = Related("state", to=TOLD, help_text="About this state.")
    organisation = Related("organisation", to=TOLD, help_text="About this organisation.")
    summit = Related("summit", to=TOLD, help_text="About this summit.")
    institution = Related("institution", to=TOLD, help_text="About this institution.")
    person = Related("person", by=("author",), to=TOLD, help_text="By or about this person.")
    type = TypeFilter()


class CommentaryFilters(EntryFilters):
    expert = Related("person", by=("expert",), help_text="By this expert.")
    person = Related("person", by=("expert",), to=TOLD, help_text="By or about this person.")
    institution = Related("institution", to=TOLD, field=True, help_text="From or about this institution.")
    about = Related(to=TOLD, help_text="About this entry, or mentioning it.")
    state = Related("state", to=TOLD, help_text="About this state.")
    organisation = Related("organisation", to=TOLD, help_text="About this organisation.")
    summit = Related("summit", to=TOLD, help_text="About this summit.")


OF_KIND: dict[str, type[EntryFilters]] = {
    "organisation": OrganisationFilters,
    "state": StateFilters,
    "person": PersonFilters,
    "office": OfficeFilters,
    "institution": InstitutionFilters,
    "force": ForceFilters,
    "summit": SummitFilters,
    "document": DocumentFilters,
    "statement": StatementFilters,
    "event": EventFilters,
    "article": ArticleFilters,
    "commentary": CommentaryFilters,
}
