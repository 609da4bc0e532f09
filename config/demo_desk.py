"""What lies on the demonstration's desk: drafts, a text that waits, one returned, one scheduled, plans, house rules.

Through the editors' own verbs. Of what is public nothing changes; what is there already is left as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from commentary.models import Article
from desk.admin.verbs import send_back
from desk.models import HouseRule, Plan
from members.models import Membership
from publishing.models import Entry, EntryCitation, Source
from publishing.periods import Precision
from publishing.releasing import publish

PREFIX = "demo/"
SCHEDULED_IN = timedelta(days=45)
CHECKED_EVERY = timedelta(days=30)


@dataclass(frozen=True)
class Piece:
    """An article by its author; `then` is what became of it. In `body`, `{key}` is the address of an entry."""

    title: str
    day: str
    summary: str
    body: str
    source: str
    author: str
    then: Callable[[Entry, User, User], object]


def submitted(entry: Entry, author: User, editor: User) -> None:
    entry.submit(author)


def returned(entry: Entry, author: User, editor: User) -> None:
    entry.submit(author)
    send_back(entry, editor, "Name the contingents one by one, each with its source, and say who counted.")


def scheduled(entry: Entry, author: User, editor: User) -> None:
    entry.submit(author)
    entry.approve(editor)
    publish([entry], editor, timezone.now() + SCHEDULED_IN)


def kept(entry: Entry, author: User, editor: User) -> None:
    """A draft stays on its author's desk."""


PIECES = (
    Piece(
        "Which meetings were held by video", "2020-12-02",
        "A count of the meetings by their format, still to be written.",
        '<p>The list of meetings of the <a href="{organisations/CSTO}">CSTO</a> names the format of each. '
        "This piece counts them and says what nobody has recorded.</p>",
        "odkb-25years", "contributor", kept,
    ),
    Piece(
        "What the record does not know", "2022-05-16", "Gaps that a reader may help to close, still to be sorted.",
        '<p>Of <a href="{summits/csc-2022-05-16}">the meeting in Moscow</a> the open part is known word for word, '
        "the closed part is not.</p>",
        "odkb-2022-05-16", "editor", kept,
    ),
    Piece(
        "A birthday on the day after", "2022-05-16",
        "The leaders met one day after the Treaty was thirty years old.",
        '<p><a href="{instruments/CST-1992}">The Treaty</a> was signed in Tashkent on 15 May 1992. '
        '<a href="{summits/csc-2022-05-16}">The meeting</a> that marked it was held on 16 May 2022, a Monday.</p>',
        "odkb-2022-05-16", "contributor", submitted,
    ),
    Piece(
        "Who went to Kazakhstan", "2022-01-06", "The contingents of the mission of January 2022.",
        '<p>Several members sent contingents to <a href="{operations/op-kazakhstan-2022}">the mission</a>.</p>',
        "armradio-2022-01-06", "contributor", returned,
    ),
    Piece(
        "The Treaty, to be read again", "1992-05-15", "A short guide to the text signed in Tashkent.",
        '<p><a href="{instruments/CST-1992}">The Treaty</a> was signed on 15 May 1992; '
        'the organisation that rests on it is <a href="{organisations/CSTO}">ten years younger</a>.</p>',
        "odkb-25years", "contributor", scheduled,
    ),
)  # fmt: skip

PLANS = (
    (20, "Ask the press service for the list of observers"),
    (40, "Read the chronology again before the anniversary of the Treaty"),
)

RULES = (
    HouseRule(
        name="Kyiv", pattern=r"\mKiev\M", message="The house writes Kyiv.", suggestion="Kyiv",
        matching_example="The talks in Kiev went on.", other_example="The talks in Kyiv went on.",
    ),
    HouseRule(
        name="Per cent in words", pattern=r"\d\s*%", message="The sign % is for tables.", suggestion="per cent",
        matching_example="It grew by 5 %.", other_example="It grew by 5 per cent.",
    ),
)  # fmt: skip


@transaction.atomic
def lay() -> int:
    """Put on the desk what is not there yet; how many texts that were. The record must be loaded."""
    users = {user.username: user for user in User.objects.filter(username__in=("contributor", "editor"))}
    new = [piece for piece in PIECES if not Entry.objects.filter(key=_key(piece)).exists()]
    for piece in new:
        _enter(piece, users[piece.author], users["editor"])
    for days, what in PLANS:
        day = timezone.localdate() + timedelta(days=days)
        Plan.objects.get_or_create(what=what, defaults={"day": day, "by": users["editor"]})
    for rule in RULES:
        if not HouseRule.objects.filter(name=rule.name).exists():
            rule.full_clean(exclude=["expression"])
            rule.save()
    _ask_to_check_again(timezone.localdate())
    return len(new)


def _key(piece: Piece) -> str:
    return PREFIX + slugify(piece.title)


def _enter(piece: Piece, author: User, editor: User) -> None:
    entry = Article(
        key=_key(piece), title=piece.title, slug=slugify(piece.title), summary=piece.summary, byline="Alliance Record",
        standfirst=piece.summary, body=_linked(piece.body), type=Article.Type.ANALYSIS,
    )  # fmt: skip
    entry.set_period(piece.day, str(date.fromisoformat(piece.day) + timedelta(days=1)))
    entry.save()
    EntryCitation.objects.create(entry=entry, source=Source.objects.get(key=piece.source))
    entry.record_change(author)
    piece.then(entry, author, editor)


def _linked(body: str) -> str:
    for entry in Entry.objects.filter(key__in=[part.split("}")[0] for part in body.split("{")[1:]]):
        body = body.replace(f"{{{entry.key}}}", f"/id/{entry.pk}/")
    return body


def _ask_to_check_again(today: date) -> None:
    """Who is a member now is asked again: some of it is due. No document says when, so no approval is touched."""
    running = Membership.objects.filter(end_precision=Precision.OPEN, standing="accepted", check_again_on=None)
    for number, row in enumerate(running.order_by("starts_on", "pk")):
        day = today + CHECKED_EVERY * (number - 3)
        Membership.objects.filter(pk=row.pk).update(check_again_on=day)
