"""Following by e-mail: asked first, told once, stopped with one click; nobody learns which addresses are known."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from home.following.rounds import send_due
from home.models import UNCONFIRMED_FOR, Follow
from publishing.models import Log
from publishing.releasing import retract, withdraw
from tests.factories import approver, published
from tests.following import READER, ask, follows, link, sent
from tests.pages import get, plain
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> dict:
    made = one_of_each()
    made["article"].topics.add(made["topic"])
    published(*made.values())
    return made


def test_nobody_is_written_to_who_has_not_confirmed(made):
    ask(entry=str(made["article"].pk))
    (letter,) = sent() and mail.outbox
    assert letter.to == [READER] and "“News from Glory”" in letter.body
    published(made["article"])
    assert sent() == []
    confirm = link(letter, "confirm")
    assert Client().get(confirm).status_code == 200
    assert not Follow.objects.confirmed().exists(), "programs that read mail open links"
    assert Client().post(confirm).status_code == 200
    published(made["article"])
    (told,) = sent()
    assert "News from Glory" in told and "/editions/3/" in told and "/editions/2/" not in told
    assert sent() == [], "told once"


def test_an_entry_a_topic_and_corrections_are_followed_apart(made):
    follows(made["article"], "entry@example.org")
    follows(made["topic"], "topic@example.org")
    follows(None, "corrections@example.org")
    published(made["summit"])
    assert sent() == []
    published(made["article"])
    sent()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["entry@example.org", "topic@example.org"]
    retract(made["article"], approver(), "Made up.")
    assert ["Retracted: News from Glory\nMade up." in body for body in sent()] == [True] * 3
    withdraw(made["article"], approver(), "In error.")
    bodies = sent()
    assert sorted(letter.to[0].split("@")[0] for letter in mail.outbox) == ["corrections", "entry", "topic"]
    assert all("In error." in body and "Made up." not in body for body in bodies)


def test_one_click_stops_it_from_the_letter_and_from_a_mail_program(made):
    follows(made["article"])
    published(made["article"])
    sent()
    (letter,) = mail.outbox
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://127.0.0.1:8000/follow/stop/")
    assert urlsplit(address).path == link(letter, "stop")
    assert get(link(letter, "stop")).status_code == 200 and Follow.objects.exists()
    for _twice in range(2):
        stopped = Client(enforce_csrf_checks=True).post(link(letter, "stop"), {"List-Unsubscribe": "One-Click"})
        assert stopped.status_code == 200
    assert not Follow.objects.exists(), "the address is forgotten"
    published(made["article"])
    assert sent() == []


def test_the_answer_is_the_same_for_every_address(made):
    follows(None)
    answers = {ask(email) for email in (READER, READER.upper(), "stranger@example.org")}
    assert len(answers) == 1
    assert sent() and [letter.to for letter in mail.outbox] == [["stranger@example.org"]]
    assert Follow.objects.count() == 2


def test_what_nobody_confirms_is_forgotten_and_its_link_runs_out(made):
    ask()
    sent()
    confirm = link(mail.outbox[0], "confirm")
    later = timezone.now() + UNCONFIRMED_FOR + timedelta(minutes=1)
    send_due(later)
    assert not Follow.objects.exists()
    for answer in (Client().get(confirm), Client().post(confirm)):
        text = plain(answer.content.decode())
        assert answer.status_code == 200 and "There is nothing left to confirm" in text and "now" not in text
    assert not Follow.objects.exists()


@pytest.mark.parametrize("path", ["/follow/confirm/x/", "/follow/stop/x/", "/follow/never/x/"])
def test_links_that_are_not_ours_are_refused(path):
    assert get(path).status_code == Client().post(path).status_code == 404


def test_a_link_for_one_purpose_does_not_serve_another(made):
    follows(None)
    published(made["article"], action="corrected", note="It was wrong.")
    sent()
    stop = link(mail.outbox[0], "stop")
    for other in ("confirm", "never"):
        assert Client().post(stop.replace("/stop/", f"/{other}/")).status_code == 404


def test_what_cannot_be_followed_is_refused_in_words(made):
    client = Client()
    assert client.post("/follow/", {"email": "nobody"}).status_code == 400
    assert client.post("/follow/", {}).status_code == 400
    assert client.get("/follow/", {"entry": "x"}).status_code == 400
    assert client.get("/follow/", {"entry": str(made["office"].pk)}).status_code == 404
    assert client.post("/follow/", {"email": READER}, query_params={"entry": "x"}).status_code == 400
    assert not Follow.objects.exists()


def test_a_subject_cannot_be_broken_open_by_a_title(made):
    made["article"].title = "News\nBcc: everybody@example.org"
    made["article"].save()
    published(made["article"])
    follows(made["article"])
    published(made["article"])
    assert len(sent()) == 1 and mail.outbox[0].to == [READER]


def test_the_worker_sees_to_letters(made):
    from syndication.work.worker import work_off_everything

    ask()
    work_off_everything()
    assert [letter.to for letter in mail.outbox] == [[READER]]
    assert Log.objects.get().position > 0


def test_who_follows_a_topic_is_told_of_what_leaves_it(made):
    follows(made["topic"])
    made["article"].topics.clear()
    published(made["article"])
    assert ["Updated: News from Glory" in body for body in sent()] == [True]
    published(made["article"])
    withdraw(made["article"], approver(), "In error.")
    assert sent() == [], "it was under the topic no longer"


def test_an_entry_that_left_the_topic_and_was_withdrawn_before_the_next_letter_is_told_of(made):
    follows(made["topic"])
    made["article"].topics.clear()
    published(made["article"])
    withdraw(made["article"], approver(), "In error.")
    (body,) = sent()
    assert "Withdrawn: An entry that is no longer shown\nIn error." in body and "News from Glory" not in body


def test_the_form_of_an_entry_withdrawn_meanwhile_says_so(made):
    query = {"entry": str(made["article"].pk)}
    retract(made["article"], approver(), "Made up.")
    assert ask(**query)
    withdraw(made["article"], approver(), "In error.")
    answer = Client().post("/follow/", {"email": READER}, query_params=query)
    assert answer.status_code == get("/follow/", **query).status_code == 410
    assert "In error." in plain(answer.content.decode()) and answer["Cache-Control"] == "no-store, private"


def test_the_pages_of_links_say_what_is_so(made):
    ask(entry=str(made["article"].pk))
    sent()
    confirm = link(mail.outbox[0], "confirm")
    assert "Follow “News from Glory”" in plain(get(confirm).content.decode())
    assert "You follow “News from Glory” now" in plain(Client().post(confirm).content.decode())
    follows(None)
    published(made["article"], action="corrected", note="It was wrong.")
    sent()
    stops = [link(letter, "stop") for letter in mail.outbox]
    first, second = (plain(Client().post(stop).content.decode()) for stop in stops)
    assert "The address still follows one other thing" in first and "forgotten" not in first
    assert "The address has been forgotten." in second
    again = plain(Client().post(stops[0]).content.decode())
    assert "This has been stopped already" in again and "forgotten" not in again
