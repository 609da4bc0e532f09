"""Passages of long texts: found in one walk, however often the words stand there."""

import pytest

from publishing.search.snippets import LENGTH, Marker, densest


class Place(int):
    """A place that counts how often it is compared."""

    compared = 0

    def __lt__(self, other):
        Place.compared += 1
        return int(self) < other

    def __le__(self, other):
        Place.compared += 1
        return int(self) <= other


def test_a_text_of_nothing_but_the_word_is_read_at_once():
    """Each place against each other would be some forty thousand million comparisons."""
    pieces = Marker({"state"}).passage("A summary.", "state " * 200_000)
    assert {piece.text for piece in pieces if piece.is_found} == {"state"}
    assert len("".join(piece.text for piece in pieces)) < LENGTH * 2


def test_each_place_is_looked_at_once_or_twice():
    places = [Place(number * 3) for number in range(3000)]
    assert densest(places, LENGTH) == 0
    assert 0 < Place.compared <= 2 * len(places)


@pytest.mark.parametrize(
    "places", [[], [7], [0, 500, 510, 1000], [0, 239, 240, 478, 479], [1, 1, 900, 900, 900], list(range(0, 999, 80))]
)
def test_most_of_the_places_lie_within_the_stretch_that_is_taken(places):
    def within(place: int) -> int:
        return sum(place <= other < place + LENGTH for other in places)

    assert densest(places, LENGTH) == max(places, key=within, default=0)
