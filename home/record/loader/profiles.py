"""Summaries and profiles written for the entries of the fact base, their remarks and their topics."""

from typing import Any

from home.record.loader.desk import Desk
from home.record.loader.faults import Faults
from home.record.loader.files import prose
from home.record.loader.markup import inline, plain
from home.record.loader.tally import Fate
from members.models import Force, Institution, Organisation, Person, State
from publishing.models import Entry
from summits.models import Document, Event, Statement, Summit

RICH = {
    **dict.fromkeys((Organisation, State, Institution, Person, Force), "profile"),
    **dict.fromkeys((Summit, Event), "account"),
    Document: "text",
}


def apply(desk: Desk, faults: Faults) -> None:
    """Fill in summaries and texts. Of an entry filed under another only the other's own text is used."""
    for key, profile in (prose("profiles") or {}).items():
        with faults.at("profiles.json", key):
            entry = desk.entries.get(key)
            if entry:
                fill(desk, entry, profile)
            desk.id(key)
            fate = Fate.LOADED if entry else Fate.JOINED if key in desk.joins else Fate.THERE
            desk.tally.add("profiles", fate)


def fill(desk: Desk, entry: Entry, profile: dict[str, Any]) -> None:
    entry.summary = profile["summary"]
    paragraphs = profile.get("text", ())
    if isinstance(entry, Statement):
        entry.about_note = "\n\n".join(plain(desk, entry, text) for text in paragraphs)
    elif paragraphs:
        field = RICH[type(entry)]
        written = "".join(f"<p>{inline(desk, entry, text)}</p>" for text in paragraphs)
        setattr(entry, field, written + getattr(entry, field))


def remark(desk: Desk, faults: Faults) -> None:
    """The doubts of the fact base, beside the entries they are about."""
    for key, text in (prose("remarks") or {}).items():
        with faults.at("remarks.json", key):
            desk.remark(key, text)
            desk.tally.fold("doubts", 1, key in desk.entries)
