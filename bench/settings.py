"""The demo's settings with two addresses more, to measure limits by. Used by the bench's own servers only."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
