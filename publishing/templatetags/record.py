"""Template words of the record: dates, codes, references, source marks. Nothing here reads the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from publishing import datewords, kinds, languages
from publishing import words as vocabulary
from publishing.comparing.wording import Run
from publishing.days import in_time
from publishing.elsewhere import xml_text
from publishing.linked_data import data_block
from publishing.live import now
from publishing.reading import present
from publishing.richtext import as_html
from publishing.tokens import figures_in

register = template.Library()
register.filter("words", vocabulary.words)
register.filter("worded", vocabulary.worded)
register.filter("quoted", vocabulary.quoted)
register.filter("period", datewords.period_words)
register.filter("dates", datewords.dates_words)
register.filter("partial", datewords.partial_words)
register.filter("language_name", vocabulary.language_words)
register.filter("data_block", data_block)
register.filter("xml_text", xml_text)


@register.filter
def day(value: Any, precision: str = "day") -> str:
    return datewords.day_words(value, precision)


@register.filter
def get(mapping: Mapping, key: Any) -> Any:
    return mapping.get(str(key))


@register.filter
def capitalised(text: Any) -> str:
    """With a capital first letter, the others as they are (unlike `capfirst`, of lazy strings too)."""
    text = str(text)
    return text[:1].upper() + text[1:]


@register.filter
def section_url(section: str) -> str:
    """The list of a section, in the language being read."""
    return languages.here(f"/{section}/") or ""


@register.simple_tag(takes_context=True)
def language_switch(context) -> list[dict[str, str]]:
    """The same page in the other languages; from a refusal, which is no page, to the front. `counterpart`: where a
    page has another address there."""
    request, is_page = context["request"], "canonical_url" in context
    path = languages.neutral(context.get("counterpart") or request.path) if is_page else "/"
    query = request.META.get("QUERY_STRING", "") if is_page else ""
    codes = [code for code in (languages.default(), *languages.others()) if code != get_language()]
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": in_language(path, code) + (f"?{query}" if query else ""),
        }
        for code in codes
    ]


def in_language(path: str, code: str) -> str:
    return languages.within(path, "" if code == languages.default() else code) or ""


@register.simple_tag
def lang(language: str) -> SafeString:
    """`lang="en"` on what is not in the language of the page."""
    return format_html('lang="{}"', language) if language and language != get_language() else SafeString("")


@register.simple_tag(takes_context=True)
def field_lang(context, name: str) -> SafeString:
    """The same for one field of the document: of a translation, what is not translated is in its original's."""
    return lang(language_of(context["document"], name))


def language_of(document: dict, name: str) -> str:
    translates = document.get("translates")
    return document["language"] if not translates or name in translates["fields"] else translates["language"]


@register.filter
def kind_label(name: str) -> str:
    return str(kinds.get(name).label)


@register.filter
def grouped(number: int | None) -> str:
    """“18,000”."""
    return "" if number is None else number_format(number, force_grouping=True)


@register.simple_tag(takes_context=True)
def ref(context, reference: dict | None) -> str:
    """A reference by its current name, linked when it is public and has a page."""
    if not reference:
        return ""
    now = present(reference, context["references"])
    said = lang(now.get("language", ""))
    if not now["url"]:
        return format_html("<span {}>{}</span>", said, now["title"]) if said else now["title"]
    attribute = format_html(" {}", said) if said else ""
    return format_html('<a href="{}"{}>{}</a>', now["url"], attribute, now["title"])


@register.simple_tag(takes_context=True)
def name_of(context, reference: dict | None) -> str:
    """The current name alone."""
    if not reference:
        return ""
    return context["references"].get(reference["id"], reference)["title"]


@register.simple_tag(takes_context=True)
def refs(context, references: list[dict]) -> SafeString:
    return format_html_join(", ", "{}", ((ref(context, each),) for each in references))


@register.simple_tag
def joined(*parts: Any, by: str = ", ") -> SafeString:
    """The parts that say something, each once, with commas between them (in a template, spaces creep in before commas).

    A place that bears the name of its state is not said twice: “Kyrgyzstan”, not “Kyrgyzstan, Kyrgyzstan”.
    """
    said = {strip_tags(str(part)).strip(): part for part in parts if part}
    return format_html_join(by, "{}", ((part,) for part in said.values()))


@register.simple_tag(takes_context=True)
def held_offices(context, held: list[dict]) -> SafeString:
    """“acting President of Belarus, Chair of the Council”: the offices of a statement's speaker that day."""
    return joined(*(_held(context, each) for each in held))


