"""Working models of members: who there is, and the dated facts that tie them together."""

from members.models.dated import (
    Affiliation,
    CapitalName,
    Chairmanship,
    ForceContributor,
    Membership,
    Strength,
    Tenure,
)
from members.models.entries import Force, Institution, Office, Organisation, Person, State
from publishing.history import keep_history

__all__ = [
    "Affiliation",
    "CapitalName",
    "Chairmanship",
    "Force",
    "ForceContributor",
    "Institution",
    "Membership",
    "Office",
    "Organisation",
    "Person",
    "State",
    "Strength",
    "Tenure",
]

for _model in (Force, Institution, Office, Organisation, Person, State):
    keep_history(_model)
for _fact in (Affiliation, CapitalName, Chairmanship, ForceContributor, Membership, Strength, Tenure):
    keep_history(_fact, _fact.entry_field)
