"""The named cast every test may ask for."""

import pytest
from django.test import Client

# Stages of the day that assert are no test files.
pytest.register_assert_rewrite("tests.day")
pytest_plugins = ["tests.schema", "tests.browser", "tests.record"]


@pytest.fixture
def reader() -> Client:
    """Anybody: no account, no key."""
    return Client()
