"""Following by e-mail, as its readers do it."""

import re
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client
from django.utils import timezone

from home.following.rounds import send_due
from tests.pages import plain

READER = "reader@example.org"


def ask(email: str = READER, **query) -> str:
    response = Client(enforce_csrf_checks=True).post("/follow/", {"email": email}, query_params=query)
    assert response.status_code == 200
    assert not response.cookies and "no-store" in response["Cache-Control"]
    return plain(response.content.decode())


def link(letter, part: str) -> str:
    return urlsplit(re.search(rf"https?://\S+/follow/{part}/\S+", letter.body)[0]).path


def follows(entry=None, email: str = READER) -> None:
    """Asked, asked back, confirmed."""
    ask(email, **({"entry": str(entry.pk)} if entry else {}))
    send_due(timezone.now())
    assert Client().post(link(mail.outbox[-1], "confirm")).status_code == 200
    mail.outbox.clear()


def sent() -> list[str]:
    """What letters say that are due now."""
    mail.outbox.clear()
    send_due(timezone.now())
    return [letter.body for letter in mail.outbox]
