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
