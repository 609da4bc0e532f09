"""Two texts compared word by word, into runs that stand, went or came; at a bounded cost, whatever they are."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from publishing.comparing.matching import Budget, matches

# A word keeps what is inside it (“18,000”, “Dushanbe-2021”, “don’t”); every other mark is a word of its own.
TOKEN = re.compile(r"\w+(?:[’'.,:/\-]\w+)*|[^\w\s]")
# An unchanged stretch of so few words between two changes is read as part of one change.
FEW = 3
# Up to here two texts are shown as “old → new”, not word by word.
SHORT = 60


class Token(NamedTuple):
    """`key` is compared, `text` is shown. `spaced`: white space follows, which is never a change by itself."""

    key: Hashable
    text: str
    spaced: bool


@dataclass(frozen=True)
class Run:
    """Neighbouring words with one fate: `same`, `del` or `ins`. `gap` is the white space after them."""

    kind: str
    text: str
    gap: str = ""


def tokens(text: str) -> list[Token]:
    return [Token(m[0], m[0], text[m.end() : m.end() + 1].isspace()) for m in TOKEN.finditer(text)]


def word_runs(old: Sequence[Token], new: Sequence[Token], budget: Budget | None = None) -> list[Run]:
    """The way from `old` to `new`, neighbouring changes merged, removals before what replaces them."""
    found = matches([token.key for token in old], [token.key for token in new], budget or Budget())
    return list(_runs(_merged(_steps(found, len(old), len(new)), old, new), old, new))


def text_runs(old: str, new: str) -> list[Run]:
    return word_runs(tokens(old), tokens(new))


class Step(NamedTuple):
    """`old[i1:i2]` became `new[j1:j2]`, or stayed when `is_same`."""

    is_same: bool
    i1: int
    i2: int
    j1: int
    j2: int


def _steps(found: Sequence[tuple[int, int, int]], old_size: int, new_size: int) -> Iterator[Step]:
    i = j = 0
    for at_old, at_new, size in [*found, (old_size, new_size, 0)]:
        if at_old > i or at_new > j:
            yield Step(False, i, at_old, j, at_new)
        if size:
            yield Step(True, at_old, at_old + size, at_new, at_new + size)
        i, j = at_old + size, at_new + size


def _merged(steps: Iterator[Step], old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """Steps in which a few small words left standing between two changes belong to the change."""
    whole = list(steps)
    kept: list[Step] = []
    for number, step in enumerate(whole):
        is_between = step.is_same and kept and not kept[-1].is_same and number + 1 < len(whole)
        if is_between and _is_slight(step, kept[-1], whole[number + 1], old, new):
            step = Step(False, *step[1:])
        if kept and not step.is_same and not kept[-1].is_same:
            before = kept.pop()
            step = Step(False, before.i1, step.i2, before.j1, step.j2)
        kept.append(step)
    return kept


def _is_slight(step: Step, before: Step, after: Step, old: Sequence[Token], new: Sequence[Token]) -> bool:
    size = sum(len(token.text) for token in new[step.j1 : step.j2])
    around = min(_size(before, old, new), _size(after, old, new))
    return step.j2 - step.j1 <= FEW and size <= around


def _size(step: Step, old: Sequence[Token], new: Sequence[Token]) -> int:
    gone = sum(len(token.text) for token in old[step.i1 : step.i2])
    return max(gone, sum(len(token.text) for token in new[step.j1 : step.j2]))


def _runs(steps: Sequence[Step], old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    for step in steps:
        gone, came = old[step.i1 : step.i2], new[step.j1 : step.j2]
        if step.is_same:
            yield _run("same", came)
            continue
        if gone:
            run = _run("del", gone)
            # What replaces a word is a word beside it; a comma that replaces a point stays close.
            is_close = bool(came) and step.i1 > 0 and not old[step.i1 - 1].spaced
            yield Run("del", run.text, "" if is_close else run.gap or (" " if came else ""))
        if came:
            yield _run("ins", came)


def _run(kind: str, words: Sequence[Token]) -> Run:
    text = "".join(f"{token.text} " if token.spaced else token.text for token in words)
    return Run(kind, text.rstrip(), " " if words[-1].spaced else "")


def likeness(old: Counter, new: Counter) -> float:
    """How much of two texts' words is shared: 0 for nothing, 1 for all."""
    larger = max(old.total(), new.total())
    return (old & new).total() / larger if larger else 1.0
