"""Who asked whom for what, against the requests of the record and those they were addressed to."""

from datetime import timedelta

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.found import Claim, days
from commentary.importing.lookup import Told
from commentary.importing.stems import stems
from publishing.overlaps import in_words
from summits.models import Event

# So many words beside the names make a sentence speak of the request that has them too.
FEWEST_SHARED = 2
# So far off a date may be a slip; further, the text may speak of another request.
NEAR = timedelta(days=31)


def asked(claim: Claim) -> Told:
    """The same request, addressed to somebody else."""
    request = request_of(claim)
    if claim.object is None:
        return
    if request is None:
        yield from _on_another_day(claim)
        return
    addressees = list(request.addressees.select_related("state", "organisation"))
    if not addressees or any(row.party.pk == claim.object.id for row in addressees):
        return
    words = {
        "request": request.title,
        "known": ", ".join(dict.fromkeys(row.name or row.party.title for row in addressees)),
        "claimed": claim.object.title,
    }
    yield _("The record has “%(request)s” addressed to %(known)s, not to %(claimed)s.") % words, addressees[0]


def _on_another_day(claim: Claim) -> Told:
    """Where no request is of that day or month, the one nearest to it, if it was near and to the same addressee."""
    if len(claim.day) < len("2022-05"):
        return
    day, after = days(claim.day)
    asked_it = Event.objects.filter(type=Event.Type.REQUEST, requesters__state=claim.subject.id)
    near = asked_it.filter(
        addressees__organisation=claim.object.id if claim.object else None, starts_on__range=(day - NEAR, after + NEAR)
    )
    if near and not any(lookup.holds(each, claim.day) for each in near):
        words = {"request": near[0].title, "known": in_words(near[0]), "claimed": claim.day}
        yield _("The record dates “%(request)s” %(known)s, not %(claimed)s.") % words, near[0]


def request_of(claim: Claim) -> Event | None:
    """The request of that state that shares most words with the sentence, if enough of them."""
    requests = Event.objects.filter(type=Event.Type.REQUEST, requesters__state=claim.subject.id).distinct()
    known = [each for each in requests if not (claim.day and each.starts_on) or lookup.holds(each, claim.day)]
    if not known:
        return None
    parties = [claim.subject.title, claim.object.title if claim.object else ""]
    said, names, *found = stems([claim.words, " ".join(parties), *(f"{each.title}. {each.outcome}" for each in known)])
    shared = [len((said & words) - names) for words in found]
    best = max(range(len(known)), key=shared.__getitem__)
    return known[best] if shared[best] >= FEWEST_SHARED else None
