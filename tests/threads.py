"""A thread of a test: what goes wrong in it is the test's to see, and its connection is given back."""

import threading

from django.db import connection


class Thread(threading.Thread):
    error: Exception | None = None

    def __init__(self):
        super().__init__(daemon=True)

    def work(self):
        raise NotImplementedError

    def run(self):
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 - shown by the test
            self.error = error
        finally:
            connection.close()
