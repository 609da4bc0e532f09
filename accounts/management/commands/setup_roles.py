"""manage.py setup_roles: give the five roles the permissions that accounts/roles.py names."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.roles import ROLES, setup_roles


class Command(BaseCommand):
    help = "Set up the roles and their permissions; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        setup_roles()
        self.stdout.write(", ".join(role.name for role in ROLES))
