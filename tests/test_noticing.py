"""Idle feeds and silent partners: noticed by the worker, shown to the partner manager, mailed where wished."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from publishing.models import Action
from publishing.reading import read_head
from syndication.models import Notice, Partner, Receipt
from syndication.noticing import IDLE_AFTER, look_at_partners, mail_notices
from syndication.plans import Scope
from syndication.work.worker import work_off_everything
from tests.desk import at_desk, words_of
from tests.factories import make_topic, published
from tests.partners import make_key, make_partner
from tests.snapshots import snapshot_folder  # noqa: F401

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def partner() -> Partner:
    partner = make_partner(name="Slow News")
    make_key(partner, Scope.FEED, Scope.RECEIPTS)
    return partner


@pytest.fixture
def corrected():
    topic = make_topic(title="Put right")
    published(topic)
    return published(topic, action=Action.CORRECTED, note="It said wrong.")[0]


def standing() -> list[tuple]:
    return list(Notice.objects.standing().order_by("lapse").values_list("lapse", "detail"))


def test_feed_is_idle_when_there_is_more_and_nobody_asks(partner):
    now = timezone.now()
    published(make_topic(), make_topic())
    look_at_partners(now)
    assert standing() == []  # it never followed the feed
    Partner.objects.update(feed_position=0, feed_asked_at=now - IDLE_AFTER)
    look_at_partners(now)
    assert standing() == []
    look_at_partners(now + HOUR)
    look_at_partners(now + 2 * HOUR)
    assert standing() == [("idle", f"2 publications behind, last asked on {(now - IDLE_AFTER).date()}")]
    Partner.objects.update(feed_position=2)
    look_at_partners(now + 3 * HOUR)
    assert standing() == []
    assert Notice.objects.get().settled_at == now + 3 * HOUR


def test_partner_is_silent_when_a_duty_is_overdue(partner, corrected):
    look_at_partners(corrected.released_at + 24 * HOUR)
    assert standing() == []
    look_at_partners(corrected.released_at + 25 * HOUR)
    assert standing() == [("silent", "1 receipt overdue")]
    Receipt.post(partner, corrected, read_head().generation, "done", "")
    look_at_partners(corrected.released_at + 26 * HOUR)
    assert standing() == []


def test_notices_are_mailed_once_to_whom_they_concern(partner, corrected, settings):
    later = corrected.released_at + 25 * HOUR
    look_at_partners(later)
    mail_notices(later)
    assert mail.outbox == []
    settings.PARTNER_NOTICES_TO = ["manager@example.org"]
    mail_notices(later)
    mail_notices(later)
    (letter,) = mail.outbox
    assert letter.to == ["manager@example.org"]
    assert "Slow News: owes receipts: 1 receipt overdue" in letter.body


def test_letter_that_fails_is_tried_again(partner, corrected, settings, monkeypatch):
    settings.PARTNER_NOTICES_TO = ["manager@example.org"]
    later = corrected.released_at + 25 * HOUR
    look_at_partners(later)

    def refused(*args):
        raise OSError("no mail today")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="no mail"):
        broken.setattr("syndication.noticing.send_mail", refused)
        mail_notices(later)
    assert Notice.objects.get().mailed_at is None
    mail_notices(later)
    assert (len(mail.outbox), Notice.objects.get().mailed_at) == (1, later)


def test_worker_notices_by_itself(partner, snapshot_folder):  # noqa: F811
    published(make_topic())
    Partner.objects.filter(pk=partner.pk).update(feed_position=0, feed_asked_at=timezone.now() - IDLE_AFTER - HOUR)
    work_off_everything()
    assert [lapse for lapse, _detail in standing()] == ["idle"]


def test_desk_sees_who_has_answered_and_who_has_not(partner, corrected):
    prompt = make_partner(name="Prompt Post")
    make_key(prompt, Scope.RECEIPTS, now=timezone.now() - HOUR)
    Receipt.post(prompt, corrected, read_head().generation, "cannot", "It is in print.")
    Partner.objects.filter(pk=partner.pk).get().keys.update(created_at=timezone.now() - HOUR)
    page = words_of(at_desk("managing editor").get(reverse("admin:syndication_partner_duties")))
    for words in ("Put right", "corrected", "Slow News", "Prompt Post", "It is in print."):
        assert words in page
    assert at_desk("contributor").get(reverse("admin:syndication_partner_duties")).status_code == 403


def test_partner_manager_sees_the_notice_on_list_and_page(partner, corrected):
    look_at_partners(corrected.released_at + 25 * HOUR)
    manager = at_desk("partner manager")
    assert "owes receipts" in words_of(manager.get(reverse("admin:syndication_partner_changelist")))
    page = words_of(manager.get(reverse("admin:syndication_partner_change", args=[partner.pk])))
    assert "1 receipt overdue" in page
    assert "Put right" in page
    assert "Partners to be asked" in words_of(manager.get(reverse("admin:index")))
