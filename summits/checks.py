"""The gate's rules for summits."""

from collections.abc import Callable

OF_KIND: dict[str, tuple[Callable, ...]] = {}
