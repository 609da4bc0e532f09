"""Lighthouse (npm) on a page that is really served: a telephone on a slow network, as its own defaults have it."""

import json
import os

from tests.browser import ARGUMENTS, chromium_path
from tests.node import Packages

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measured(checkers: Packages, address: str, categories: tuple[str, ...], left_out: tuple[str, ...] = ()) -> dict:
    """Its report: `categories` with a score each, `audits` with what costs points."""
    os.environ["CHROME_PATH"] = chromium_path()
    told = checkers.run(
        checkers.modules / "lighthouse" / "cli" / "index.js",
        address, "--quiet", "--output=json", "--output-path=stdout", f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}",
        *(f"--skip-audits={name}" for name in left_out), timeout=300,
    )  # fmt: skip
    return json.loads(told)


def scores(report: dict) -> dict[str, int]:
    return {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}


def costs(report: dict) -> list[str]:
    """What took points away."""
    parts = [part for category in report["categories"].values() for part in category["auditRefs"]]
    audits = [report["audits"][part["id"]] for part in parts if part["weight"]]
    return [f"{each['title']} ({each.get('displayValue') or each.get('explanation') or each['score']})"
            for each in audits if each["score"] not in (1, None)]  # fmt: skip


def figures(report: dict) -> str:
    shown = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    return ", ".join(f"{report['audits'][name]['title']} {report['audits'][name]['displayValue']}" for name in shown)
