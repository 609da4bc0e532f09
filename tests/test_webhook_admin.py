"""What the partner manager sees of webhooks and can do about them; nobody sees what signs."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from syndication.models import Delivery
from syndication.webhooks.messages import send_test
from tests.receiving import make_endpoint

pytestmark = pytest.mark.django_db
LIST = reverse("admin:syndication_webhookendpoint_changelist")


@pytest.fixture
def manager() -> Client:
    user = User.objects.create(username="partner-manager", is_staff=True)
    user.groups.add(Group.objects.get(name="partner manager"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def endpoint():
    return make_endpoint("https://hooks.example.org/in")


def act(client: Client, name: str, *endpoints) -> None:
    chosen = [str(each.pk) for each in endpoints]
    response = client.post(LIST, {"action": name, "_selected_action": chosen}, follow=True)
    assert response.status_code == 200


def test_endpoints_are_shown_without_what_signs_for_them(manager, endpoint):
    send_test(endpoint)
    for address in (LIST, reverse("admin:syndication_webhookendpoint_change", args=[endpoint.pk])):
        page = manager.get(address).content.decode()
        assert "https://hooks.example.org/in" in page
        secret = endpoint.secrets.get()
        assert not [word for word in (endpoint.challenge, secret.secret, secret.seed) if word in page]


def test_deliveries_are_shown_with_what_became_of_them(manager, endpoint):
    row = send_test(endpoint)
    Delivery.objects.update(problem="It answered 500.", status=500)
    assert "It answered 500." in manager.get(reverse("admin:syndication_delivery_changelist")).content.decode()
    assert manager.get(reverse("admin:syndication_delivery_change", args=[row.pk])).status_code == 200


def test_lists_cost_the_same_however_many_there_are(manager, endpoint, django_assert_max_num_queries):
    for number in range(5):
        send_test(make_endpoint(f"https://hooks.example.org/{number}"))
    for name in ("webhookendpoint", "delivery"):
        with django_assert_max_num_queries(8):  # session, user, rights, two counts, rows, filters
            manager.get(reverse(f"admin:syndication_{name}_changelist"))


def test_disabling_and_the_challenge_that_ends_it(manager, endpoint):
    act(manager, "disable", endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_because) == ("disabled", "Disabled by the partner manager.")
    act(manager, "test", endpoint)
    assert not endpoint.deliveries.exists()
    act(manager, "challenge", endpoint)
    assert endpoint.deliveries.get().is_challenge


def test_what_was_given_up_is_tried_for_three_days_more(manager, endpoint):
    row = send_test(endpoint)
    Delivery.objects.update(state="dead", give_up_at=row.made_at)
    address = reverse("admin:syndication_delivery_changelist")
    manager.post(address, {"action": "do_now", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.state == "waiting"
    assert row.give_up_at > timezone.now()
