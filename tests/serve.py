"""python -m tests.serve PORT: the server of `make demo`, without its worker."""

import os
import sys

import django
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.management.commands.demo import Gunicorn  # noqa: E402

connections.close_all()
Gunicorn(int(sys.argv[1])).run()
