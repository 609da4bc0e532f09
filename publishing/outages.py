"""Whether a failure is the database being away: it restarts, recovers or has no place left. That passes by itself."""

from django.db import InterfaceError, OperationalError

# Told by PostgreSQL itself: it shuts down, crashed, starts up or recovers; it has no more connections to give.
PASSING = {"57P01", "57P02", "57P03", "53300"}
CONNECTION_EXCEPTION = "08"
RETRY_AFTER_SECONDS = 5


def is_outage(error: BaseException | None) -> bool:
    """Where nobody answers there is no code at all; a deadlock or a query that took too long has one, and is ours."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or code in PASSING or code.startswith(CONNECTION_EXCEPTION)
