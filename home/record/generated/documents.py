"""From a number to a whole generated document."""

from home.record.generated import commentary, members, summits
from home.record.generated.catalogue import Catalogue, Identity
from home.record.generated.shapes import Draft

OWN_KEYS = {
    "topic": commentary.topic,
    "article": commentary.article,
    "commentary": commentary.commentary,
    "state": members.state,
    "organisation": members.organisation,
    "person": members.person,
    "office": members.office,
    "institution": members.institution,
    "force": members.force,
    "summit": summits.summit,
    "document": summits.document,
    "statement": summits.statement,
    "event": summits.event,
}


def document(catalogue: Catalogue, entry: Identity) -> dict:
    """The document a publication of this entry would have written."""
    draft = Draft(catalogue, entry)
    own = OWN_KEYS[entry.kind](draft)
    return draft.finished(own)
