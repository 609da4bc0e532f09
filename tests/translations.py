"""Translations in tests, made by the translators' own verbs."""

from publishing.models import Edition, Entry, Translation
from publishing.translating import publish_translations, translation_of, write
from tests.factories import approver, author


def written(entry: Entry, title: str = "Тема", summary: str = "Всё об этом.", **texts) -> Translation:
    """A draft in Russian of what is public now."""
    translation = translation_of(Entry.objects.get(pk=entry.pk), "ru")
    write(translation, author(), title, summary, texts, public_digest(entry))
    return translation


def public_digest(entry: Entry) -> str:
    return Edition.objects.current().get(entry=entry.pk, is_original=True).digest


def approved(translation: Translation, action: str = "", note: str = "") -> Translation:
    translation.submit(author(), action, note)
    translation.approve(approver())
    return translation


def translated(entry: Entry, title: str = "Тема", summary: str = "Всё об этом.", **texts) -> Edition:
    """The entry with a public translation into Russian."""
    return publish_translations([approved(written(entry, title, summary, **texts))], approver())[0]
