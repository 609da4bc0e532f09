"""A lock file that several processes share or one holds alone; the kernel frees it when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lock:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self.descriptor is not None

    def share(self) -> None:
        self.descriptor = self.locked(fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Take it if nobody else holds it."""
        try:
            self.descriptor = self.locked(fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def locked(self, mode: int) -> int:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, mode)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Across processes and, because the descriptor is the caller's own, across threads."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
