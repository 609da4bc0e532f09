"""`/follow/`: ask for letters, confirm, stop. Every answer is the same whether an address is known or not."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.following.letters import named
from home.following.tokens import CONFIRM, NEVER, STOP, read
from home.models import Follow, Silenced, Tally
from publishing.finding import last_word
from publishing.models import Edition
from publishing.reading import BadParameter, Moment
from publishing.remote import address_of
from publishing.views import RecordPage

# What one caller may ask for in a day, for whatever addresses.
ASKED_A_DAY = 20


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class PostedPage(RecordPage):
    """A page with one form. It asks for no cookie: who posts it for somebody else can do no more than have us ask."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options", "post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.private(self.answered(request, self.done, **kwargs))

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
        form, target, now = FollowForm(self.request.POST), self.target(), timezone.now()
        if not form.is_valid():
            return self.shown(400, form=form, target=target)
        # A page of another site, whose readers know nothing of it.
        if self.request.headers.get("Sec-Fetch-Site") == "cross-site":
            return self.shown(403, form=form, target=target, is_foreign=True)
        if not Tally.take(caller_of(self.request), ASKED_A_DAY, now):
            return self.shown(429, target=target, is_too_much=True)
        scope = Follow.Scope.CORRECTIONS
        if target:
            scope = Follow.Scope.TOPIC if target.kind == "topic" else Follow.Scope.ENTRY
        Follow.ask(form.cleaned_data["email"], scope, target.entry_id if target else None, now)
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


def caller_of(request: HttpRequest) -> str:
    """Who asks, as a keyed digest: nobody can read the table for that."""
    return "caller:" + salted_hmac("home.following", address_of(request), algorithm="sha256").hexdigest()[:40]


class LinkPage(PostedPage):
    """A link from a letter. Programs that read mail open links: only the button does what it says.

    Who holds the link was written to, so it is told how things stand.
    """

    purpose: ClassVar[str]

    def told(self, **kwargs: Any) -> HttpResponse:
        return self.private(self.answer(**kwargs))

    def context(self, token: str) -> dict[str, Any]:
        follow = self.follow(token)
        return {"what": named(follow) if follow else ""}

    def follow(self, token: str) -> Follow | None:
        """The row the link is of; none when it was stopped or has lapsed."""
        return Follow.objects.filter(pk=read(token, self.purpose)).first()


class ConfirmPage(LinkPage):
    purpose = CONFIRM
    template_name = "home/following/confirm.html"

    def done(self, token: str) -> HttpResponse:
        follow = self.follow(token)
        if follow:
            follow.confirm(self.moment.head.position, timezone.now())
        return self.shown(is_done=True, what=named(follow) if follow else "")


class StopPage(LinkPage):
    """One click stops it, from the page or from a mail program (RFC 8058); doing it twice does no harm."""

    purpose = STOP
    template_name = "home/following/stop.html"

    def done(self, token: str) -> HttpResponse:
        follow = self.follow(token)
        if follow is None:
            return self.shown(is_done=True)
        Follow.objects.filter(pk=follow.pk).delete()
        others = Follow.objects.filter(email=follow.email).count()
        return self.shown(is_done=True, what=named(follow), others=others)


class NeverPage(LinkPage):
    """Whoever gets letters nobody asked for: no letter is ever sent to the address again."""

    purpose = NEVER
    template_name = "home/following/never.html"

    def context(self, token: str) -> dict[str, Any]:
        read(token, NEVER)
        return {}

    def done(self, token: str) -> HttpResponse:
        Silenced.add(read(token, NEVER))
        return self.shown(is_done=True)
