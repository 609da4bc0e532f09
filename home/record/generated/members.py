"""Generated states, organisations, people, offices, institutions and forces."""

from datetime import date

from home.record.generated import words
from home.record.generated.shapes import Draft, period, reference

FOUNDED = date(2002, 10, 7)
HOLDERS = 10 * len(words.STATES)


def state(draft: Draft) -> dict:
    iso2, iso3, name, capital = words.STATES[draft.entry.place]
    if draft.entry.place < words.MEMBERS:
        value = {"status": "member", "instrument": "Charter", "ending_instrument": ""}
        for organisation in draft.catalogue.base("organisation"):
            draft.fact("membership", draft.entry, organisation, value, period(FOUNDED, None))
    draft.fact("capital", draft.entry, None, {"name": capital}, period(date(1991, 12, 26), None))
    return {
        "iso2": iso2,
        "iso3": iso3,
        "official_name": f"Republic of {name}",
        "capital": capital,
        "flag": "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in iso2),
        "profile": draft.writer.rich(300, max_links=0),
    }


def organisation(draft: Draft) -> dict:
    return {
        "short_name": draft.entry.title.split()[0],
        "type": "alliance",
        "seat": "Moscow",
        "charter_title": "Charter",
        "charter_url": "",
        "official_language": "Russian",
        "profile": draft.writer.rich(200, max_links=0),
    }


def person(draft: Draft) -> dict:
    given, family = draft.entry.title.split()
    home, office, institution = draft.some("state"), draft.some("office"), draft.some("institution")
    since = date(draft.rng.randrange(1992, 2026), draft.rng.randrange(1, 13), 1)
    # An office has some ten holders however many people there are.
    if office and draft.entry.place < HOLDERS:
        value = {"acting": False, "sits_on_council": True, "state": reference(home)}
        draft.fact("tenure", draft.entry, office, value, period(since, since.replace(year=since.year + 3)))
    if institution:
        draft.fact("affiliation", draft.entry, institution, {"role": "fellow"}, period(since, None))
    return {
        "given_name": given,
        "family_name": family,
        "native_name": "",
        "state": reference(home),
        "profile": draft.writer.rich(80, max_links=2),
    }


def office(draft: Draft) -> dict:
    home = draft.catalogue.base("state")[draft.entry.place]
    return {
        "type": "head-of-state",
        "state": reference(home),
        "organisation": None,
        "institution": None,
        "is_single_seat": True,
    }


def institution(draft: Draft) -> dict:
    return {
        "type": "research institute",
        "country": reference(draft.catalogue.base("state")[draft.entry.place]),
        "seat": words.STATES[draft.entry.place][3],
        "parent": None,
        "organisation": None,
        "profile": draft.writer.rich(60, max_links=0),
    }


def force(draft: Draft) -> dict:
    for year in range(2009, 2026, 4):
        value = {"personnel": draft.rng.randrange(2000, 20000), "approximate": True, "unit": "personnel"}
        draft.fact("strength", draft.entry, None, value, period(date(year, 1, 1), date(year, 1, 2)))
    for contributor in draft.catalogue.base("state")[: words.MEMBERS]:
        draft.fact("contribution", contributor, draft.entry, {}, period(date(2009, 2, 4), None))
    return {
        "abbreviation": draft.entry.title[0] + "CF",
        "organisation": reference(draft.some("organisation")),
        "type": "rapid-reaction",
        "legal_basis": "Agreement of 2009",
        "scope": "all regions",
        "purpose": draft.writer.plain(),
        "profile": draft.writer.rich(80, max_links=0),
    }
