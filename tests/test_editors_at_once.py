"""Twenty people edit one entry at once: nothing that was saved is lost, and every save over a newer one is shown both.

Real sign-ins, over HTTP, through the admin's own views. In the suite until so many saves were accepted; `make editors`
keeps at it for a minute and tells its figures.
"""

import os
import time
from collections.abc import Callable
from itertools import groupby

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from members.models import Membership, Organisation, State
from publishing.history import every
from publishing.models import Contribution, Entry
from tests.editing import Browser, Editor, Refusal, Save, told
from tests.subjects import make, state_that

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, ACCEPTED = 20, 8
SECONDS = float(os.environ.get("EDITORS_SECONDS", 0))
PASSWORD = "correct horse battery staple"
ROW = "memberships-0-instrument"
# Field of the form → how a text is written into it. Everybody goes for the same ones.
FIELDS = {"summary": "%s", "remarks": "%s", "official_name": "%s", "capital": "%s", "profile": "<p>%s</p>", ROW: "%s"}
KEPT_IN = {"summary": Entry, "remarks": Entry, "official_name": State, "capital": State, "profile": State,
           ROW: Membership}  # fmt: skip


@pytest.fixture
def state() -> State:
    state = make(State, "Freedonia", iso2="FD", iso3="FRD", official_name="Republic of Freedonia", capital="Glory")
    alliance = make(Organisation, "Alliance")
    state_that(Membership, "2003", state=state, organisation=alliance, status="member")
    return state


def column(name: str) -> str:
    return name.rpartition("-")[2]


def at_work(base: str, state: State) -> list[Editor]:
    """Twenty, each signed in with a password, all at it until they are done."""
    editors: list[Editor] = []
    for number in range(EDITORS):
        user = User.objects.create_user(f"editor-{number:02}", password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name="contributor"))
        browser = Browser(base)
        browser.sign_in(user.username, PASSWORD)
        address = reverse("admin:members_state_change", args=[state.pk])
        editors.append(Editor(user.username, browser, address, FIELDS, lambda: goes_on()))
    goes_on = until(editors)
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join(SECONDS + 240)
    return editors


def until(editors: list[Editor]) -> Callable[[], bool]:
    end = time.monotonic() + SECONDS
    return (lambda: time.monotonic() < end) if SECONDS else (lambda: len(saved_by(editors)) < ACCEPTED)


def saved_by(editors: list[Editor]) -> list[Save]:
    return [save for editor in editors for save in editor.saves]


def test_twenty_editors_of_one_entry_lose_nothing_and_see_every_conflict(live_server, state):
    before = {name: getattr(state, column(name), "") for name in FIELDS} | {ROW: ""}
    editors = at_work(live_server.url, state)
    assert [editor.error for editor in editors] == [None] * EDITORS
    saves = sorted(saved_by(editors), key=lambda save: save.version)
    refusals = [refusal for editor in editors for refusal in editor.refusals]
    tell(editors, saves, refusals)
    assert refusals
    assert len(saves) >= (1 if SECONDS else ACCEPTED)
    states = replayed(before, saves)
    nothing_is_lost(state, saves, states)
    every_value_is_in_the_history(state, saves, states)
    every_conflict_was_shown(refusals, before, saves)


def replayed(before: dict, saves: list[Save]) -> list[dict]:
    """The entry after each save: made on the version before it, and changing nothing its author did not mean."""
    assert [save.version for save in saves] == list(range(len(saves)))
    states = [before]
    for save in saves:
        expected = states[-1] | save.own
        # Where “theirs” was chosen, the form still holds what was typed, and the desk puts theirs in its place.
        decided = [name for name in FIELDS if save.sent.get(f"merge-{name}") != "theirs"]
        assert {name: save.sent[name] for name in decided} == {name: expected[name] for name in decided}, save.by
        states.append(expected)
    return states


def nothing_is_lost(state: State, saves: list[Save], states: list[dict]) -> None:
    state.refresh_from_db()
    stored = {name: getattr(state, column(name), "") for name in FIELDS} | {ROW: Membership.objects.get().instrument}
    assert stored == states[-1]
    assert state.version == len(saves)
    hands = Contribution.objects.filter(entry=state.pk, published_in=None)
    assert set(hands.values_list("user__username", flat=True)) == {save.by for save in saves}


def every_value_is_in_the_history(state: State, saves: list[Save], states: list[dict]) -> None:
    """Field by field the values the triggers kept, in the order they were kept, are those of the saves."""
    histories = {kept.model: kept.history.objects.order_by("pgh_id") for kept in every()}
    histories[Entry] = histories[Entry].filter(id=state.pk)
    for name, model in KEPT_IN.items():
        kept = list(histories[model].values_list(column(name), flat=True))
        assert turns(kept) == turns([each[name] for each in states]), name
        assert {save.own[name] for save in saves if name in save.own} <= set(kept), name


def turns(values: list[str]) -> list[str]:
    """Without the repetitions: a row is kept again when another of its columns changes."""
    return [value for value, _same in groupby(values)]


def every_conflict_was_shown(refusals: list[Refusal], before: dict, saves: list[Save]) -> None:
    """The text stands in the form, and beside it what somebody else had saved."""
    accepted = {name: {before[name], *(save.own[name] for save in saves if name in save.own)} for name in FIELDS}
    for refusal in refusals:
        assert "saved this entry at" in refusal.page
        assert "Nothing of yours was saved yet." in refusal.page
        for name, text in refusal.own.items():
            assert refusal.shown[name] == text, name
            assert told(text) in refusal.page[refusal.page.index('class="conflict"') :]
        for name, (mine, theirs) in refusal.asked.items():
            assert mine == told(refusal.own[name])
            assert theirs != mine
            assert theirs in {told(value) or "–" for value in accepted[name]}, name


def tell(editors: list[Editor], saves: list[Save], refusals: list[Refusal]) -> None:
    asked, authors = sum(bool(refusal.asked) for refusal in refusals), len({save.by for save in saves})
    print(
        f"{len(saves)} saves accepted of {authors} editors, {len(refusals)} refused and shown: {asked} asked field by "
        f"field, {len(refusals) - asked} put together; {sum(each.gave_way for each in editors)} times all was theirs"
    )
