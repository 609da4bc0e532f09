"""The named cast every test may ask for."""

import pytest
from django.test import Client

from tests.partners import bearer, make_key, make_partner
from tools import messages

# Stages of the day that assert are no test files.
pytest.register_assert_rewrite("tests.day")
pytest_plugins = [
    "tests.schema", "tests.browser", "tests.record", "tests.receiving", "tests.node", "tests.listening",
    "tests.serving", "tests.nu",
]  # fmt: skip


def pytest_configure():
    """Whoever starts pytest by itself, past the set-up, reads the words as they are written too."""
    messages.compile_stale()


@pytest.fixture
def reader() -> Client:
    """Anybody: no account, no key."""
    return Client()


@pytest.fixture
def partner(db) -> Client:
    """Somebody with a key for what is public. `partner.key` is the key, `partner.text` what is sent."""
    return _holding_a_key(make_partner(name="The Partner"))


@pytest.fixture
def lapsed_partner(db) -> Client:
    """A partner no more, who still sends the key of then."""
    client = _holding_a_key(make_partner(name="The Lapsed Partner"))
    type(client.key.partner).objects.filter(pk=client.key.partner_id).update(is_active=False)
    return client


def _holding_a_key(partner) -> Client:
    key, text = make_key(partner)
    client = bearer(text)
    client.key, client.text = key, text
    return client
