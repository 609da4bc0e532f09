"""The gate's rules for members."""

from collections.abc import Callable

OF_KIND: dict[str, tuple[Callable, ...]] = {}
