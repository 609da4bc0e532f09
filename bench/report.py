"""Rounds → medians and ratios, as a table and as bench/latest.json."""

import json
import os
from pathlib import Path
from statistics import median

from bench.works import LIMIT_BARE, LIMIT_READ

LATEST = Path(__file__).with_name("latest.json")
FLOOR = 0.7
# work → entries → the rounds' figures
Rounds = dict[str, dict[int, list[dict[str, float]]]]


def rows(rounds: Rounds) -> list[dict]:
    """A row per work and size with its ratio to the primary-key read, then the growth of each work.

    Ratios are taken within a round and only then their median: neighbours on the machine slow both sides alike.
    """
    told = []
    for work, sizes in rounds.items():
        for entries, figures in sizes.items():
            limit = LIMIT_BARE if work == LIMIT_READ else LIMIT_READ
            told.append(row(work, entries, figures, rounds[limit][entries], limit))
    for work, sizes in rounds.items():
        small, large = min(sizes), max(sizes)
        if small != large:
            told.append(row(work, large, sizes[large], sizes[small], f"itself at {small}"))
    return told


def row(work: str, entries: int, figures: list[dict], limits: list[dict], to: str) -> dict:
    ratios = [mine["rps"] / limit["rps"] for mine, limit in zip(figures, limits, strict=True)]
    return {
        "work": work,
        "entries": entries,
        "rps": round(median(each["rps"] for each in figures), 1),
        "p50_ms": round(median(each["p50_ms"] for each in figures), 2),
        "p99_ms": round(median(each["p99_ms"] for each in figures), 2),
        "ratio": round(median(ratios), 3),
        "to": to,
    }


def tell(told: list[dict], rounds: Rounds, busy: float) -> None:
    print(f"\n{'work':<25} {'entries':>8} {'a second':>9} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6}  to")
    for each in told:
        print(
            f"{each['work']:<25} {each['entries']:>8,} {each['rps']:>9,.1f} {each['p50_ms']:>8.1f}"
            f" {each['p99_ms']:>8.1f} {each['ratio']:>6.2f}  {each['to']}"
        )
    print(f"\n{os.cpu_count()} processors, load average before the start {busy:.1f}; {noise(rounds)}")
    for each in told:
        if each["to"].startswith("itself") and each["ratio"] < FLOOR:
            print(f"WARNING: {each['work']} at {each['entries']:,} entries is at {each['ratio']:.2f} of {each['to']}.")


def noise(rounds: Rounds) -> str:
    """How far the rounds of one work lie apart: on a quiet machine a few per cent."""
    spreads = [
        (max(rates) - min(rates)) / median(rates)
        for sizes in rounds.values()
        for rates in ([each["rps"] for each in figures] for figures in sizes.values())
    ]
    return f"rounds of one work differ by {median(spreads):.0%} (median), {max(spreads):.0%} (worst)."


def write(told: list[dict], path: Path = LATEST) -> None:
    lines = ",\n".join("  " + json.dumps(each) for each in told)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
