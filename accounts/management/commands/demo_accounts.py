"""manage.py demo_accounts: one account per role, with the password DEMO_PASSWORD or one made up and kept."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import demo
from accounts.roles import setup_roles


class Command(BaseCommand):
    help = "Make the demonstration's accounts and print their password; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo.is_allowed():
            raise CommandError("DATABASE_URL names a real database; set ALLOW_DEMO=1 to put demo accounts there.")
        password = os.environ.get("DEMO_PASSWORD") or demo.kept_password()
        setup_roles()
        users = demo.make_accounts(password)
        for user in users:
            role = "superuser" if user.is_superuser else ", ".join(user.groups.values_list("name", flat=True))
            self.stdout.write(f"  {user.username:<16} {role:<16} {password}")
