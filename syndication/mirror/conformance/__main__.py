"""python -m mirror.conformance: `proxy SITE` on one side of your mirror, `check SITE LINES` at its end."""

import argparse
import json
import os
import sys
from pathlib import Path

from ..checking import differences, held_lines, history
from ..wire import Wire
from .proxy import Proxy


def main() -> int:
    asked = argparse.ArgumentParser(prog="mirror.conformance", description=__doc__)
    verbs = asked.add_subparsers(required=True)
    proxy = verbs.add_parser("proxy", help="pass questions on to the site, and treat the answers badly, until Ctrl-C")
    proxy.set_defaults(do=do_proxy)
    proxy.add_argument("site")
    proxy.add_argument("--port", type=int, default=8899)
    proxy.add_argument("--seed", type=int, default=1)
    proxy.add_argument("--roughness", type=float, default=0.4, help="the share of answers treated badly (0.4)")
    proxy.add_argument("--delay", type=float, default=2, help="seconds of a delay (2)")
    check = verbs.add_parser("check", help="compare what a mirror holds with the site; exit 1 if it differs")
    check.set_defaults(do=do_check)
    check.add_argument("site")
    check.add_argument("lines", type=Path, help="NDJSON: id, position, digest (null: withdrawn) of each entry")
    options = asked.parse_args()
    return options.do(options)


def do_proxy(asked: argparse.Namespace) -> int:
    server = Proxy(asked.site, asked.port, asked.seed, asked.roughness, asked.delay)
    print(f"{server.url} leads to {asked.site}, roughly (seed {asked.seed})", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(json.dumps(server.road.done))
    return 0


def do_check(asked: argparse.Namespace) -> int:
    _chain, standing = history(Wire(asked.site, os.environ.get("ALLIANCE_RECORD_KEY", "")))
    with asked.lines.open(encoding="utf-8") as lines:
        found = list(differences(held_lines(lines), standing))
    for difference in found:
        print(difference)
    print(f"{len(found)} differences, {len(standing)} entries")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
