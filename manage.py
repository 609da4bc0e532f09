#!/usr/bin/env python
"""Django's command line for Alliance Record."""

import os
import sys

NO_SUCH_TABLE = "42P01"  # PostgreSQL’s “undefined_table”


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != NO_SUCH_TABLE:
            raise
        sys.exit(
            "This database has no tables yet. If the record lies elsewhere, name the place: DATA_DIR=… or "
            "DATABASE_URL=… as for `make demo`; else run `manage.py migrate` first."
        )


if __name__ == "__main__":
    main()
