"""python -m config.embedded start | stop | url | clean: look after the embedded server by hand."""

import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(action: str) -> int:
    from django.conf import settings

    from config.embedded.server import Server

    server = Server(settings.DATA_DIR / "postgres")
    if action == "start":
        server.start()
        server.users.release()  # left running until `stop`, or until the last command to use it ends
        print(server.url)
    elif action == "url":
        print(server.url)
    elif action == "stop":
        server.stop()
    elif action == "clean":
        server.remove()
        remove_kept_files(settings.DATA_DIR)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


def remove_kept_files(data_dir: Path) -> None:
    """By name: DATA_DIR may be a folder that holds more than ours."""
    for name in ("static", "media", "snapshots"):
        shutil.rmtree(data_dir / name, ignore_errors=True)
    for name in ("secret-key", "demo-password"):
        (data_dir / name).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
