"""`/follow/`: ask for letters, confirm, stop. Every answer is the same whether an address is known or not."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.following.tokens import CONFIRM, STOP, read
from home.models import Follow
from publishing.finding import last_word
from publishing.models import Edition
from publishing.reading import BadParameter, Moment
from publishing.views import RecordPage, bad_request


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class PostedPage(RecordPage):
    """A page with one form. It asks for no cookie: who posts it for somebody else can do no more than have us ask."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options", "post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.read(request)
            return self.private(self.done(**kwargs))
        except BadParameter as refusal:
            return bad_request(request, refusal, self.known_parameters)

    def shown(self, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, self.shared_context() | context, status=status)

    def private(self, response: HttpResponse) -> HttpResponse:
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def done(self, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError


class FollowPage(PostedPage):
    """`/follow/?entry=<id>` follows an entry, or what is filed under it if it is a topic; without it, corrections."""

    template_name = "home/following/follow.html"
    parameters = ("entry",)

    def context(self) -> dict[str, Any]:
        return {"form": FollowForm(), "target": self.target()}

    def done(self) -> HttpResponse:
        form, target = FollowForm(self.request.POST), self.target()
        if not form.is_valid():
            return self.shown(400, form=form, target=target)
        scope = Follow.Scope.CORRECTIONS
        if target:
            scope = Follow.Scope.TOPIC if target.kind == "topic" else Follow.Scope.ENTRY
        Follow.ask(form.cleaned_data["email"], scope, target.entry_id if target else None, timezone.now())
        return self.shown(target=target, is_asked=True)

    def target(self) -> Edition | None:
        text = self.parameter("entry")
        if not text:
            return None
        try:
            found = last_word(UUID(text), Moment(self.moment.head, self.moment.head.position))
        except ValueError:
            raise BadParameter("entry", _("“%s” is not the id of an entry.") % text[:40]) from None
        if found.url is None:
            raise Http404(_("“%s” has no page of its own.") % found.title)
        return found


class ConfirmPage(PostedPage):
    """A link from a letter. Programs that read mail open links: only the button confirms."""

    template_name = "home/following/confirm.html"

    def answer(self, token: str) -> HttpResponse:
        read(token, CONFIRM)
        return self.private(super().answer())

    def told(self, **kwargs: Any) -> HttpResponse:
        return self.answer(**kwargs)

    def done(self, token: str) -> HttpResponse:
        follow = Follow.objects.filter(pk=read(token, CONFIRM)).first()
        if follow:
            follow.confirm(self.moment.head.position, timezone.now())
        return self.shown(is_done=True)


class StopPage(ConfirmPage):
    """One click stops it, from the page or from a mail program (RFC 8058); doing it twice does no harm."""

    template_name = "home/following/stop.html"

    def answer(self, token: str) -> HttpResponse:
        read(token, STOP)
        return self.private(RecordPage.answer(self))

    def done(self, token: str) -> HttpResponse:
        Follow.objects.filter(pk=read(token, STOP)).delete()
        return self.shown(is_done=True)
