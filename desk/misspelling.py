"""How far a name is from what somebody typed: letters that sound alike count as the same, the rest is edit distance."""

import re
from collections.abc import Iterator

# Ways to write one sound of the region's names in Latin letters, the longest first.
SOUNDS = [
    ("shch", "sh"), ("kh", "k"), ("gh", "g"), ("zh", "j"), ("dzh", "j"), ("dj", "j"), ("ts", "c"), ("tz", "c"),
    ("ck", "k"), ("ph", "f"), ("q", "k"), ("w", "v"), ("x", "h"), ("y", "i"),
]  # fmt: skip
_RULES = [(re.compile(written), sound) for written, sound in SOUNDS]
# `Tokayev` and `Tokaev`, `Lukashenko` and `Lukaschenko`, `Aliiev` and `Aliev`.
_GLIDE = re.compile(r"(?<=[aeiou])i(?=[aeou])")
_TWICE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+")
# One wrong letter in so many is still the same name.
LETTERS_A_FAULT = 3


def sound(word: str) -> str:
    for written, heard in _RULES:
        word = written.sub(heard, word)
    return _TWICE.sub(r"\1", _GLIDE.sub("", word))


def faults(typed: str, name: str) -> int | None:
    """How many letters of `typed` are wrong for some words of `name`; None for more than a misspelling has.

    Both are spelled as `publishing.spelling` spells them.
    """
    wanted = " ".join(map(sound, _WORD.findall(typed)))
    most = len(wanted) // LETTERS_A_FAULT
    found = [distance(wanted, part, most) for part in _parts(name, len(_WORD.findall(typed)))]
    least = min((each for each in found if each is not None), default=None)
    return least if wanted else None


def _parts(name: str, count: int) -> Iterator[str]:
    """As many words of the name in a row as were typed, and one more or less: names are joined and parted at will."""
    words = [sound(word) for word in _WORD.findall(name)]
    for length in {max(1, count - 1), count, count + 1}:
        for start in range(max(1, len(words) - length + 1)):
            yield " ".join(words[start : start + length])


def distance(one: str, other: str, most: int) -> int | None:
    """Letters to change, add, leave out or swap with their neighbour; None when there are more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    earlier: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row = row, [number]
        for place, there in enumerate(other, 1):
            cost = min(row[place - 1] + 1, before[place] + 1, before[place - 1] + (letter != there))
            if earlier and place > 1 and letter == other[place - 2] and one[number - 2] == there:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return None
        earlier = before
    return row[-1] if row[-1] <= most else None
