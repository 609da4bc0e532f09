"""The demo's settings with two addresses more, to measure limits by. Used by the bench's own servers only."""

from config.settings import *  # noqa: F403

# One machine asks for everything here; the call is still charged, a block at a time.
API_BUDGETS = {"public": "100000000/900000000"}
ROOT_URLCONF = "bench.urls"
