"""The custom user: who may enter the admin, under which name their work is shown."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    display_name = models.CharField(
        _("display name"),
        max_length=120,
        blank=True,
        help_text=_("How colleagues see this person; the user name where empty."),
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="accounts_user_email_once",
                violation_error_message=_("Another account has this email address."),
            ),
        ]

    def get_short_name(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return self.display_name or self.get_full_name() or self.username
