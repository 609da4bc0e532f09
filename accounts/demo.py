"""The demonstration's accounts: one per role and one superuser, all with the same password."""

import os
import secrets

from django.conf import settings
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import ROLES

PASSWORD_FILE = "demo-password"


def account_names() -> list[str]:
    return [role.account for role in ROLES] + ["admin"]


def is_allowed() -> bool:
    """Accounts with a password that is printed have no place beside real ones."""
    return not settings.PRODUCTION or os.environ.get("ALLOW_DEMO") == "1"


def make_accounts(password: str) -> list[User]:
    users = [make_account(role.account, password) for role in ROLES]
    for user, role in zip(users, ROLES, strict=True):
        user.groups.set([Group.objects.get(name=role.name)])
    return [*users, make_account("admin", password, is_superuser=True)]


def make_account(name: str, password: str, is_superuser: bool = False) -> User:
    defaults = {
        "display_name": name.replace("-", " ").capitalize(),
        "email": f"{name}@example.org",
        "is_staff": True,
        "is_superuser": is_superuser,
        "is_active": True,
    }
    user, _ = User.objects.update_or_create(username=name, defaults=defaults)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def kept_password() -> str:
    """Made up once, then the same at every start, readable by its owner only."""
    path = settings.DATA_DIR / PASSWORD_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return path.read_text().strip()
