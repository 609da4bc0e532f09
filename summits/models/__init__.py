"""Working models of summits: meetings, what they adopted, what was said, what else happened."""

from publishing.history import keep_history, keep_links
from summits.models.documents import Document, Signatory
from summits.models.events import Addressee, Event, EventFigure, Participation, Requester
from summits.models.statements import QuotationVariant, Statement
from summits.models.summits import Attendance, Summit

__all__ = [
    "Addressee",
    "Attendance",
    "Document",
    "Event",
    "EventFigure",
    "Participation",
    "QuotationVariant",
    "Requester",
    "Signatory",
    "Statement",
    "Summit",
]

for _model in (Document, Event, Statement, Summit):
    keep_history(_model)
for _part in (Addressee, Attendance, EventFigure, Participation, QuotationVariant, Requester, Signatory):
    keep_history(_part, _part.entry_field)
keep_links(Event, "hosts")
