"""python -m bench.serve PORT: the server of `make demo`, with bench.settings."""

import sys

import django
from django.db import connections

django.setup()

from config.management.commands.demo import Gunicorn  # noqa: E402

connections.close_all()
Gunicorn(int(sys.argv[1])).run()
