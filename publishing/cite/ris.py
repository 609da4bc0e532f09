"""RIS: lines of a tag and a value, ended as on Windows, a value never longer than its line."""

from publishing.cite import Work

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"


def ris(work: Work) -> str:
    lines = [
        ("TY", "ELEC" if work.is_written else "ENCYC"),
        ("ID", work.key),
        ("TI", work.title),
        *(("AU", author.name) for author in work.authors),
        ("T2", work.container),
        ("PB", work.container),
        ("PY", str(work.published_on.year)),
        ("DA", work.published_on.strftime("%Y/%m/%d")),
        ("ET", str(work.edition)),
        ("LA", work.language),
        ("AB", work.abstract),
        ("UR", work.url),
        ("N1", f"{work.urn}, SHA-256 {work.digest}"),
    ]
    # `Work` has one line a value: whatever follows a line end would be read as a tag.
    written = [f"{tag}  - {value}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])
