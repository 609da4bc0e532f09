"""Generated articles, commentary and topics, key for key as their serializers write them."""

from home.record.generated.shapes import Draft, reference


def topic(draft: Draft) -> dict:
    return {}


def article(draft: Draft) -> dict:
    rng = draft.rng
    authors = draft.several("person", 2)
    about = [found for kind in ("state", "summit", "person") if (found := draft.some(kind))]
    body = draft.writer.rich(rng.randrange(600, 900), max_links=6)
    for target in about:
        draft.fact("about", draft.entry, target, {})
    for author in authors:
        draft.fact("author", author, draft.entry, {})
    return {
        "type": rng.choice(["news", "news", "news", "analysis", "reference", "interview"]),
        "standfirst": draft.writer.plain(),
        "byline": ", ".join(author.title for author in authors),
        "authors": [reference(author) for author in authors],
        "dateline": draft.entry.title.split()[0],
        "body": body,
        "about": [reference(target) for target in about],
    }


def commentary(draft: Draft) -> dict:
    rng = draft.rng
    experts = draft.several("person", 2)
    institution = draft.some("institution")
    about = [found for kind in ("state", "statement") if (found := draft.some(kind))]
    assessment = draft.writer.rich(rng.randrange(150, 350), max_links=4)
    for expert in experts:
        draft.fact("expert", expert, draft.entry, {})
    for target in about:
        draft.fact("about", draft.entry, target, {})
    return {
        "experts": [{"person": reference(expert), "affiliations": []} for expert in experts],
        "attribution": "",
        "institution": reference(institution),
        "outlet": None,
        "outlet_name": rng.choice(["Vzglyad", "Kommersant", "Caravanserai"]),
        "question": draft.writer.plain(),
        "assessment": assessment,
        "pull_quote": draft.writer.plain(),
        "about": [reference(target) for target in about],
    }
