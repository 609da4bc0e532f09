"""Dates and periods in words, at the precision they are known with."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.periods import Precision

# By language, as Django's `date_format` reads them: E is a month as it stands beside a day, F by itself.
FORMATS: dict[str, dict[str, str]] = {
    "en": {Precision.DAY: "j E Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"},
    "ru": {Precision.DAY: "j E Y\xa0г.", Precision.MONTH: "F Y\xa0г.", Precision.YEAR: "Y\xa0г."},
}
# What follows a range of years.
YEARS = {"ru": "\xa0гг."}


def day_words(day: date | str | None, precision: str = Precision.DAY, within: bool = False) -> str:
    """“16 May 2022”, “May 2022”, “2022”; empty without a date. `within`: after a word such as since or until, where
    Russian bends the month («с мая 2002 г.»)."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    formats = FORMATS.get(get_language() or "", FORMATS["en"])
    said = formats.get(precision, formats[Precision.DAY])
    if precision != Precision.MONTH or formats is FORMATS["en"]:
        return date_format(day, said)
    # The names of months stand in Django's catalogue as at the head of a calendar: «Май».
    return date_format(day, said.replace("F", "E") if within else said).lower()


def partial_words(text: str | None) -> str:
    """A partial ISO date (`2022`, `2022-05`, `2022-05-16`) in words; anything else as it is."""
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(text or ""))
    try:
        return day_words(f"{text}-01-01"[:10] if precision != Precision.MONTH else f"{text}-01", precision or "")
    except ValueError:
        return text or ""


def period_words(valid: dict) -> str:
    """When a fact held, its end half-open: “from 1994 until 28 June 2012”, “since May 2002”."""
    start, end = _end(valid, "from", within=True), _end(valid, "to", within=True)
    kind = valid["precision"]["to"]
    if start and end:
        return _("%(start)s until %(end)s") % {"start": start, "end": end}
    if start and kind == Precision.OPEN:
        return _("since %s") % start
    if start and kind == Precision.UNKNOWN:
        return _("%s until an unknown date") % start
    if end:
        unknown = valid["precision"]["from"] == Precision.UNKNOWN
        return (_("from an unknown date until %s") if unknown else _("until %s")) % end
    return _end(valid, "from") or _without_dates(valid)


def dates_words(dates: dict) -> str:
    """When an entry took place, its last day included: “2–6 August 2004”, “May 2022”, “since 1994”."""
    start, precision = _day(dates, "from")
    end, end_precision = _day(dates, "to")
    if start and end:
        return _range(start, precision, last_day(end, end_precision), end_precision)
    if start and dates["precision"]["to"] == Precision.OPEN:
        return _("since %s") % day_words(start, precision, within=True)
    if end:
        return _("until %s") % day_words(last_day(end, end_precision), end_precision, within=True)
    return day_words(start, precision) if start else ""


def _day(dates: dict, side: str) -> tuple[date | None, str]:
    text = dates[side]
    return (date.fromisoformat(text) if text else None), dates["precision"][side]


def _end(valid: dict, side: str, within: bool = False) -> str:
    return day_words(*_day(valid, side), within=within)


def _without_dates(valid: dict) -> str:
    if valid["precision"]["to"] == Precision.OPEN:
        return _("since an unknown date")
    return _("at an unknown date") if Precision.UNKNOWN in valid["precision"].values() else ""


def last_day(end: date, precision: str) -> date:
    """The last day (or a day in the last month or year) before a half-open end."""
    if precision == Precision.DAY or end.day == 1 and (precision == Precision.MONTH or end.month == 1):
        return end - timedelta(days=1)
    return end


def _range(start: date, precision: str, last: date, last_precision: str) -> str:
    first_words, last_words = day_words(start, precision), day_words(last, last_precision)
    if last <= start or first_words == last_words:
        return first_words
    shared = _shared(start, last) if precision == last_precision == Precision.DAY else ""
    if shared:
        return f"{date_format(start, shared)}–{last_words}"
    if precision == last_precision == Precision.YEAR and (ending := YEARS.get(get_language() or "")):
        return f"{start.year}–{last.year}{ending}"
    plain = precision == last_precision == Precision.YEAR
    return f"{first_words}–{last_words}" if plain else f"{first_words} – {last_words}"


def _shared(start: date, last: date) -> str:
    """How much of the first day must be printed beside the last: its number when the month is the same."""
    return "j" if (start.year, start.month) == (last.year, last.month) else ""
