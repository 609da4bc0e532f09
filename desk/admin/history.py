"""The history of an entry or a source, in place of Django's own: every row, every verb, by trigger."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.admin.lists import KnownRows
from desk.timeline import deeds_of

LAST = 100_000


class HistoryScreen(KnownRows):
    """The part of a screen that tells what happened."""

    def history_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        number = request.GET.get("page", "1")
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= LAST):
            return HttpResponseBadRequest(_("There is no such page."), content_type="text/plain; charset=utf-8")
        page = deeds_of(thing, int(number), shows_hours=request.user.has_perm("publishing.view_embargoed"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % thing,
            "opts": self.opts,
            "object": thing,
            "page": page,
            "newer": page.number - 1 if page.number > 1 else None,
            "older": page.number + 1 if page.number < page.pages else None,
        }
        return TemplateResponse(request, "admin/desk/history.html", context)
