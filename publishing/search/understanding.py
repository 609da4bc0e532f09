"""What a search means at a moment: its words with the other spellings and names of the same thing, in one query."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet

from publishing import kinds
from publishing.models import Topic
from publishing.models.searchable import CONFIG
from publishing.reading import Moment
from publishing.search.asking import Asked, Term, asked
from publishing.search.glossary import QUESTIONS, RUSSIAN, WRITTEN_OUT
from publishing.search.names import WholeNames, fold, sound

# Of words that nothing contains: so much alike (pg_trgm, of their sounds) is what they may have been meant to be.
ALIKE, MOST_ALIKE = 0.4, 4
# No name has more words; and so many bearers of a name give the search their other names.
LONGEST_NAME, BEARERS = 8, 10
LEXEMES = re.compile(r"'((?:[^']|'')+)'")
PIECES = "SELECT 'piece', asked.text, '', phraseto_tsquery(%s, asked.text)::text, 0 FROM unnest(%s::text[]) asked(text)"
# Words that stand in a name sound alike in whatever script; what no readable edition contains may be misspelt. Of its
# neighbours only those count that a readable edition contains: what is withdrawn, or came later, is not in the record.
ASKED = """
WITH asked AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) asked(word, text, sound)),
known AS MATERIALIZED (
    SELECT asked.word FROM asked WHERE EXISTS (
        SELECT FROM ({readable}) e
        WHERE e.search @@ (phraseto_tsquery(%s, asked.word) || phraseto_tsquery(%s, asked.text))
    )
)"""
KNOWN = "SELECT 'known', word, '', '', 0 FROM known"
NEAR = """
SELECT 'near', asked.word, near.word, near.piece::text, near.likeness
FROM asked, LATERAL (
    SELECT w.word, w.likeness, piece
    FROM (
        SELECT word, similarity(sound, asked.sound) likeness FROM publishing_word
        WHERE sound %% asked.sound AND word <> asked.word ORDER BY likeness DESC, word LIMIT 40
    ) w, phraseto_tsquery(%s, w.word) piece
    WHERE asked.word IN (SELECT word FROM known) OR EXISTS (SELECT FROM ({readable}) e WHERE e.search @@ piece)
    ORDER BY w.likeness DESC, w.word LIMIT 12
) near"""
NAMES = """
SELECT told.part, bearer.entry_id::text, told.name, told.piece, 0 FROM ({bearers}) bearer, LATERAL (
    SELECT 'name' part, name, phraseto_tsquery(%s, name)::text piece
    FROM unnest(string_to_array(bearer.names, E' \\n')) name
    UNION ALL SELECT 'code', code, '' FROM unnest(bearer.codes) code
) told"""


class ReadyQuery(SearchQuery):
    """A tsquery that PostgreSQL wrote itself."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.text]


@dataclass(frozen=True)
class Understood:
    """A search as it is run."""

    words: str
    # A tsquery; nothing when all words are too common to be looked for.
    text: str
    # What a word that nothing contains was taken for: {typed: meant}.
    corrections: dict[str, str]
    # Lexemes of what is looked for, to mark them.
    lexemes: frozenset[str]

    @property
    def query(self) -> ReadyQuery:
        return ReadyQuery(self.text)

    @property
    def name(self) -> str:
        """All that was typed, as it would stand among names."""
        return " ".join(asked(self.words).words)

    @property
    def kinds(self) -> list[str]:
        """The kinds of entry that are named among the words: statements, of “putin statement”."""
        words = asked(self.words).words
        return [kind for kind in kinds.names() if kind in words or f"{kind}s" in words]

    @property
    def mistaken(self) -> str:
        """The words that nothing contains."""
        return " ".join(self.corrections)

    @property
    def corrected(self) -> str:
        """The words as they were taken, or nothing when they were taken as they stand."""
        if not self.corrections:
            return ""
        return re.sub(r"\w+", lambda word: self.corrections.get(fold(word[0]), word[0]), self.words)


def understand(words: str, moment: Moment) -> Understood:
    """Raises BadParameter when `words` ask for nothing."""
    return _Meaning(asked(words), moment).of(words)