def _held(context, held: dict) -> str:
    title = context["references"].get(held["office"]["id"], {}).get("title") or held["office"]["title"]
    return _("acting %s") % title if held["acting"] else title


@register.simple_tag(takes_context=True)
def held_by(context, tenures: list[dict]) -> SafeString:
    """“Nino Burjanadze (acting)”: who held an office, by the facts that say so."""
    names = ((ref(context, fact["subject"]), fact["value"]["acting"]) for fact in tenures)
    return joined(*(format_html("{} ({})", name, _("acting")) if acting else name for name, acting in names))


@register.simple_tag(takes_context=True)
def expert(context, one: dict) -> SafeString:
    """An expert with the affiliations of that day."""
    places = [part for each in one["affiliations"] for part in (each["role"], ref(context, each["institution"]))]
    return joined(ref(context, one["person"]), *places)


@register.simple_tag
def source_words(entry: dict) -> SafeString:
    """One line of the list of sources, but for its links: author, title, publisher, date, places in it."""
    source = entry["citation"]
    title = source["title"]
    if source["url"]:
        title = format_html('<a href="{}" rel="external">{}</a>', source["url"], title)
    cited = format_html("<cite>{}</cite>", title)
    published = datewords.partial_words(source["published"])
    places = "; ".join(entry["locators"])
    words = joined(source["author"], cited, source["publisher"], published)
    return format_html("{}.", joined(words, places, by="; "))


@register.simple_tag(takes_context=True)
def cites(context, citations: list[dict] | dict) -> str:
    """Marks that lead to the sources below the page, of several citations or of one."""
    several = [citations] if isinstance(citations, dict) else citations
    numbers = context["sources"].numbers(several)
    marks = format_html_join(
        " ",
        '<a href="#source-{}" aria-label="{} {}">{}</a>',
        ((number, _("Source"), number, number) for number in numbers),
    )
    return format_html('<span class="cites">{}</span>', marks) if numbers else ""


@register.simple_tag(takes_context=True)
def rich(context, html: str) -> SafeString:
    """Rich text of a document, its links and footnotes leading to what stands there now."""
    said = as_html(html, context["references"], context["sources"].footnotes, now(html, context.get("quoted", ())))
    other = _language_of_text(context, html)
    return format_html('<div lang="{}">{}</div>', other, said) if other and html else said


def _language_of_text(context, html: str) -> str:
    """The language of a rich text where it is not that of the page."""
    document = context.get("document")
    if not document or not languages.spoken() and not document.get("translates"):
        return ""
    names = kinds.get(document["kind"]).serializer.rich_fields
    found = next((language_of(document, name) for name in names if document[name] == html), document["language"])
    return found if found != get_language() else ""


@register.filter
def not_in_text(images: list[dict], document: dict) -> list[dict]:
    """The pictures that no text of the document shows where it speaks of them."""
    texts = (document[name] for name in kinds.get(document["kind"]).serializer.rich_fields)
    shown = {src for text in texts for src in figures_in(text)}
    return [image for image in images if image["src"] not in shown]


@register.simple_tag(takes_context=True)
def at(context, url: str | None, on: date | None = None) -> str:
    """An address on this site, in the past the reader asked for; `on` for pages that are about a day."""
    moment = context.get("moment")
    return in_time(url, moment.as_of if moment else "", on) if url else ""


@register.simple_tag(takes_context=True)
def with_query(context, **changes: Any) -> str:
    """The present query with some parameters changed; empty ones are dropped."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    for name in [name for name, value in query.items() if value in ("", None)]:
        del query[name]
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def query_but(context, *names: str) -> list[tuple[str, str]]:
    """What else a reader asked for, as names and values for the hidden fields of a form."""
    return [(name, value) for name, value in context["request"].GET.items() if name not in names and value]


@register.simple_tag
def runs(compared: Any, arrow: str = "") -> SafeString:
    """Runs of a comparison as `ins` and `del`; `arrow` stands between what went and what came in its place."""
    several = [compared] if isinstance(compared, Run) else list(compared)
    html: list[str] = []
    for number, run in enumerate(several):
        replaced = number + 1 < len(several) and (run.kind, several[number + 1].kind) == ("del", "ins")
        shown = run.text if run.kind == "same" else format_html("<{0}>{1}</{0}>", run.kind, run.text)
        html.append(format_html("{}{}{}", shown, run.gap, arrow if replaced and arrow else ""))
    return format_html_join("", "{}", ((part,) for part in html))
