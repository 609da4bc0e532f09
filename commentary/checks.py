"""The gate's rules for commentary."""

from collections.abc import Callable

OF_KIND: dict[str, tuple[Callable, ...]] = {}
