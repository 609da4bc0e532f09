"""What syndication remembers: partners and their keys, what they spend and ask for."""

from syndication.models.partners import Key, Partner
from syndication.models.usage import Spending, Usage

__all__ = ["Key", "Partner", "Spending", "Usage"]
