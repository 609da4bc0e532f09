"""Editors and other people with a password, and the roles that say what they may do."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Permissions are made app by app in the same signal, by a receiver of auth, which is ready before this app;
        # after the last app all of them exist.
        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(set_up_roles, sender=last, dispatch_uid="accounts.roles")


def set_up_roles(using: str, **kwargs: Any) -> None:
    from accounts.roles import setup_roles, tables_exist

    if tables_exist(using):
        setup_roles(using)