class _Meaning:
    """What the record says of the words asked."""

    def __init__(self, what: Asked, moment: Moment):
        self.what = what
        self.pieces: dict[str, str] = {}
        self.near: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self.known: set[str] = set()
        self.names: dict[str, list[str]] = defaultdict(list)
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.corrections: dict[str, str] = {}
        self.sought: set[str] = set()
        for part, of, word, piece, likeness in self._told(moment):
            if part == "known":
                self.known.add(of)
            elif part == "code":
                self.codes[word].add(of)
            else:
                self.pieces[word or of] = piece
            if part == "near":
                self.near[of].append((word, likeness))
            elif part == "name":
                self.names[of].append(word)

    def of(self, words: str) -> Understood:
        choices = [list(filter(None, self._items(choice))) for choice in self.what.choices]
        text = " | ".join(f"({' & '.join(choice)})" for choice in choices if choice)
        lexemes = {lexeme.replace("''", "'") for piece in self.sought for lexeme in LEXEMES.findall(piece)}
        return Understood(words, text, self.corrections, frozenset(lexemes))

    def _told(self, moment: Moment) -> list[tuple]:
        words = self.what.words
        written = {fold(term.text): term.text for term in self.what.terms if not term.is_phrase}
        texts = {each for term in self.what.terms for each in (term.text, fold(term.text))}
        texts |= {WRITTEN_OUT[word] for word in words if word in WRITTEN_OUT}
        if not all(word.isascii() for word in words):
            texts |= set(RUSSIAN.values())
        readable, seen = moment.editions().order_by().values("search").query.sql_with_params()
        bearers, borne = self._bearers(moment).query.sql_with_params()
        parts: tuple[tuple[str, list[Any]], ...] = (
            (PIECES, [CONFIG, list(texts)]),
            (KNOWN, []),
            (NEAR.format(readable=readable), [CONFIG, *seen]),
            (NAMES.format(bearers=bearers), [*borne, CONFIG]),
        )
        with connection.cursor() as cursor:
            statement = ASKED.format(readable=readable) + " UNION ALL ".join(sql for sql, _values in parts)
            given = [words, [written[word] for word in words], [sound(word) for word in words], *seen, CONFIG, CONFIG]
            cursor.execute(statement, [*given, *(value for _sql, values in parts for value in values)])
            return cursor.fetchall()

    def _bearers(self, moment: Moment) -> QuerySet:
        """The entries whose whole name stands in the search. Topics lend no names: theirs are no synonyms."""
        stretches = [" ".join(words) for choice in self.what.choices for _at, words in _stretches(choice)]
        rows = moment.editions().exclude(kind=Topic.KIND).alias(whole_names=WholeNames())
        named = rows.filter(Q(whole_names__overlap=stretches) | Q(codes__overlap=stretches))
        return named.order_by("sort_on", "entry_id").values("entry_id", "names", "codes")[:BEARERS]

    def _items(self, choice: tuple[Term, ...]) -> list[str]:
        """What must all be found; nothing where all of that is too common and only what is left out would remain."""
        items, at, stretches, is_sought = [], 0, _stretches(choice), False
        while at < len(choice):
            length, others = self._name_at(stretches, at)
            plain = " & ".join(filter(None, (self._term(term) for term in choice[at : at + length])))
            items.append(_any([plain, *others]))
            is_sought = is_sought or bool(items[-1]) and not choice[at].is_excluded
            at += length
        return items if is_sought else []

    def _name_at(self, stretches: list[tuple[int, list[str]]], at: int) -> tuple[int, list[str]]:
        """How many terms from `at` on are together a whole name, and the other names of its bearers."""
        for start, words in stretches:
            name = " ".join(words)
            borne = [names for of, names in self.names.items() if name in names or of in self.codes[name]]
            others = [self.pieces[other] for names in borne for other in names if other != name]
            if start == at and others:
                # The words of a long name are common by themselves.
                self.sought |= {piece for piece in others if "<" not in piece}
                return len(words), others
        return 1, []

    def _term(self, term: Term) -> str:
        pieces = [self.pieces[term.text], self.pieces[fold(term.text)]]
        if term.text.lower() in QUESTIONS and len(self.what.words) > 1:
            return ""
        if term.is_excluded:
            return f"!{_any(pieces)}" if any(pieces) else ""
        if not term.is_phrase:
            pieces += [self.pieces[other] for other in self._others(fold(term.text), pieces)]
        self.sought.update(pieces)
        return _any(pieces)

    def _others(self, word: str, pieces: list[str]) -> list[str]:
        """What else a word is looked for as."""
        translated = [RUSSIAN.get(piece.strip("'")) for piece in pieces]
        return [*self._alike(word), *filter(None, [WRITTEN_OUT.get(word), *translated])]

    def _alike(self, word: str) -> list[str]:
        """What sounds the same, and, when nothing contains the word, what sounds nearly the same."""
        heard = sound(word)
        same = [other for other, _likeness in self.near[word] if sound(other) == heard]
        if word in self.known or word in WRITTEN_OUT or not self.pieces[word]:
            return same
        nearly = [other for other, likeness in self.near[word] if likeness >= ALIKE and other not in same]
        nearly.sort(key=lambda other: (-_likeness(heard, sound(other)), -_likeness(word, other)))
        if nearly and not same:
            self.corrections[word] = nearly[0]
        return [*same, *nearly[:MOST_ALIKE]]


def _stretches(choice: tuple[Term, ...]) -> list[tuple[int, list[str]]]:
    """Every run of plain words and where it begins, the longest first."""
    found = []
    for at in range(len(choice)):
        for end in range(at + 1, min(at + LONGEST_NAME, len(choice)) + 1):
            if any(term.is_excluded or term.is_phrase for term in choice[at:end]):
                break
            found.append((at, [fold(term.text) for term in choice[at:end]]))
    return sorted(found, key=lambda each: -len(each[1]))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _any(pieces: list[str]) -> str:
    """Any of several tsqueries; what is too common to be looked for is none."""
    different = list(dict.fromkeys(filter(None, pieces)))
    return f"({' | '.join(different)})" if different else ""
