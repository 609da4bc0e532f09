"""Working models of summits: meetings, what they adopted, what was said, what else happened."""

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
