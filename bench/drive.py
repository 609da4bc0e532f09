"""Asks: once for every address to see that the answers are right, then with wrk as fast as they come."""

import http.client
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from bench.site import BenchError, Site, child
from bench.works import Work

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("drive.lua")


def need_wrk() -> None:
    """wrk is a Debian package; installed when we may."""
    if shutil.which("wrk"):
        return
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        for action in (["update", "--quiet"], ["install", "--yes", "--quiet", "wrk"]):
            subprocess.run([*sudo, "apt-get", *action], capture_output=True, check=False)
    if not shutil.which("wrk"):
        raise BenchError("`wrk` is missing; install it (on Debian: apt-get install wrk) and try again.")


def check(site: Site, works: list[Work]) -> list[str]:
    """What is wrong, in words; empty when every address answers 200 with what it should hold."""
    parts = [works[start::CONNECTIONS] for start in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [wrong for found in pool.map(check_part, repeat(site.port), parts) for wrong in found]


def check_part(port: int, works: list[Work]) -> list[str]:
    connection, wrong = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for work in works:
        connection.request("GET", work.path)
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200 or not work.is_right(body):
            wrong.append(f"{work.name}: {work.path} answered {answer.status}: {' '.join(body.split())[:120]}")
    connection.close()
    return wrong


def measure(site: Site, paths: Path, seconds: int, start: int) -> dict[str, float]:
    """One round of wrk over the addresses in the file. Raises when an answer was not 2xx or 3xx."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT)]
    with child([*command, site.address, "--", str(paths), str(start)], site.environment, subprocess.PIPE) as process:
        output, _ = process.communicate(timeout=seconds + 60)
    try:
        figures = json.loads(output.decode().strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise BenchError(f"wrk gave no figures: {output.decode()[-300:]}") from None
    if figures["failed"]:
        raise BenchError(f"{figures['failed']} answers were wrong or missing under load: {paths.stem}.")
    return figures | {"rps": figures["requests"] / figures["seconds"]}
