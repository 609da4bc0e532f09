"""manage.py demo_partner: a partner with a key of every scope, for the demonstration. The key is printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import is_allowed
from syndication.models import Partner
from syndication.plans import Scope

NAME = "Demo newsroom"


class Command(BaseCommand):
    help = "Make the demonstration's partner and print its key; later only say that there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_allowed():
            raise CommandError("DATABASE_URL names a real database; set ALLOW_DEMO=1 to put a demo partner there.")
        terms = {"contact": "Demo partner", "email": "partner@example.org", "terms_accepted_on": timezone.now().date()}
        partner, _made = Partner.objects.get_or_create(name=NAME, defaults=terms)
        if live := partner.keys.live().first():
            self.stdout.write(
                f"  Key of the partner “{NAME}”: {live} (shown at the first start; issue another in the admin)"
            )
            return
        _key, text = partner.issue_key(None, Scope.values)
        self.stdout.write(f"  Key of the partner “{NAME}”, shown this once:\n    {text}")
