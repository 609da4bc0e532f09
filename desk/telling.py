"""What readers will be told of a change: its kind, and the public note."""

from publishing.models import Action, Edition, Entry

# What stands in the place of a text that was taken down.
OFF = (Action.WITHDRAWN, Action.RETRACTED)


def told(entry: Entry, public: Edition | None) -> dict[str, object]:
    if public and public.action in OFF:
        kind = Action.RESTORED
    else:
        kind = Action(entry.proposed_action or (Action.UPDATED if public else Action.PUBLISHED))
    return {"kind": kind.label, "note": entry.proposed_note}
