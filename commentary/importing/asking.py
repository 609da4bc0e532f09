"""Who asked whom for what, against the requests of the record and those they were addressed to."""

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.found import Claim
from commentary.importing.lookup import Told
from commentary.importing.stems import stems
from summits.models import Event

# So many words beside the names make a sentence speak of the request that has them too.
FEWEST_SHARED = 2


def asked(claim: Claim) -> Told:
    """The same request, addressed to somebody else."""
    request = request_of(claim)
    if request is None or claim.object is None:
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
