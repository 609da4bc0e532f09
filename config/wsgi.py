"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Not before Django is set up.
from syndication.hearing import end_waits_when_told_to_stop  # noqa: E402

end_waits_when_told_to_stop()
