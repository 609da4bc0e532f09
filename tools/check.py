"""Every check but the tests. All of them run, so one round shows everything; any failure fails the whole.

`--fix` writes what can be written: formatting, import order, templates.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded.server import running  # noqa: E402

TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
DJANGOFMT = ["djangofmt", "--profile", "django", "--line-length", "110", "--quiet"]
MANAGE = [sys.executable, "manage.py"]
# Enough to look like a real installation; main() adds the database, because some checks ask for its version.
PRODUCTION = {
    "SECRET_KEY": "only-for-check-deploy-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://record.example.org",
    "BEHIND_PROXY": "1",
    "DEBUG": "",
}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."], {}),
    ("lint", ["ruff", "check", "--quiet", "."], {}),
    ("types", ["mypy", "--no-error-summary", "."], {}),
    ("import rules", ["lint-imports", "--no-logo"], {}),
    ("templates", [*DJANGOFMT, "--check", *TEMPLATES] if TEMPLATES else [], {}),
    ("messages", [sys.executable, "tools/messages.py", "check"], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    ("system checks", [*MANAGE, "check", "--fail-level", "WARNING"], {}),
    ("deployment checks", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]

FIXES: list[list[str]] = [
    ["ruff", "check", "--fix", "--quiet", "."],
    ["ruff", "format", "."],
    [*DJANGOFMT, *TEMPLATES] if TEMPLATES else [],
]


def main(arguments: list[str]) -> int:
    if "--fix" in arguments:
        return max(subprocess.call(fix, cwd=ROOT) for fix in FIXES if fix)
    with database_url() as PRODUCTION["DATABASE_URL"]:
        outcomes = {name: passes(name, command, extra) for name, command, extra in CHECKS if command}
    failed = [name for name, passed in outcomes.items() if not passed]
    if failed:
        print(f"\nChecks failed: {', '.join(failed)}. `make format` mends format and most of lint.")
    return 1 if failed else 0


@contextmanager
def database_url() -> Iterator[str]:
    """The configured database, or the embedded one kept up while the checks run."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with running(Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "postgres") as server:
        yield server.url


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<18} {word:<7} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
