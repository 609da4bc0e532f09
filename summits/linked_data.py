"""Summits, documents, statements and events in the words of schema.org."""

from publishing.linked_data import Names, Node, ends, place, register, starts

# Roles in which somebody is at an event.
THERE = ("attendance", "attended", "participation")


def summit(document: dict, names: Names) -> Node:
    return {
        "startDate": starts(document["dates"]),
        "endDate": ends(document["dates"]),
        "location": place(document["venue"], document["city"], country=names.one(document["country"])),
        "organizer": names.one(document["organisation"]),
        **_there(document, names, [document["host"]]),
    }


def event(document: dict, names: Names) -> Node:
    return {
        "startDate": starts(document["dates"]),
        "endDate": ends(document["dates"]),
        "location": place(document["place"], country=names.one(document["country"])),
        **_there(document, names, document["hosts"]),
    }


def document(document: dict, names: Names) -> Node:
    return {
        "dateCreated": starts(document["dates"]),
        "locationCreated": place(document["place"]),
        "creator": names.one(document["organisation"]),
        "recordedAt": names.one(document["summit"]),
        "genre": document["type"],
        "encoding": {"@type": "MediaObject", "contentUrl": document["link"]} if document["link"] else None,
    }


def statement(document: dict, names: Names) -> Node:
    return {
        "text": document["text"],
        "creator": names.one(document["speaker"]),
        "dateCreated": starts(document["dates"]),
        "recordedAt": names.one(document["summit"]),
        "inLanguage": document["language"],
        "translator": {"@type": "Person", "name": document["translator"]} if document["translator"] else None,
        "translationOfWork": _original(document),
        "isBasedOn": [cited["url"] for cited in document["sources"] if cited["url"]],
    }


def _original(document: dict) -> Node | None:
    if not document["original_text"]:
        return None
    return {
        "@type": "Quotation",
        "text": document["original_text"],
        "inLanguage": document["original_language"],
    }


def _there(document: dict, names: Names, hosts: list[dict | None]) -> Node:
    """People and bodies attend; a state is a place to schema.org, so the event is about it."""
    facts = [fact for fact in document["facts"] if fact["kind"] in THERE and fact["standing"] == "accepted"]
    present = [fact["subject"] for fact in facts if fact["value"].get("mode") != "absent"]
    states = [each for each in (*hosts, *present) if each and each["kind"] == "state"]
    return {
        "attendee": names.all(each for each in present if each["kind"] != "state"),
        "about": names.all(states),
    }


def describe_kinds() -> None:
    register("summit", "Event", summit)
    register("event", "Event", event)
    register("document", "CreativeWork", document)
    register("statement", "Quotation", statement)
