"""Facts in sentences: “Freedonia: member of the Alliance since 2003”. Each kind of fact has words of its own.

A sentence is made of pieces, so that two versions of a fact can be shown as one sentence with what changed in it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from publishing.datewords import dates_words, day_words, partial_words, period_words
from publishing.words import worded, words

# Facts that hold for a time; the others happen on a day, or on some.
LASTING = {"membership", "chairmanship", "capital", "tenure", "affiliation", "contribution", "strength"}
# Statuses that read badly with “of the …” behind them.
APART = {"suspended", "member-participation-frozen", "suspension-requested", "observer-parliamentary-assembly"}

_PLACE = re.compile(r"(%\(\w+\)s)")

# A clause is a translated template and what stands in it.
Clause = tuple[str, dict[str, str]]


def sentence(fact: dict, *, with_dates: bool = True) -> str:
    """The whole fact in one sentence."""
    return "".join(pieces(fact, with_dates=with_dates))


def pieces(fact: dict, *, with_dates: bool = True) -> list[str]:
    """The same in pieces: names, codes and dates are one piece each, and so is what stands between them."""
    main, *more = list(MAKERS.get(fact["kind"], _of_no_known_kind)(fact))
    found = _filled(main)
    when = _when(fact) if with_dates else []
    if when:
        found += [" " if fact["kind"] in LASTING else ", ", *when]
    for clause in more:
        found += [", ", *_filled(clause)]
    return [piece for piece in found if piece]


def _filled(clause: Clause) -> list[str]:
    template, values = clause
    return [values[part[2:-2]] if _PLACE.fullmatch(part) else part for part in _PLACE.split(template)]


def _when(fact: dict) -> list[str]:
    """The period, each date a piece of its own."""
    valid = fact["valid"]
    if fact["kind"] == "strength":
        first = day_words(valid["from"], valid["precision"]["from"])
        return _filled((_("as of %(day)s"), {"day": first})) if first else []
    if fact["kind"] not in LASTING:
        return [dates_words(valid)] if dates_words(valid) else []
    dates = [day_words(valid[side], valid["precision"][side]) for side in ("from", "to") if valid[side]]
    said = period_words(valid)
    return re.split("(" + "|".join(map(re.escape, dates)) + ")", said) if dates else [said] if said else []


def _title(reference: dict | None) -> str:
    return reference["title"] if reference else ""


def _ends(fact: dict, **more: str) -> dict[str, str]:
    return {"subject": _title(fact["subject"]), "object": _title(fact["object"]), **more}


def _plain(template: Callable[[], str]) -> Callable[[dict], Iterator[Clause]]:
    """A kind that needs no more than its two ends."""

    def maker(fact: dict) -> Iterator[Clause]:
        yield template(), _ends(fact)

    return maker


def _membership(fact: dict) -> Iterator[Clause]:
    value, said = fact["value"], _ends(fact, status=words(fact["value"]["status"]))
    apart = value["status"] in APART
    yield (_("%(subject)s: %(status)s (%(object)s)") if apart else _("%(subject)s: %(status)s of the %(object)s")), said
    if value.get("instrument"):
        yield _("by: %(act)s"), {"act": worded(value["instrument"])}
    if value.get("ending_instrument"):
        yield _("ended by: %(act)s"), {"act": worded(value["ending_instrument"])}


def _chairmanship(fact: dict) -> Iterator[Clause]:
    yield _("%(subject)s: chair of the %(object)s"), _ends(fact)
    if fact["value"].get("person"):
        yield _("in the person of %(person)s"), {"person": _title(fact["value"]["person"])}


def _capital(fact: dict) -> Iterator[Clause]:
    yield _("%(subject)s: its capital is called %(name)s"), _ends(fact, name=worded(fact["value"]["name"]))


def _tenure(fact: dict) -> Iterator[Clause]:
    acting = fact["value"].get("acting")
    yield (_("%(subject)s: acting %(object)s") if acting else _("%(subject)s: %(object)s")), _ends(fact)
    if fact["value"].get("sits_on_council"):
        yield _("with a seat on the council"), {}


def _affiliation(fact: dict) -> Iterator[Clause]:
    if role := fact["value"].get("role"):
        yield _("%(subject)s: %(role)s at %(object)s"), _ends(fact, role=worded(role))
    else:
        yield _("%(subject)s: at %(object)s"), _ends(fact)


def _number(value: dict, key: str) -> str:
    number = value.get(key)
    if number is None:
        return _("an unknown number of")
    said = number_format(number, force_grouping=True)
    return _("about %s") % said if value.get("approximate") else said


def _strength(fact: dict) -> Iterator[Clause]:
    value = fact["value"]
    more = {"number": _number(value, "personnel"), "unit": worded(value.get("unit")) or _("personnel")}
    yield _("%(subject)s: %(number)s %(unit)s"), _ends(fact, **more)


def _figure(fact: dict) -> Iterator[Clause]:
    value = fact["value"]
    more = {"number": _number(value, "number"), "unit": worded(value.get("unit"))}
    yield _("%(subject)s: %(number)s %(unit)s"), _ends(fact, **more)
    if value.get("said_by"):
        yield _("according to %(name)s"), {"name": _title(value["said_by"])}


def _attendance(fact: dict) -> Iterator[Clause]:
    value = fact["value"]
    more = {"mode": words(value.get("mode"))}
    if value.get("guest"):
        yield _("%(subject)s: guest at %(object)s, %(mode)s"), _ends(fact, **more)
    else:
        yield _("%(subject)s: at %(object)s, %(mode)s"), _ends(fact, **more)
    if value.get("person"):
        yield _("in the person of %(person)s"), {"person": _title(value["person"])}
    if value.get("capacity"):
        yield _("as %(capacity)s"), {"capacity": worded(value["capacity"])}
    if value.get("state"):
        yield _("for %(state)s"), {"state": _title(value["state"])}


def _signatory(fact: dict) -> Iterator[Clause]:
    mode = fact["value"].get("mode")
    if mode in (None, "", "signed"):
        yield _("%(subject)s signed %(object)s"), _ends(fact)
    else:
        yield _("%(subject)s: %(object)s, %(mode)s"), _ends(fact, mode=words(mode))


def _participation(fact: dict) -> Iterator[Clause]:
    value = fact["value"]
    if value.get("role") in (None, "", "participant"):
        yield _("%(subject)s took part in %(object)s"), _ends(fact)
    else:
        yield _("%(subject)s: %(role)s, %(object)s"), _ends(fact, role=words(value["role"]))
    if value.get("personnel") is not None:
        yield _("with %(number)s personnel"), {"number": _number(value, "personnel")}


def _addressee(fact: dict) -> Iterator[Clause]:
    yield _("%(object)s was addressed to %(subject)s"), _ends(fact)
    if fact["value"].get("name"):
        yield _("named as %(name)s"), {"name": worded(fact["value"]["name"])}


def _chair(fact: dict) -> Iterator[Clause]:
    yield _("%(subject)s chaired %(object)s"), _ends(fact)
    if fact["value"].get("state"):
        yield _("for %(state)s"), {"state": _title(fact["value"]["state"])}


def _of_no_known_kind(fact: dict) -> Iterator[Clause]:
    said = _("%(subject)s: %(kind)s, %(object)s") if fact["object"] else _("%(subject)s: %(kind)s")
    yield said, _ends(fact, kind=words(fact["kind"].replace("_", "-")))


MAKERS: dict[str, Callable[[dict], Iterator[Clause]]] = {
    "membership": _membership,
    "chairmanship": _chairmanship,
    "capital": _capital,
    "tenure": _tenure,
    "affiliation": _affiliation,
    "strength": _strength,
    "figure": _figure,
    "attendance": _attendance,
    "attended": _attendance,
    "signatory": _signatory,
    "participation": _participation,
    "addressee": _addressee,
    "chair": _chair,
    "contribution": _plain(lambda: _("%(subject)s contributes to %(object)s")),
    "requester": _plain(lambda: _("%(subject)s asked for %(object)s")),
    "host": _plain(lambda: _("%(subject)s hosted %(object)s")),
    "convened_by": _plain(lambda: _("%(object)s was a meeting of the %(subject)s")),
    "adopted_at": _plain(lambda: _("%(subject)s was adopted at %(object)s")),
    "speaker": _plain(lambda: _("%(subject)s said what “%(object)s” records")),
    "occasion": _plain(lambda: _("“%(subject)s” was said at %(object)s")),
    "proposer": _plain(lambda: _("%(subject)s proposed %(object)s")),
    "decided_at": _plain(lambda: _("%(subject)s was decided at %(object)s")),
    "author": _plain(lambda: _("%(subject)s wrote “%(object)s”")),
    "expert": _plain(lambda: _("%(subject)s gives the assessment “%(object)s”")),
    "about": _plain(lambda: _("“%(subject)s” is about %(object)s")),
    "mentions": _plain(lambda: _("“%(subject)s” mentions %(object)s")),
}


def source_line(cited: dict[str, Any]) -> str:
    """One citation in a line: title, publisher, date, place in it."""
    parts = (cited["title"], cited["publisher"], partial_words(cited["published"]), cited["locator"])
    return ", ".join(part for part in parts if part)
