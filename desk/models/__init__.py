"""What the desk remembers beside the record: none of it is public, none of it goes into an edition."""

from desk.models.fact_check import FactAnswer, FactCheck

__all__ = ["FactAnswer", "FactCheck"]
