"""States, people, organisations, institutions and forces in the words of schema.org."""

from collections.abc import Iterator

from publishing.linked_data import Names, Node, ends, place, register, starts


def organisation(document: dict, names: Names) -> Node:
    return {
        "alternateName": _names(document, document["short_name"]),
        "foundingDate": starts(document["dates"]),
        "dissolutionDate": ends(document["dates"]),
        "location": place(document["seat"]),
    }


def state(document: dict, names: Names) -> Node:
    codes = {"ISO 3166-1 alpha-2": document["iso2"], "ISO 3166-1 alpha-3": document["iso3"]}
    return {
        "alternateName": _names(document, document["official_name"]),
        "identifier": [
            f"urn:uuid:{document['id']}",
            *({"@type": "PropertyValue", "propertyID": name, "value": code} for name, code in codes.items()),
        ],
    }


def person(document: dict, names: Names) -> Node:
    held = names.all(fact["object"] for fact in _still(document, "tenure"))
    return {
        "givenName": document["given_name"],
        "familyName": document["family_name"],
        "alternateName": _names(document, document["native_name"]),
        "birthDate": starts(document["dates"]),
        "deathDate": ends(document["dates"]),
        "nationality": names.one(document["state"]),
        "jobTitle": [office["name"] for office in held],
        "affiliation": names.all(fact["object"] for fact in _still(document, "affiliation")),
    }


def office(document: dict, names: Names) -> Node:
    return {}


def institution(document: dict, names: Names) -> Node:
    return {
        "foundingDate": starts(document["dates"]),
        "dissolutionDate": ends(document["dates"]),
        "location": place(document["seat"], country=names.one(document["country"])),
        "parentOrganization": names.all([document["parent"], document["organisation"]]),
    }


def force(document: dict, names: Names) -> Node:
    return {
        "alternateName": _names(document, document["abbreviation"]),
        "foundingDate": starts(document["dates"]),
        "dissolutionDate": ends(document["dates"]),
        "parentOrganization": names.one(document["organisation"]),
    }


def _names(document: dict, *others: str) -> list[str]:
    return list(dict.fromkeys([*filter(None, others), *(name["name"] for name in document["names"])]))


def _still(document: dict, kind: str) -> Iterator[dict]:
    """The accepted facts of a kind that ran on when the edition was made."""
    for fact in document["facts"]:
        if fact["kind"] == kind and fact["standing"] == "accepted" and fact["valid"]["precision"]["to"] == "open":
            yield fact


def describe_kinds() -> None:
    register("organisation", "Organization", organisation)
    register("state", "Country", state)
    register("person", "Person", person)
    register("office", "Role", office)
    register("institution", "Organization", institution)
    register("force", "Organization", force)
