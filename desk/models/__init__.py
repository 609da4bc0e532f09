"""What the desk remembers beside the record: none of it is public, none of it goes into an edition."""

from desk.models.cancellation import Cancellation
from desk.models.comments import Comment
from desk.models.fact_check import FactAnswer, FactCheck
from desk.models.house_rules import HouseRule
from desk.models.imports import Import
from desk.models.nightly import RecordCheck, StandingFinding
from desk.models.planning import Plan
from desk.models.reviews import ReviewTask
from desk.models.source_checks import SourceCheck
from desk.models.working import Autosave, Presence, Snapshot

__all__ = [
    "Autosave",
    "Cancellation",
    "Comment",
    "FactAnswer",
    "FactCheck",
    "HouseRule",
    "Import",
    "Plan",
    "Presence",
    "RecordCheck",
    "ReviewTask",
    "Snapshot",
    "SourceCheck",
    "StandingFinding",
]
