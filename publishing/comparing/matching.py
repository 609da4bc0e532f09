"""What two sequences have in common, in order. Rare words anchor the long ones; Myers' algorithm fills what is between.

Myers' greedy comparison costs (length × differences); anchors keep the stretches it sees short, and a budget of steps
ends it where somebody feeds it what has neither: such a stretch counts as replaced as a whole.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

# Steps of the inner loop one comparison may take in all, and the differences one stretch may have.
STEPS = 1_500_000
MOST_EDITS = 400
# Stretches up to this product of lengths are compared at once, without looking for anchors.
DIRECT = 10_000
SHINGLE = 3
DEEPEST = 12

Match = tuple[int, int, int]
Keys = Sequence[Hashable]


class Budget:
    """Steps left; shared by all stretches of one comparison."""

    def __init__(self, steps: int = STEPS):
        self.steps = steps

    def spend(self, steps: int) -> bool:
        """False when there was not enough left."""
        self.steps -= steps
        return self.steps >= 0


def matches(old: Keys, new: Keys, budget: Budget | None = None) -> list[Match]:
    """Stretches that stand in both, ascending: `(where in old, where in new, how long)`, neighbours joined."""
    joined: list[Match] = []
    for i, j, size in _between(old, new, budget or Budget(), 0):
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (i, j):
            i, j, size = joined[-1][0], joined[-1][1], joined.pop()[2] + size
        joined.append((i, j, size))
    return joined


def _between(old: Keys, new: Keys, budget: Budget, depth: int) -> list[Match]:
    head = _common(old, new)
    rest_old, rest_new = old[head:], new[head:]
    tail = _common(rest_old[::-1], rest_new[::-1])
    middle_old, middle_new = rest_old[: len(rest_old) - tail], rest_new[: len(rest_new) - tail]
    inner = _middle(middle_old, middle_new, budget, depth) if middle_old and middle_new else []
    found = [(0, 0, head), *_moved(inner, head, head), (len(old) - tail, len(new) - tail, tail)]
    return [match for match in found if match[2]]


def _middle(old: Keys, new: Keys, budget: Budget, depth: int) -> list[Match]:
    if set(old).isdisjoint(new):
        return []
    if len(old) * len(new) > DIRECT and depth < DEEPEST and (anchors := _anchors(old, new)):
        return _around(anchors, old, new, budget, depth)
    return _myers(old, new, budget)


def _around(anchors: list[tuple[int, int]], old: Keys, new: Keys, budget: Budget, depth: int) -> list[Match]:
    found: list[Match] = []
    i = j = 0
    for at_old, at_new in [*anchors, (len(old), len(new))]:
        if at_old < i or at_new < j:
            continue  # inside what an earlier anchor has grown to
        found += _moved(_between(old[i:at_old], new[j:at_new], budget, depth + 1), i, j)
        size = 0
        while at_old + size < len(old) and at_new + size < len(new) and old[at_old + size] == new[at_new + size]:
            size += 1
        if size:
            found.append((at_old, at_new, size))
        i, j = at_old + size, at_new + size
    return found


def _anchors(old: Keys, new: Keys) -> list[tuple[int, int]]:
    """Places of three words in a row that occur once in each, in an order both agree on (patience)."""
    there = _once(new)
    pairs = [(i, there[key]) for key, i in _once(old).items() if key in there]
    return _ascending(sorted(pairs))


def _once(keys: Keys) -> dict[tuple, int]:
    shingles = [tuple(keys[i : i + SHINGLE]) for i in range(len(keys) - SHINGLE + 1)]
    counted = Counter(shingles)
    return {shingle: i for i, shingle in enumerate(shingles) if counted[shingle] == 1}


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of `pairs` (ordered by the first) in which the second ascends too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1], last[place : place + 1] = [j], [number]
    chain, at = [], last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _myers(old: Keys, new: Keys, budget: Budget) -> list[Match]:
    """The fewest removals and insertions, or nothing in common where that takes more than may be spent."""
    furthest, trail = {1: 0}, []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        trail.append(dict(furthest))
        if not budget.spend(edits + 1):
            return []
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            i = furthest[k + 1] if down else furthest[k - 1] + 1
            size = _common_from(old, new, i, i - k)
            budget.steps -= size
            furthest[k] = i = i + size
            if i >= len(old) and i - k >= len(new):
                return _walked_back(trail, len(old), len(new))
    return []


def _walked_back(trail: list[dict[int, int]], i: int, j: int) -> list[Match]:
    found: list[Match] = []
    for edits in range(len(trail) - 1, -1, -1):
        reached, k = trail[edits], i - j
        down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
        start = reached[k + 1] if down else reached[k - 1] + 1
        if edits == 0:
            start = 0
        if i > start:
            found.append((start, start - k, i - start))
        i, j = (start, start - k - 1) if down else (start - 1, start - k)
    return found[::-1]


def _common(old: Keys, new: Keys) -> int:
    return _common_from(old, new, 0, 0)


def _common_from(old: Keys, new: Keys, i: int, j: int) -> int:
    size = 0
    while i + size < len(old) and j + size < len(new) and old[i + size] == new[j + size]:
        size += 1
    return size


def _moved(found: list[Match], by_old: int, by_new: int) -> list[Match]:
    return [(i + by_old, j + by_new, size) for i, j, size in found]
