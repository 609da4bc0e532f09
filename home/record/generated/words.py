"""The words of generated text: the record's own sentences and topics, and invented names for what must be rare."""

import json
import re
from functools import cache
from pathlib import Path
from random import Random

RECORD = Path(__file__).resolve().parent.parent

# (alpha-2, alpha-3, name, capital): the states that the record's profiles speak of.
STATES = (
    ("AM", "ARM", "Armenia", "Yerevan"),
    ("BY", "BLR", "Belarus", "Minsk"),
    ("KZ", "KAZ", "Kazakhstan", "Astana"),
    ("KG", "KGZ", "Kyrgyzstan", "Bishkek"),
    ("RU", "RUS", "Russia", "Moscow"),
    ("TJ", "TJK", "Tajikistan", "Dushanbe"),
    ("UZ", "UZB", "Uzbekistan", "Tashkent"),
    ("AZ", "AZE", "Azerbaijan", "Baku"),
    ("GE", "GEO", "Georgia", "Tbilisi"),
    ("RS", "SRB", "Serbia", "Belgrade"),
    ("AF", "AFG", "Afghanistan", "Kabul"),
    ("UA", "UKR", "Ukraine", "Kyiv"),
    ("TM", "TKM", "Turkmenistan", "Ashgabat"),
    ("MD", "MDA", "Moldova", "Chișinău"),
)
MEMBERS = 6
GIVEN = "Adil Aigul Anton Aram Azat Bakyt Daniyar Elena Emil Farhod Gulnara Ilya Jamila Karen Leila Marat Nadia Olim Pavel Rustam Sevara Timur Vera Yusuf".split()  # noqa: E501, SIM905
ONSETS = "b br d dr f g gr h j k kh kr l m n p r s sh t tr v y z zh".split()  # noqa: SIM905
VOWELS = "a e i o u ai ei ou".split()  # noqa: SIM905
FAMILY_ENDINGS = "ov ova yan ev idze enko zoda bekov uly skaya".split()  # noqa: SIM905
PLACE_ENDINGS = "abad kent tal grad kul tau pol su".split()  # noqa: SIM905

# A link of the record's markup, and what kind of generated entry stands in for its target.
LINK = re.compile(r"\[\[(\w+)/[^|\]]+\|([^\]]+)\]\]")
CITATION = re.compile(r"\s*\[@[^\]]+\]")
STANDS_FOR = {
    "people": "person", "summits": "summit", "instruments": "document", "documents": "document",
    "exercises": "event", "operations": "event", "requests": "event", "tensions": "event", "proposals": "event",
    "statements": "statement", "states": "state", "organisations": "organisation",
    "institutions": "institution", "forces": "force",
}  # fmt: skip

# A sentence is its pieces: words, or a (kind, words) place for a link.
Sentence = tuple[str | tuple[str, str], ...]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of the record's profiles, articles and commentary, in order."""
    found = [_pieces(sentence) for text in _paragraphs() for sentence in _split(CITATION.sub("", text))]
    return tuple(dict.fromkeys(found))


@cache
def topics() -> tuple[dict, ...]:
    return tuple(json.loads((RECORD / "topics.json").read_text(encoding="utf-8")))


@cache
def phrases() -> tuple[str, ...]:
    """Topic titles and their aliases, as they stand in a sentence."""
    return tuple(name.lower() for topic in topics() for name in [topic["title"], *topic["aliases"]])


def invented(rng: Random, endings: list[str]) -> str:
    stem = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(2))
    return (stem + rng.choice(ONSETS[:14])[:1] + rng.choice(endings)).capitalize()


def person_name(rng: Random) -> tuple[str, str]:
    return rng.choice(GIVEN), invented(rng, FAMILY_ENDINGS)


def place_name(rng: Random) -> str:
    return invented(rng, PLACE_ENDINGS)


def _paragraphs():
    profiles = json.loads((RECORD / "profiles.json").read_text(encoding="utf-8"))
    for profile in profiles.values():
        yield profile.get("summary") or ""
        yield from profile.get("text") or ()
    for path in sorted([*(RECORD / "articles").glob("*.json"), *(RECORD / "commentary").glob("*.json")]):
        piece = json.loads(path.read_text(encoding="utf-8"))
        yield from (block["text"] for block in piece.get("body", []) if block.get("tag") == "p")


def _split(text: str) -> list[str]:
    found = re.split(r"(?<=[a-z\])][.;]) +(?=[A-Z\[])", text.strip())
    return [sentence for sentence in found if 5 <= len(sentence.split()) <= 60]


def _pieces(sentence: str) -> Sentence:
    pieces: list[str | tuple[str, str]] = []
    end = 0
    for match in LINK.finditer(sentence):
        pieces += [sentence[end : match.start()], (STANDS_FOR.get(match[1], ""), match[2])]
        end = match.end()
    return (*pieces, sentence[end:])
