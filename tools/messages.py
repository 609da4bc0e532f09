"""The catalogues of words, `locale/<language>/LC_MESSAGES/django.po`: what the code says, in other languages.

`extract` brings them up to the code, `compile` makes the files Django reads where they are missing or older, and
`check` says what is wrong. Nothing but Python: GNU gettext is asked for nowhere.
"""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LANGUAGES = ("ru",)
ROOMS = (
    "accounts",
    "commentary",
    "config",
    "desk",
    "home",
    "members",
    "publishing",
    "summits",
    "syndication",
    "templates",
)
KEYWORDS: dict[str, tuple] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Where words stand that only people with an account read. All others are a reader's: no language may lack them.
BACKSTAGE = re.compile(
    r"^(desk|accounts)/|^templates/(admin|desk)/|/(admin|importing|work|webhooks|agreements?)(\.py|/|_)|/management/"
    r"|^syndication/(?!v1|feeds|templates|terms|plans)|/models(\.py|/)|/(apps|forms|checks|textchecks|gate|building|releasing|waiving|overlaps|numbering|confirming)\.py$"
)
NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
TAGS = re.compile(r"</?([a-z][a-z0-9]*)")


def main(arguments: list[str]) -> int:
    deeds = {"extract": extract, "compile": compile_stale, "check": check}
    if len(arguments) != 1 or arguments[0] not in deeds:
        print(f"Say one of: {', '.join(deeds)}.", file=sys.stderr)
        return 2
    return deeds[arguments[0]]()


def extract() -> int:
    wanted = template()
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(merged(language, wanted)))
    return 0


def compile_stale() -> int:
    """Cheap where nothing changed: two looks at the clock of a file."""
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language).with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            beside = target.with_name(f"{target.name}.{os.getpid()}")
            with beside.open("wb") as file:
                write_mo(file, read(language))
            beside.replace(target)  # whoever reads now reads the old one or the new one, whole
    return 0


def check() -> int:
    wanted, found = template(), []
    for language in LANGUAGES:
        path = path_of(language)
        if not path.exists() or path.read_bytes() != written(merged(language, wanted)):
            found.append(f"{path.relative_to(ROOT)} is not what the code asks for: run `make messages`.")
        found += [f"{language}: {fault}" for message in read(language) for fault in faults(message, language)]
    print("\n".join(found))
    return 1 if found else 0


# What the code asks for


def template() -> Catalog:
    catalogue = Catalog(fuzzy=False)
    for name in sorted(files()):
        for _line, words, _comments, context in extracted(name):
            catalogue.add(words, locations=[(name, 0)], context=context, flags=flags(words))
    return catalogue


def files() -> Iterator[str]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def extracted(name: str) -> Iterator[tuple]:
    text = (ROOT / name).read_text()
    if not name.endswith(".py"):
        text = of_a_template(text, name)
    yield from babel_extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})


def of_a_template(text: str, name: str) -> str:
    """A template's words as calls; what stands around them is struck out, and has no indentation to keep."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())


def flags(words: str | tuple) -> tuple[str, ...]:
    first = words if isinstance(words, str) else words[0]
    return ("python-format",) if "%(" in first else ()


# The catalogues


def path_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)  # of a merge left half done, nothing is read


def merged(language: str, wanted: Catalog) -> Catalog:
    """The words of the code with what the catalogue has for them; what nobody asks for any more is dropped."""
    known = read(language) if path_of(language).exists() else Catalog(locale=language)
    catalogue = Catalog(locale=language, fuzzy=False)
    for message in wanted:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        kept = old if old is not None and old.pluralizable == message.pluralizable else None
        catalogue.add(
            message.id,
            kept.string if kept else None,
            locations=message.locations,
            flags=message.flags | ({"fuzzy"} if kept and kept.fuzzy else set()),
            user_comments=kept.user_comments if kept else (),
            context=message.context,
        )
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Sorted by place and without line numbers, dates or names: a difference shows words that changed, nothing else."""
    out = io.BytesIO()
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"'
    out.write(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{plural}\n'.encode())
    body = io.BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    out.write(b"\n" + body.getvalue().rstrip(b"\n") + b"\n")
    return out.getvalue()


# What may be wrong with a message


def faults(message: Message, language: str) -> Iterator[str]:
    if not message.id:
        return
    ids, strings = forms(message.id), forms(message.string)
    filled = [each for each in strings if each]
    if message.fuzzy:
        yield f"“{ids[0]}” is marked as a guess."
    if not filled:
        if is_public(message):
            yield f"“{ids[0]}” is not translated ({message.locations[0][0]})."
        return
    if len(filled) < len(strings):
        yield f"“{ids[0]}” lacks a plural form."
    for each in filled:
        yield from differences(ids, each)


def forms(words: str | Iterable[str] | None) -> tuple[str, ...]:
    """One form or several, always as several."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def is_public(message: Message) -> bool:
    return any(not BACKSTAGE.search(name) for name, _ in message.locations)


def differences(ids: tuple[str, ...], string: str) -> Iterator[str]:
    """Names to fill in and tags are those of the original; a number may be left out where the form itself says it."""
    for what, pattern in (("place to fill in", NAMED), ("tag", TAGS)):
        allowed = set().union(*(set(pattern.findall(each)) for each in ids))
        needed = set(pattern.findall(ids[0])) if len(ids) == 1 else set()
        given = set(pattern.findall(string))
        if given - allowed or needed - given:
            yield f"“{ids[0]}” and “{string}” differ in a {what}."
    if ids[0][:1].isspace() != string[:1].isspace() or ids[0][-1:].isspace() != string[-1:].isspace():
        yield f"“{ids[0]}” and “{string}” differ in the space around them."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
