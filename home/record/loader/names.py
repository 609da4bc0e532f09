"""What states and people are called in their own script, in Russian, and by older spellings: so they are found."""

from home.record.loader.desk import Desk
from home.record.loader.files import prose


def prepare(desk: Desk) -> None:
    for key, names in (prose("names") or {}).items():
        desk.id(key)  # a name of nothing is a fault of the file
        if entry := desk.entries.get(key):
            for name, kind, language in names:
                desk.name(entry, [name], kind, language)
