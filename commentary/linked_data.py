"""Articles and commentary in the words of schema.org."""

from publishing.linked_data import Names, Node, register

# A reference article reports nothing that has just happened.
NOT_NEWS = ("reference",)


def article(document: dict, names: Names) -> Node:
    is_news = document["type"] not in NOT_NEWS
    return {
        "@type": "NewsArticle" if is_news else "Article",
        "headline": document["title"],
        "description": document["standfirst"] or document["summary"],
        "genre": document["type"],
        "dateline": document["dateline"] if is_news else None,
        "about": names.all(document["about"]),
        "mentions": _mentioned(document, names),
    }


def commentary(document: dict, names: Names) -> Node:
    experts = [expert["person"] for expert in document["experts"]]
    quoted = {"@type": "Quotation", "text": document["pull_quote"], "creator": names.all(experts)}
    return {
        "headline": document["title"],
        "about": names.all(document["about"]),
        "mentions": names.all([*experts, document["institution"]]) + _mentioned(document, names),
        "hasPart": quoted if document["pull_quote"] else None,
    }


def _mentioned(document: dict, names: Names) -> list[Node]:
    about = {each["id"] for each in document["about"]}
    told = [fact["object"] for fact in document["facts"] if fact["kind"] == "mentions"]
    return names.all(each for each in told if each["id"] not in about)


def describe_kinds() -> None:
    register("article", "NewsArticle", article)
    register("commentary", "Article", commentary)
