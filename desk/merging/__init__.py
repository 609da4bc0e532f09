"""Two people's changes to one form, put together field by field."""

from desk.merging.merge import Difference, Merged, merge
from desk.merging.sheet import Sheet, State

__all__ = ["Difference", "Merged", "Sheet", "State", "merge"]
