"""Registers the project's own system checks and commands."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "Alliance Record"

    def ready(self) -> None:
        from config import checks, errands  # noqa: F401  (importing registers them)
