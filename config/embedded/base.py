"""Django's PostgreSQL backend, starting the embedded server when the first connection needs it."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.embedded.server import shared_server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = shared_server(self.settings_dict["EMBEDDED_HOME"])
        server.join()
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # Stopped or killed since this process joined.
            server.start()
            return super().get_new_connection(conn_params)
