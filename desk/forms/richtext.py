"""The rich text editor: what it offers, and what it is told of the desk."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from publishing.richtext import MAX_BYTES, sanitise

MENU = [
    {"group": "blockType -lists", "type": "dropdown", "minItems": 2},
    {"group": "lists"},
    {"group": "nodes -blockType -lists"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "record"},
    {"group": "table"},
    {"group": "history"},
    {"group": "utility"},
]
QUESTIONS = ("entries", "sources", "facts", "pictures", "picture", "names")
WORDS = {
    "mention": _("Link an entry: type @ and a name"),
    "cite": _("Footnote"),
    "source": _("Source: words of its title, publisher, author or address"),
    "create": _("Enter a new source"),
    "quote": _("Live fact"),
    "factOf": _("Whose fact: a state, organisation, force or office"),
    "fact": _("Which fact"),
    "day": _("On the day"),
    "figure": _("Picture"),
    "picture": _("One of the images of this entry"),
    "noPicture": _("This entry has no images yet: add one below and save, then choose it here."),
    "found": _("%d found; arrow keys and Enter choose."),
    "nothing": _("Nothing found."),
    "cancel": _("Cancel"),
    "linkAll": _("Link them all"),
    "oneByOne": _("One by one"),
    "linkTo": _("Link to %s"),
    "toolbar": _("Formatting"),
    "blocks": _("Paragraph or heading"),
    "text": _("Text"),
    "tooLong": _("The text is longer than 256 KiB and will not be saved; split it."),
    "pasteTooLong": _("What you pasted is far longer than the 256 KiB a text may have. Nothing was pasted; split it."),
}

# What the editor offers is what `publishing.richtext` lets stand. The link mark keeps any address that begins with
# `/`, so links to entries (`/id/<uuid>/`) pass through it; everything else of ours is in static/desk/editor/.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "HTML": True,
    "Menu": {"groups": MENU},
    "DeskText": {
        "urls": {name: reverse_lazy(f"admin:text_{name}") for name in QUESTIONS},
        "words": WORDS,
        "most": MAX_BYTES,
    },
}


def nothing_allowed(extension: Any, shared: dict) -> None:
    """The editor's library asks what HTML an extension needs; here `publishing.richtext` alone decides."""


class RichTextField(ProseEditorFormField):
    """Rich text, sanitised on the way in."""

    def __init__(self, **kwargs):
        super().__init__(extensions=EXTENSIONS, widget=AdminProseEditorWidget, sanitize=sanitised, **kwargs)


def sanitised(html: str) -> str:
    """`html` as it is stored. Raises ValidationError."""
    # ProseMirror's empty text is one empty paragraph.
    return "" if html in ("<p></p>", "<p><br></p>") else sanitise(html)
