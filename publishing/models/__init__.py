"""The kernel's tables. Working copies: Entry and its parts, Source. Public: Edition, Fact, Log."""

from publishing.history import keep_history, keep_links
from publishing.models.approval import Approval, Contribution
from publishing.models.dated_fact import Confidence, DatedFact, Standing
from publishing.models.dropped import Dropped
from publishing.models.edition import ANNOUNCED, Action, Edition
from publishing.models.entry import Alias, Entry, Image, Topic, entry_link
from publishing.models.fact import Fact
from publishing.models.log import Log
from publishing.models.source import Citation, EntryCitation, Source
from publishing.models.translation import Translation
from publishing.models.waiver import Waiver
from publishing.models.word import Word
from publishing.models.working_copy import Stage, WorkingCopy

__all__ = [
    "ANNOUNCED",
    "Action",
    "Alias",
    "Approval",
    "Citation",
    "Confidence",
    "Contribution",
    "DatedFact",
    "Dropped",
    "Edition",
    "Entry",
    "EntryCitation",
    "Fact",
    "Image",
    "Log",
    "Source",
    "Stage",
    "Standing",
    "Topic",
    "Translation",
    "Waiver",
    "Word",
    "WorkingCopy",
    "entry_link",
]

for _model in (Entry, Topic, Source):
    keep_history(_model)
for _part in (Alias, Image, EntryCitation, Translation):
    keep_history(_part, "entry")
keep_history(Citation, "object_id")
keep_links(Entry, "topics")
