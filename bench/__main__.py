"""python -m bench: load, serve, check, measure, report. Exit 1 when an answer is wrong."""

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench import report
from bench.drive import check, measure, need_wrk
from bench.site import ROOT, BenchError, Site, filled, served
from bench.works import Work, works


def main(arguments: list[str]) -> int:
    options = parsed(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    busy = os.getloadavg()[0]
    try:
        need_wrk()
        with contextlib.ExitStack() as running:
            sites = [running.enter_context(served_site(size, options.data)) for size in options.entries]
            rounds = run(sites, options)
    except BenchError as problem:
        print(f"The bench stopped: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    told = report.rows(rounds)
    report.tell(told, rounds, busy)
    if not options.only:
        report.write(told, options.output)
    return 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[2_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each round of each work")
    parser.add_argument("--only", default="", help="works whose name contains this, beside the limits; writes no file")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or ROOT / ".data"))
    parser.add_argument("--output", type=Path, default=report.LATEST)
    return parser.parse_args(arguments)


@contextlib.contextmanager
def served_site(entries: int, data_dir: Path):
    began = time.monotonic()
    with filled(entries, data_dir) as site, served(site):
        print(f"{entries:,} entries ready on {site.address}, {time.monotonic() - began:.0f} s", flush=True)
        yield site


def run(sites: list[Site], options: argparse.Namespace) -> report.Rounds:
    """All sizes side by side, so that what disturbs one round disturbs both sides of a ratio."""
    chosen = {site.entries: wanted(works(site), options.only) for site in sites}
    for site in sites:
        refuse_wrong(site, chosen[site.entries])
    names = list(chosen[sites[0].entries])
    rounds: report.Rounds = {name: {site.entries: [] for site in sites} for name in names}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            for name in names:
                for site in sites:
                    paths = Path(folder) / f"{name} at {site.entries}"
                    paths.write_text("".join(f"{work.path}\n" for work in chosen[site.entries][name]))
                    rounds[name][site.entries].append(measure(site, paths, options.seconds, number * 131))
            print(f"Round {number + 1} of {options.rounds} done", flush=True)
    return rounds


def wanted(found: dict[str, list[Work]], only: str) -> dict[str, list[Work]]:
    limits = (report.LIMIT_BARE, report.LIMIT_READ)
    return {name: each for name, each in found.items() if name in limits or only in name}


def refuse_wrong(site: Site, chosen: dict[str, list[Work]]) -> None:
    for name, each in chosen.items():
        began = time.monotonic()
        if wrong := check(site, each):
            raise BenchError(f"{len(wrong)} wrong answers with {site.entries:,} entries, such as:\n  {wrong[0]}")
        rate = len(each) / (time.monotonic() - began)
        print(f"{site.entries:>9,} entries  {name:<25} {len(each)} addresses right  {rate:5.0f} a second", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
