"""The named cast every test may ask for."""

import pytest
from django.test import Client

pytest_plugins = ["tests.schema", "tests.browser", "tests.record"]


@pytest.fixture
def reader() -> Client:
    """Anybody: no account, no key."""
    return Client()
