"""The operator's screens of background work: what failed is seen, and tried again by a click."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from syndication.models import Errand, State
from tests.factories import make_topic, make_user, published
from tests.snapshots import snapshot_folder, take  # noqa: F401

pytestmark = pytest.mark.django_db
NEVER = datetime(2120, 1, 1, tzinfo=UTC)


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(make_user("operator"))
    return client


def listed(client: Client, model: str) -> str:
    response = client.get(reverse(f"admin:syndication_{model}_changelist"))
    assert response.status_code == 200
    return response.content.decode()


def test_problems_are_seen_and_what_was_given_up_is_tried_again(operator):
    given_up = Errand.objects.create(name="given up", state=State.DEAD, problem="No bread today.", attempts=8)
    waiting = Errand.objects.create(name="waiting", due_at=NEVER)
    assert "No bread today." in listed(operator, "errand")
    chosen = {"action": "do_now", "_selected_action": [given_up.pk, waiting.pk]}
    response = operator.post(reverse("admin:syndication_errand_changelist"), chosen, follow=True)
    assert "2 rows are due now." in response.content.decode()
    assert {Errand.objects.claim().name for _ in range(2)} == {"given up", "waiting"}


def test_one_row_in_full_can_be_read_and_not_changed(operator):
    row = Errand.objects.create(name="bread", problem="No flour.")
    page = operator.get(reverse("admin:syndication_errand_change", args=[row.pk])).content.decode()
    assert "No flour." in page
    operator.post(reverse("admin:syndication_errand_change", args=[row.pk]), {"name": "cake", "problem": ""})
    assert (Errand.objects.get().name, Errand.objects.get().problem) == ("bread", "No flour.")


def test_snapshots_are_listed_with_their_size(operator, snapshot_folder):  # noqa: F811
    published(make_topic())
    size = sum(file["bytes"] for file in take().files())
    assert f"{size / 1024:.1f}" in listed(operator, "snapshot")
