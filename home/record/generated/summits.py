"""Generated summits, documents, statements and events, with their attendance, signatories and participants."""

from home.record.generated import words
from home.record.generated.shapes import Draft, reference

MODES = ("in-person", "in-person", "in-person", "by-video", "represented", "absent")


def summit(draft: Draft) -> dict:
    rng = draft.rng
    organisation, host, chair = draft.some("organisation"), draft.some("state"), draft.some("person")
    town = words.place_name(rng)
    for member in draft.catalogue.base("state")[: words.MEMBERS]:
        attendance(draft, member, rng.choice(MODES))
    if host:
        draft.fact("host", host, draft.entry, {})
    if organisation:
        draft.fact("convened_by", organisation, draft.entry, {})
    if chair:
        draft.fact("chair", chair, draft.entry, {"state": reference(host)})
    return {
        "organisation": reference(organisation),
        "body": "Collective Security Council",
        "type": rng.choice(["regular", "extraordinary", "informal"]),
        "format": "in-person",
        "city": town,
        "country": reference(host),
        "venue": "",
        "host": reference(host),
        "host_person": reference(chair),
        "chair": reference(chair),
        "chair_state": reference(host),
        "occasion": draft.writer.plain()[:300],
        "account": draft.writer.rich(rng.randrange(100, 250), max_links=3),
        "outcomes": [draft.writer.plain() for _ in range(3)],
        "is_attendance_complete": True,
    }


def attendance(draft: Draft, member, mode: str) -> None:
    head = draft.some("person")
    value = {"mode": mode, "capacity": "head of state", "person": reference(head), "guest": False}
    draft.fact("attendance", member, draft.entry, value)
    if head and mode in ("in-person", "by-video"):
        value = {"mode": mode, "capacity": "head of state", "state": reference(member)}
        draft.fact("attended", head, draft.entry, value)


def document(draft: Draft) -> dict:
    at, organisation = draft.some("summit"), draft.some("organisation")
    for signatory in draft.catalogue.base("state")[: words.MEMBERS]:
        draft.fact("signatory", signatory, draft.entry, {"mode": "signed"})
    if at:
        draft.fact("adopted_at", draft.entry, at, {})
    return {
        "type": draft.rng.choice(["declaration", "statement", "protocol", "decision", "agreement"]),
        "summit": reference(at),
        "organisation": reference(organisation),
        "place": draft.entry.title.split()[0],
        "reference_number": "",
        "in_force_on": None,
        "text": draft.writer.rich(draft.rng.randrange(150, 400), max_links=2),
        "link": "",
        "key_points": [draft.writer.plain() for _ in range(3)],
    }


def statement(draft: Draft) -> dict:
    speaker, at = draft.some("person"), draft.some("summit")
    if speaker:
        draft.fact("speaker", speaker, draft.entry, {})
    if at:
        draft.fact("occasion", draft.entry, at, {})
    return {
        "speaker": reference(speaker),
        "summit": reference(at),
        "occasion": "",
        "type": draft.rng.choice(["quote", "paraphrase"]),
        "text": f"{draft.writer.plain()} {draft.writer.reported()} {draft.writer.plain()}",
        "original_text": "",
        "original_language": "",
        "translator": "",
        "about_note": "",
        "offices": [],
        "variants": [],
    }


def event(draft: Draft) -> dict:
    rng = draft.rng
    hosts, force = draft.several("state", 2), draft.some("force")
    for host in hosts:
        draft.fact("host", host, draft.entry, {})
    for participant in draft.catalogue.base("state")[: words.MEMBERS]:
        draft.fact("participation", participant, draft.entry, {"role": "participant", "personnel": None})
    if force:
        draft.fact("participation", force, draft.entry, {"role": "participant", "personnel": None})
    return {
        "type": rng.choice(["exercise", "operation", "request", "conflict", "proposal"]),
        "status": "held",
        "place": words.place_name(rng),
        "country": reference(hosts[0]),
        "hosts": [reference(host) for host in hosts],
        "outcome": draft.writer.plain(),
        "personnel": rng.randrange(100, 9000),
        "personnel_note": "",
        "series": "",
        "legal_ground": "",
        "account": draft.writer.rich(rng.randrange(80, 200), max_links=3),
        "summit": None,
        "force": reference(force),
        "proposer": None,
        "institution": None,
        "target": "",
    }
