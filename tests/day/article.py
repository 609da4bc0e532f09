"""The article of the day, in our own words: about the meeting of 16 May 2022, with what a first draft gets wrong."""

from urllib.parse import quote

from tests.day.outside import Outside

TITLE = "Twenty years on, one chair too many"
ADDRESS = "twenty-years-on-one-chair-too-many"
PAGE = f"/articles/{ADDRESS}/"
ITEM = f"articles/{ADDRESS}/"
FOUND_BY = f"/search/?q={quote(TITLE)}"
DAY = "2022-05-16"
SOURCE = "Notes from a press gallery"

CHAIRS = (
    "President Nikol Pashinyan presided over the meeting. There was a chair too many in the room: Uzbekistan had left "
    "the Collective Security Treaty Organization twice, and nobody had asked it back."
)
TROOPS = (
    "On paper the Collective Rapid Reaction Forces have 25,000 troops. The Collective Peacekeeping Forces, "
    "3,600 personnel, had gone to Kazakhstan in January and were home again by 25 January."
)
EXERCISES = (
    "In the autumn Frontier-2022 will be held in Tajikistan, and Indestructible Brotherhood-2022 will be held in "
    "Kyrgyzstan. The rescuers come later: Belarus took part in Rock-2023."
)
WHO_CAME = (
    "The leaders of the Collective Security Treaty Organization met in Moscow on 16 May 2022, twenty years after they "
    "had made an organisation of their treaty. The meeting was attended by Armenia, Belarus, Kazakhstan, Kyrgyzstan, "
    "Tajikistan, Uzbekistan and Russia, which hosted it."
)
WHAT_WAS_SAID = (
    "“If we had at once acted as a united front, those sanctions might have hit us less hard,” Alexander Lukashenko "
    "said. Vladimir Putin proposed the seat of an observer for the Commonwealth of Independent States."
)
TEXT = "\n\n".join([WHO_CAME, CHAIRS, "What stands ready", TROOPS, EXERCISES, "What was said", WHAT_WAS_SAID])

# What the record says against it, as the review of the import tells it.
CONTRADICTIONS = [
    "is complete, and Uzbekistan is not in it",
    "Uzbekistan was no member of Collective Security Treaty Organization on 2022-05-16",
    "Nikol Pashinyan was not head of state on 2022-05-16",
    "Uzbekistan did not leave Collective Security Treaty Organization twice",
    "Collective Rapid Reaction Forces: the text says 25,000, the record 18,000",
    "“Indestructible Brotherhood-2022” was cancelled",
    "gives these words otherwise",
]

# What the checks beside the draft have against its links.
OBJECTIONS = [
    "Nikol Pashinyan did not hold such an office then",
    "Collective Rapid Reaction Forces counts 18,000",
]

# Each wrong paragraph, and how it stands once it has been put right.
RIGHT = {
    WHO_CAME: WHO_CAME.replace("Tajikistan, Uzbekistan and", "Tajikistan and"),
    CHAIRS: "Prime Minister Nikol Pashinyan presided over the meeting. There was a chair too many in the room: "
    "the membership of Uzbekistan had been suspended in December 2012, and nobody had asked it back.",
    TROOPS: TROOPS.replace("25,000 troops", "18,000 troops"),
    EXERCISES: "In the autumn Frontier-2022 was held in Tajikistan; Indestructible Brotherhood-2022 was cancelled by "
    "Kyrgyzstan. The rescuers came later: Belarus took part in Rock-2023.",
    WHAT_WAS_SAID: "Alexander Lukashenko wished for a united front against sanctions. Vladimir Putin proposed the seat "
    "of an observer for the Commonwealth of Independent States.",
}

# Found when it had been public for a while.
ERROR, AMENDS = "home again by 25 January", "home again by 19 January"
WRONG_DAY, TRUE_DAY = "25", "19"
WRONG = "The article let the mission to Kazakhstan come home by 25 January."
TRUE = "Its last members left on 19 January 2022."

# A fact the text brings along: it becomes a row of this entry, which is public already.
EXERCISE, EXERCISE_PAGE, EXERCISE_ITEM = "Rock-2023", "/events/rock-2023/", "events/rock-2023/"
FOOTNOTE = "CSTO sends peacekeeping forces to Kazakhstan"


def participants(outside: Outside) -> list[str]:
    """Who took part in the exercise, as partners are told."""
    _status, item = outside.asks(EXERCISE_ITEM)
    return [fact["subject"]["title"] for fact in item["content"]["facts"] if fact["kind"] == "participation"]


def is_secret(outside: Outside) -> None:
    """Nobody outside can tell that there is such an article, or what it brought along."""
    assert outside.reads(PAGE)[0] == 404
    assert outside.asks(ITEM)[0] == 404
    assert TITLE not in outside.reads("/articles/")[1]
    assert "Nothing in the record answers to" in outside.reads(FOUND_BY)[1]
    assert participants(outside) == []
    assert outside.news() == []
