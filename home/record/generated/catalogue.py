"""Which generated entry has which number: its kind, title, address and date, found without building it.

A fixed base (topics, states, organisations …) comes first; then every hundred has the same mixture of kinds. An entry
refers to lower numbers only, so publishing in order never names what is not public yet.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from random import Random
from uuid import UUID, uuid5

from django.utils.text import slugify

from home.record.generated import words

NAMESPACE = UUID("5d3c2bd6-58a8-4f43-a8a2-0e5c4a1d9b70")
MIXTURE = {"person": 6, "summit": 4, "document": 5, "event": 5, "statement": 12, "commentary": 8, "article": 60}
HUNDRED = [kind for kind, count in MIXTURE.items() for _ in range(count)]
OFFSET = {kind: HUNDRED.index(kind) for kind in MIXTURE}
FIRST_DAY, LAST_DAY = date(1992, 5, 15), date(2026, 10, 31)


@dataclass(frozen=True)
class Identity:
    index: int
    id: UUID
    kind: str
    title: str
    slug: str
    on: date | None
    place: int  # which of the entries of its kind, from 0


@dataclass(frozen=True)
class Catalogue:
    """All generated entries of one seed."""

    seed: int

    def random(self, index: int, purpose: str) -> Random:
        return Random(f"{self.seed}:{index}:{purpose}")

    def identity(self, index: int) -> Identity:
        return _identity(self, index)

    def base(self, kind: str) -> list[Identity]:
        return [self.identity(index) for index, (name, _) in enumerate(base()) if name == kind]

    def before(self, index: int, kind: str, rng: Random) -> Identity | None:
        """Some entry of `kind` with a lower number: often a recent one, otherwise rather a well-worn old one."""
        if kind not in MIXTURE:
            found = _base_of(self, kind)
            found = [identity for identity in found if identity.index < index]
            return rng.choice(found) if found else None
        hundred, within = divmod(max(index - len(base()), 0), 100)
        per = MIXTURE[kind]
        count = hundred * per + min(max(within - OFFSET[kind], 0), per)
        if not count:
            return None
        recent = rng.random() < 0.4
        place = count - 1 - rng.randrange(min(count, 3 * per)) if recent else int(count * rng.random() ** 2)
        return self.identity(len(base()) + place // per * 100 + OFFSET[kind] + place % per)


@cache
def base() -> tuple[tuple[str, str], ...]:
    """(kind, title) of the entries every mixture stands on."""
    found = [("topic", topic["title"]) for topic in words.topics()]
    found += [("organisation", name) for name in ("Eastern Security Alliance", "Northern Partnership")]
    found += [("state", name) for _, _, name, _ in words.STATES]
    found += [("office", f"President of {name}") for _, _, name, _ in words.STATES]
    found += [("institution", f"{name} Institute of Security Studies") for _, _, name, _ in words.STATES]
    found += [("force", f"{name} Collective Forces") for name in ("Rapid", "Peacekeeping", "Aviation", "Regional")]
    return tuple(found)


@cache
def _base_of(catalogue: Catalogue, kind: str) -> list[Identity]:
    return catalogue.base(kind)


@lru_cache(maxsize=50_000)
def _identity(catalogue: Catalogue, index: int) -> Identity:
    rng = catalogue.random(index, "identity")
    number = index - len(base())
    if number < 0:
        kind, title = base()[index]
        place = index - next(i for i, (name, _) in enumerate(base()) if name == kind)
    else:
        hundred, within = divmod(number, 100)
        kind = HUNDRED[within]
        place = hundred * MIXTURE[kind] + within - OFFSET[kind]
        title = _title(kind, rng)
    on = FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))
    slug = f"{slugify(title)[:80].strip('-')}-g{index}"
    id_ = uuid5(NAMESPACE, f"{catalogue.seed}:{index}")
    return Identity(index, id_, kind, title, slug, None if kind in ("topic", "person") else on, place)


def _title(kind: str, rng: Random) -> str:
    given, family = words.person_name(rng)
    town, phrase = words.place_name(rng), rng.choice(words.phrases())
    state = rng.choice(words.STATES)[2]
    patterns = {
        "person": [f"{given} {family}"],
        "summit": [f"Council session, {town}", f"{town} informal summit", f"Meeting of leaders in {town}"],
        "document": [f"{town} declaration on {phrase}", f"Protocol on {phrase} with {state}"],
        "event": [f"Exercise {town}", f"{town} border incident", f"{state}’s request over {town}"],
        "statement": [f"{family} on {phrase}", f"{given} {family}: {phrase} and {state}"],
        "commentary": [f"What {town} says of {phrase}", f"{family}: {state} between {phrase} and {town}"],
        "article": [
            f"{state} after {town}: what became of {phrase}",
            f"{family} takes {phrase} to the {town} session",
            f"Leaders meet in {town} with {phrase} on the table",
            f"How {town} changed {state}’s view of {phrase}",
        ],
    }
    return rng.choice(patterns[kind])
