"""Names of working copies as they are compared: lower case, without accents, in Latin letters, one for one.

PostgreSQL's trigrams know no letters but ASCII under the site's locale; and so a name is also found across scripts.
"""

from django.db.models import Func, TextField

from publishing.search.names import fold

# Cyrillic with the letters of Central Asia, and Armenian; what has no letter of its own is left out.
FROM = (
    "абвгдежзиклмнопрстуфхцчшщыэюяєіїәғқңөұүһҷҳҡ"
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"
    "ъьʻʼ’‘"
)  # fmt: skip
TO = (
    "abvgdejziklmnoprstufhcqwwyeuaeiiagknouuhjhk"
    "abgdezeytjilhckhjgqmynwoqpjrsvtrcvpkof"
)  # fmt: skip
LATIN = str.maketrans(FROM[: len(TO)], TO, FROM[len(TO) :])


def spelling(name: str) -> str:
    """What two spellings of a name have in common."""
    return fold(name).translate(LATIN)


class Spelling(Func):
    """`spelling` in the database; the trigram indexes are made of it."""

    function = "spelling"
    output_field = TextField()
