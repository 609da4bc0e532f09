"""Feeds: the newest editions of a part of the record, and its archives, as Atom, JSON Feed and RSS."""
