"""axe in a page that is open: WCAG 2.2 A and AA."""

from pathlib import Path

import axe_playwright_python

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def judged(page, where: str) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN, TAGS)["violations"]
    return [f"{where} {each['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
            for each in found for node in each["nodes"][:3]]  # fmt: skip
