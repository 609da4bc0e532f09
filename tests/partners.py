"""Partners, their keys, and calls made with them."""

from itertools import count

from django.test import Client
from django.utils import timezone

from syndication.models import Key, Partner
from syndication.plans import Scope
from tests.api import BASE

_numbers = count(1)


def make_partner(**kwargs) -> Partner:
    number = next(_numbers)
    fields = {
        "name": f"Newsroom {number}",
        "contact": "Ann Example",
        "email": f"partner-{number}@example.org",
        "terms_accepted_on": timezone.now().date(),
    }
    return Partner.objects.create(**fields | kwargs)


def make_key(partner: Partner, *scopes: str, **kwargs) -> tuple[Key, str]:
    """A key and its text, with the scopes everybody has unless others are named."""
    return partner.issue_key(None, scopes or (Scope.CONTENT, Scope.FEED), **kwargs)


def bearer(text: str) -> Client:
    """A client that sends this key."""
    return Client(headers={"Authorization": f"Bearer {text}"})


def call(text: str, path: str, **query):
    return bearer(text).get(BASE + path, query)
