"""BibTeX, in UTF-8: one `@misc` entry that BibTeX and biber both read."""

from publishing.cite import Work
from publishing.elsewhere import Author

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LANGUAGES = {"en": "english", "ru": "russian"}
# A brace is written as a command: BibTeX counts braces, escaped ones too.
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
})  # fmt: skip


def latex(text: str) -> str:
    """Words for LaTeX: what it would take as commands, written out."""
    return text.translate(_LATEX)


def bibtex(work: Work) -> str:
    fields = {
        # In double braces a style leaves capitals alone.
        "title": f"{{{latex(work.title)}}}",
        "author": " and ".join(_name(author) for author in work.authors),
        "howpublished": latex(work.container),
        "year": str(work.published_on.year),
        "edition": str(work.edition),
        "url": work.url,
        "note": f"Edition {work.edition}, {work.published_on.isoformat()}. {work.urn}, SHA-256 {work.digest}",
        "langid": LANGUAGES.get(work.language, work.language),
    }
    if work.abstract:
        fields["abstract"] = latex(work.abstract)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    # A month is one of BibTeX's own words, without braces: styles print it in the language of the paper.
    lines.insert(4, f"  month = {MONTHS[work.published_on.month - 1]},")
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def _name(author: Author) -> str:
    """A person by words BibTeX may take apart; any other name in braces, or its “and” would part it in two."""
    name = latex(author.name)
    is_plain = author.reference is not None and "," not in name and " and " not in name.casefold()
    return name if is_plain else f"{{{name}}}"
