"""What every list of the desk shares: hours, and what is done with a choice of rows that no browser could have made."""

from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day_and_hour(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i e") if at else "–"


class KnownRows(admin.ModelAdmin):
    """Django asks the database for whatever was sent, and breaks on what no row could have as its key."""

    def response_action(self, request, queryset, **where):
        if all(self._is_key(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, queryset, **where)
        self.message_user(request, _("What was chosen is no row of this list. Nothing was done."), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _is_key(self, key: str) -> bool:
        try:
            self.opts.pk.to_python(key)
        except ValidationError:
            return False
        return True
