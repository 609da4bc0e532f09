"""That an edition waits may be known at the desk; its hour only by those who may see what is under embargo."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.cancelling import noting_dropped
from publishing.releasing import cancel_release
from tests.desk import at_desk, words_of
from tests.factories import approver, make_topic, published
from tests.test_admin_flow import url

pytestmark = pytest.mark.django_db
ROLES = [("contributor", False), ("editor", True), ("auditor", True)]


def screens(topic) -> dict[str, str]:
    return {
        "form": url(topic, "change"),
        "history": url(topic, "history"),
        "list": reverse("admin:publishing_topic_changelist") + "?stage=scheduled",
        "compare": url(topic, "compare"),
    }


@pytest.mark.parametrize(("role", "sees"), ROLES)
def test_the_hour_stands_on_no_screen_of_who_may_not_know_it(role, sees):
    topic = make_topic(title="Later")
    hour = timezone.now() + timedelta(days=40)
    published(topic, release_at=hour)
    client = at_desk(role)
    told = {name: words_of(client.get(address)) for name, address in screens(topic).items()}
    shown = {name for name, words in told.items() if f"{hour:%Y-%m-%d}" in words}
    assert shown == ({"form", "history", "compare"} if sees else set())
    assert "Later" in told["list"] and "scheduled" in told["list"]
    assert ("is released at" if sees else "waits for its hour") in told["form"]
    assert ("to be released at" if sees else "waits for its hour") in told["history"]


@pytest.mark.parametrize(("role", "sees"), ROLES)
def test_the_hour_that_was_called_off_is_no_more_public_at_the_desk(role, sees):
    topic = make_topic()
    hour = timezone.now() + timedelta(days=40)
    edition = published(topic, release_at=hour)[0]
    with noting_dropped([topic], approver()):
        cancel_release(edition, approver())
    words = words_of(at_desk(role).get(url(topic, "change")))
    assert "cancelled that at" in words
    assert (f"{hour:%Y-%m-%d %H:%M}" in words) == sees


def test_the_log_of_one_record_hides_it_too():
    published(make_topic(), release_at=timezone.now() + timedelta(days=40))
    address = reverse("admin:publishing_log_changelist")
    assert "next release" in words_of(at_desk("editor").get(address)).lower()
    assert "next release" not in words_of(at_desk("contributor").get(address)).lower()
