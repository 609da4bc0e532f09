"""Names as they are stored, looked up and compared: folded, by sound, by trigrams."""

import re
import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, FloatField, Func, TextField, Value

# One transcription for all that write in Cyrillic, Armenian and Georgian; signs and apostrophes are not heard.
LETTERS = dict(
    zip(
        "абвгдезиклмнопрстуфхцыэіїәғқңөұүһҷҳҡўӯӣ"
        "աբգդեզէըթիլծկհձղմյնոպջռսվտրցւփքօֆ"
        "აბგდევზთიკლმნოპჟრსტუფქღყძჯჰ",
        "abvgdeziklmnoprstufhcieiiagknouuhjhkuui"
        "abgdezeitilckhdgminopjrsvtrcvpkof"
        "abgdevztiklmnopjrstufkgkdjh",
        strict=True,
    )
) | {
    "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "є": "e", "ъ": "", "ь": "", "ʻ": "", "ʼ": "",
    "’": "",
    "‘": "", "'": "", "ժ": "j", "խ": "h", "ճ": "ch", "շ": "sh", "չ": "ch", "შ": "sh", "ჩ": "ch", "ც": "c", "წ": "c",
    "ჭ": "ch", "ხ": "h", "ә": "a", "ђ": "dj", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "џ": "j",
}  # fmt: skip
HEARD = str.maketrans(LETTERS)
# How the same sound is written, in order.
SPELLINGS = [
    (re.compile(written), heard)
    for written, heard in (
        ("sch|tsch", "sh"), ("kh", "h"), ("dzh|zh|dj", "j"), ("ts|tz", "c"), ("gh", "g"), ("ph", "f"), ("ck|q", "k"),
        ("c(?=[aoulrkt]|$)", "k"), ("w", "v"), ("x", "ks"), ("j(?=[aou](n|$))", "i"), ("y", "i"),
        (r"(.)\1+", r"\1"), ("i(?=[aeou])", ""), ("(?<=.{7})[ao]$", ""),
    )
]  # fmt: skip


def fold(text: str) -> str:
    """`text` in lower case without accents, as names are stored and looked up."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sound(word: str) -> str:
    """What the spellings of a name have in common, across scripts: Лукашенко, Lukashenka → lukashenk."""
    heard = fold(word).translate(HEARD)
    for written, sounded in SPELLINGS:
        heard = written.sub(sounded, heard)
    return heard


class NameSimilarity(Func):
    """pg_trgm's `word_similarity(query, names)`: 1 when the query stands in the names word for word."""

    function = "word_similarity"
    output_field = FloatField()


class WholeNameSimilarity(Func):
    """pg_trgm's `similarity(query, names)`: 1 when the query is the name."""

    function = "similarity"
    output_field = FloatField()


class WholeNames(Func):
    """Each name by itself, as building.py joined them; the index publishing_edition_whole_names is made of it."""

    function = "string_to_array"
    output_field = ArrayField(TextField())

    def __init__(self, names: str = "names"):
        super().__init__(F(names), Value(" \n"))
