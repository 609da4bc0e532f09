"""python -m mirror: follow, verify, status, list, get."""

import argparse
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import reading
from .checking import faults, faults_against_site
from .copies import Copies, Copy, Overtaken
from .following import PAGE, Follower
from .proof import Broken, NotProven
from .vouching import Witness
from .wire import NoAnswer, Refused, Wire

# What the exit says; 2 is argparse's own.
DONE, NOT_HELD, NOT_PROVEN, WITHDRAWN, REFUSED, NO_COPY, NO_ANSWER = 0, 1, 3, 4, 5, 6, 75
KEY = "ALLIANCE_RECORD_KEY"


def main(arguments: list[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    copies = Copies(asked.file)
    try:
        return asked.do(copies, asked)
    except (NotProven, Broken) as problem:
        return failed(NOT_PROVEN, problem)
    except Refused as problem:
        return failed(REFUSED, problem)
    except (NoAnswer, Overtaken) as problem:
        return failed(NO_ANSWER, problem)
    finally:
        copies.close()


def failed(code: int, problem: Exception) -> int:
    say(str(problem))
    return code


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def tell(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(
        prog="mirror",
        description=f"A proven copy of the record in one SQLite file. A key, if you have one, goes into {KEY}.",
        epilog="Exit: 0 done, 1 not held, 2 wrong use, 3 not proven, 4 withdrawn, 5 refused by the site, 6 no copy yet,"
        " 75 no answer (try again later).",
    )
    asked.add_argument("--file", type=Path, default=Path("mirror.sqlite"), help="where the copy is (mirror.sqlite)")
    verbs = asked.add_subparsers(required=True, metavar="follow | verify | status | list | get")
    follow = verbs.add_parser("follow", help="start or go on, and stay with the site")
    follow.set_defaults(do=do_follow)
    follow.add_argument("site", nargs="?", default="", help="https://…; not needed again once the file knows it")
    follow.add_argument("--once", action="store_true", help="leave when nothing more is to be had")
    follow.add_argument("--wait", type=int, default=30, help="seconds the site may wait for news (30; 0 to 30)")
    follow.add_argument("--every", type=float, default=1, help="begin to ask no more often than in so many seconds (1)")
    follow.add_argument("--page", type=int, default=PAGE, help=f"rows an answer ({PAGE}; at most 500)")
    verify = verbs.add_parser("verify", help="recompute every digest and the chain")
    verify.set_defaults(do=do_verify)
    verify.add_argument("--against-site", action="store_true", help="and walk the site's whole history")
    for verb in (follow, verify):
        verb.add_argument("--patience", type=float, help="give up after so many seconds without an answer (600 once)")
        verb.add_argument("--timeout", type=float, default=60, help="seconds for one answer (60)")
        verb.add_argument(
            "--signing-key", action="append", default=[], type=public_key, metavar="HEX",
            help="the public key checkpoints are signed with, instead of the one remembered; may be given again",
        )  # fmt: skip
    verbs.add_parser("status", help="where the copy stands").set_defaults(do=do_status)
    verbs.add_parser("list", help="a line for each entry held or withdrawn").set_defaults(do=do_list)
    get = verbs.add_parser("get", help="one entry, or what is left of it")
    get.set_defaults(do=do_get)
    get.add_argument("id")
    return asked


def public_key(text: str) -> str:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError("a public key is 32 bytes in hex")
    return text.lower()


def wire(copies: Copies, asked: argparse.Namespace, site: str = "", patient: bool = False) -> Wire:
    known = copies.belongs_to(site.rstrip("/"))
    if not known or (site and known != site.rstrip("/")):
        raise SystemExit(f"This file is a copy of {known}." if known else "Say which site: mirror follow https://…")
    patience = asked.patience if asked.patience is not None or patient else 600
    return Wire(known, os.environ.get(KEY, ""), patience, asked.timeout, say)


def do_follow(copies: Copies, asked: argparse.Namespace) -> int:
    wait = 0 if asked.once else asked.wait
    site = wire(copies, asked, asked.site, patient=not asked.once)
    follower = Follower(site, copies, say, asked.page, wait, asked.signing_key)
    # Ended politely it ends as if killed: whatever is not applied is asked for again.
    for politely in (signal.SIGTERM, signal.SIGINT):
        signal.signal(politely, lambda *_: sys.exit(DONE))
    while True:
        began = time.monotonic()
        copy = follower.catch_up()
        if asked.once:
            say(f"complete up to position {copy.position}")
            return DONE
        time.sleep(max(0, began + asked.every - time.monotonic()))


def with_copy(do: Callable[[Copies, Copy, argparse.Namespace], int]) -> Callable[[Copies, argparse.Namespace], int]:
    def done(copies: Copies, asked: argparse.Namespace) -> int:
        copy = copies.shown()
        if copy is None:
            say("There is no complete copy yet.")
            return NO_COPY
        return do(copies, copy, asked)

    return done


@with_copy
def do_verify(copies: Copies, copy: Copy, asked: argparse.Namespace) -> int:
    found = list(faults(copies, copy))
    if asked.against_site:
        site = wire(copies, asked)
        found += faults_against_site(copies, copy, site)
        found += doubts(Witness(site, copies, say, asked.signing_key), copy)
    for fault in found:
        say(fault)
    if not found:
        say(f"verified up to position {copy.position}: {copy.chain}")
    return NOT_PROVEN if found else DONE


def doubts(witness: Witness, copy: Copy) -> list[str]:
    try:
        witness.check(copy)
    except NotProven as problem:
        return [str(problem)]
    return []


def do_status(copies: Copies, asked: argparse.Namespace) -> int:
    copy = copies.shown()
    tell(reading.status(copies, copy))
    return DONE if copy else NO_COPY


@with_copy
def do_list(copies: Copies, copy: Copy, asked: argparse.Namespace) -> int:
    for line in reading.listed(copies, copy):
        tell(line)
    return DONE


@with_copy
def do_get(copies: Copies, copy: Copy, asked: argparse.Namespace) -> int:
    if found := reading.item(copies, copy, asked.id):
        tell(found)
        return DONE
    if left := copies.one("tombstones", copy, asked.id):
        tell(left)
        return WITHDRAWN
    say("Not held.")
    return NOT_HELD


if __name__ == "__main__":
    sys.exit(main())
