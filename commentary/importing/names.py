"""The record's own names, and where they stand in a text: longest first, abbreviations only as they are written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from commentary.importing.found import Mention, Named
from members.models import Force, Organisation, Person
from publishing.models import Alias, Entry
from publishing.search.names import fold

KINDS = ("person", "state", "force", "institution", "event", "summit", "organisation", "document")
_WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one name.
_BETWEEN = re.compile(r"[\s\-–—'’.,/&()“”\"]{1,3}")
# A mark that opens inside a name, and the one that must close it.
_CLOSING = {"(": ")", "“": "”", "«": "»"}
# A name cut to fewer words than these, less one, may be anybody's: “peacekeeping forces”.
FEWEST_WORDS = 3
_KIND_ON = re.compile(r"(Treaty|Agreement|Pact|Convention) on (?:the )?([A-Z][\w-]*(?: [A-Z][\w-]*)*)")
_DATED = re.compile(r" of \d{1,2} [A-Z]\w+ \d{4}\Z")
_ABBREVIATED = re.compile(r"(.+?) \(([A-Z]{3,})\)")
_ARTICLES = ("The ", "A ", "An ", "This ", "That ")

Word = tuple[int, int, str]


def words_of(text: str) -> list[Word]:
    """`(start, end, folded)` of each word."""
    return [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]


class Names:
    """Every name of the record by its first word. Five queries, whatever the text.

    `linked`: words and the entry they stand for in this text, because its author linked them.
    """

    def __init__(self, linked: Sequence[tuple[str, UUID]] = ()) -> None:
        self.entries = {
            pk: Named(pk, kind, title)
            for pk, kind, title in Entry.objects.of_kind(*KINDS).values_list("pk", "kind", "title")
        }
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Named]]] = defaultdict(list)
        self._surnames: dict[str, set[Named]] = defaultdict(set)
        self.surname_of: dict[Named, str] = {}
        for entry in self.entries.values():
            self._add(entry.title, entry)
        for pk, name in Alias.objects.filter(entry__kind__in=KINDS).values_list("entry_id", "name"):
            self._add(name, self.entries[pk])
        short_names = dict(Organisation.objects.values_list("pk", "short_name"))
        for pk, name in [*short_names.items(), *Force.objects.values_list("pk", "abbreviation")]:
            self._add(name, self.entries[pk])
        # A document is told apart by its date only where another has the same name.
        undated = Counter(_DATED.sub("", entry.title) for entry in self.entries.values() if entry.kind == "document")
        for entry in [entry for entry in self.entries.values() if entry.kind == "document"]:
            name = _DATED.sub("", entry.title)
            if name != entry.title and undated[name] == 1 and len(words_of(name)) > FEWEST_WORDS:
                self._add(name, entry)
        # Forces go by the singular as well: “the rapid reaction force”.
        for force in [entry for entry in self.entries.values() if entry.title.endswith("Forces")]:
            self._add(force.title.removesuffix("s"), force)
        self._add_shorter({self.entries[pk].title: name for pk, name in short_names.items() if name})
        for pk, family, native in Person.objects.values_list("pk", "family_name", "native_name"):
            self._person(self.entries[pk], family, native)
        self.linked = {self.entries[pk] for _words, pk in linked if pk in self.entries}
        for name, pk in linked:
            # “The summit” may be another one in the next paragraph; a proper name is not.
            if pk in self.entries and name[:1].isupper() and not name.startswith(_ARTICLES):
                self._add(name, self.entries[pk])
        for names in self._by_first.values():
            names.sort(key=lambda name: -len(name[0]))

    def _add_shorter(self, short_names: dict[str, str]) -> None:
        """“The mission in Freedonia”, “the Charter of the GP”: a title without the organisation's full name."""
        for title, short in short_names.items():
            for entry in [each for each in self.entries.values() if each.kind in ("event", "document")]:
                if title in entry.title:
                    self._add(entry.title.replace(title, short), entry)
                # “The Charter of the Pact” is the GP Charter.
                if entry.title.endswith(f" of the {title}"):
                    self._add(f"{short} {entry.title.removesuffix(f' of the {title}')}", entry)
                # “The Treaty on Peace” is the Peace Treaty.
                if reverse := _KIND_ON.fullmatch(entry.title):
                    self._add(f"{reverse[2]} {reverse[1]}", entry)
                if entry.title.startswith(f"{short} ") and len(words_of(entry.title)) > FEWEST_WORDS:
                    self._add(entry.title.removeprefix(f"{short} "), entry)
        for institution in [each for each in self.entries.values() if each.kind == "institution"]:
            if abbreviated := _ABBREVIATED.match(institution.title):
                self._add(abbreviated[1], institution)
                self._add(abbreviated[2], institution)
        for force in [each for each in self.entries.values() if each.kind == "force"]:
            if force.title.startswith("Collective ") and len(words_of(force.title)) > FEWEST_WORDS:
                self._add(force.title.removeprefix("Collective "), force)

    def _person(self, person: Named, family: str, native: str) -> None:
        self._add(native, person)
        surname = (family or person.title).split()[-1] if (family or person.title).split() else ""
        if len(words_of(surname)) == 1:
            self._surnames[fold(surname)].add(person)
            self.surname_of[person] = fold(surname)

    def _add(self, name: str, entry: Named) -> None:
        words = tuple(word for _start, _end, word in words_of(name))
        if words and len(name) > 1:
            self._by_first[words[0]].append((words, name, entry))

    def find(self, texts: Iterable[str]) -> list[list[Mention]]:
        """The mentions in each of the texts, which follow each other: a surname stands for whom it meant before."""
        met: dict[str, Named] = {}
        return [list(self._in(text, met)) for text in texts]

    def _in(self, text: str, met: dict[str, Named]) -> Iterator[Mention]:
        words = words_of(text)
        at = 0
        while at < len(words):
            length, entries = self._longest(text, words, at)
            if entries:
                people = [entry for entry in entries if entry.kind == "person" and length > 1]
                met.update({self.surname_of[each]: each for each in people if each in self.surname_of})
                yield self._mention(text, words, at, length, entries)
            elif mention := self._surname(text, words[at], met):
                length = 1
                yield mention
            at += length or 1

    def _mention(self, text: str, words: list[Word], at: int, length: int, entries: tuple[Named, ...]) -> Mention:
        start, end = words[at][0], _closed(text, words[at][0], words[at + length - 1][1])
        meant = tuple(entry for entry in entries if entry in self.linked)
        return Mention(start, end, text[start:end], meant or entries)

    def _longest(self, text: str, words: list[Word], at: int) -> tuple[int, tuple[Named, ...]]:
        best, found = 0, {}
        for name_words, name, entry in self._by_first.get(words[at][2], ()):
            length = len(name_words)
            if length < best:
                break
            if self._stands(text, words[at : at + length], name_words, name):
                best = length
                found[entry.id] = entry
        return best, tuple(found.values())

    def _stands(self, text: str, words: list[Word], name_words: tuple[str, ...], name: str) -> bool:
        if tuple(word for _start, _end, word in words) != name_words:
            return False
        gaps = zip(words, words[1:], strict=False)
        if not all(_BETWEEN.fullmatch(text[one[1] : other[0]]) for one, other in gaps):
            return False
        written = text[words[0][0] : words[-1][1]]
        if is_abbreviation(name):
            return "".join(_WORD.findall(written)) == "".join(_WORD.findall(name))
        return not name[0].isupper() or written[0].isupper()

    def _surname(self, text: str, word: Word, met: dict[str, Named]) -> Mention | None:
        start, end, folded = word
        bearers = self._surnames.get(folded)
        if not bearers or not text[start].isupper():
            return None
        if folded in met:
            return Mention(start, end, text[start:end], (met[folded],))
        return Mention(start, end, text[start:end], tuple(bearers), by_surname=True) if len(bearers) == 1 else None


def _closed(text: str, start: int, end: int) -> int:
    """Where a name ends: with the bracket that closes one inside it, or before a bracket that nothing closes."""
    for opening, closing in _CLOSING.items():
        place = text.rfind(opening, start, end)
        if place > -1 and closing not in text[place:end]:
            return end + 1 if text[end : end + 1] == closing else len(text[:place].rstrip())
    return end


def is_abbreviation(name: str) -> bool:
    """Short names mostly in capitals: matched letter by letter, since “who” is not the WHO."""
    capitals = sum(letter.isupper() for letter in name)
    return len(name) <= 12 and capitals >= 2 and capitals * 2 > sum(letter.isalpha() for letter in name)
