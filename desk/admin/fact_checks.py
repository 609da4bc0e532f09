"""Fact checks of an entry at the desk: make a link, revoke it, read what came back, settle objections."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin.comparing import viewed
from desk.asking import questions, said_by
from desk.models import FactAnswer, FactCheck
from desk.models.fact_check import MAX_DAYS, MAX_WORDS
from publishing.models import Entry

# Showing a draft outside and settling what comes back are an editor's to decide.
RIGHT = "publishing.approve_entry"


class InviteForm(forms.Form):
    checker = forms.CharField(label=gettext_lazy("name of the checker"), max_length=200)
    days = forms.IntegerField(
        label=gettext_lazy("days until the link expires"), min_value=1, max_value=MAX_DAYS, initial=7
    )


class SettleForm(forms.Form):
    comment = forms.CharField(max_length=MAX_WORDS)


class FactCheckViews(admin.ModelAdmin):
    """The part of EntryAdmin that sends a version out and takes answers back."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_fact_check"
        view = self.admin_site.admin_view(self.fact_check_view)
        return [path("<uuid:pk>/fact-check/", view, name=name), *super().get_urls()]

    def fact_check_view(self, request, pk):
        entry = viewed(self, request, pk)
        may = request.user.has_perm(RIGHT)
        if request.method != "POST":
            return self.fact_check_page(request, entry, may, InviteForm())
        if not may:
            raise PermissionDenied
        deed = {"revoke": self.revoke, "settle": self.settle}.get(request.POST.get("deed", ""))
        if deed:
            deed(request, entry)
            return HttpResponseRedirect(request.path)
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self.fact_check_page(request, entry, may, form)
        check, token = FactCheck.invite(entry, request.user, form.cleaned_data["checker"], form.cleaned_data["days"])
        self.log_change(request, entry, [{"changed": {"fields": [f"fact check: {check.checker}"]}}])
        # Shown in this answer and never again: it is stored nowhere, not even in a session.
        link = settings.SITE_URL + reverse("desk:fact-check", args=[token])
        return self.fact_check_page(request, entry, may, InviteForm(), link=link)

    def revoke(self, request, entry: Entry) -> None:
        check = FactCheck.objects.filter(entry=entry.pk, pk=number(request, "check")).first()
        if check:
            check.revoke()
            messages.success(request, _("The link of %s opens nothing any more.") % check.checker)

    def settle(self, request, entry: Entry) -> None:
        answer = FactAnswer.objects.filter(fact_check__entry=entry.pk, pk=number(request, "answer")).first()
        form = SettleForm(request.POST)
        if answer and form.is_valid():
            answer.settle(request.user, form.cleaned_data["comment"])
            messages.success(request, _("The objection is settled."))
        else:
            messages.error(request, _("Say in a comment how the objection was settled."))

    def fact_check_page(self, request, entry: Entry, may: bool, form: InviteForm, link: str = "") -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Fact check: %s") % entry,
            "checks": checks_of(entry),
            "form": form if may else None,
            "link": link,
            "max_words": MAX_WORDS,
            "opts": self.opts,
            "original": entry,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[entry.pk]),
        }
        return TemplateResponse(request, "admin/desk/fact-check.html", context)


def number(request, name: str) -> int:
    """A key from the form; anything else is the key of nothing."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def checks_of(entry: Entry) -> list[dict[str, Any]]:
    """`[{check, answers: [{answer, sentence}], right, open, skipped}]`, the newest link first."""
    checks = FactCheck.objects.filter(entry=entry.pk).select_related("created_by")[:50]
    return [_told(check) for check in checks.prefetch_related("answers__settled_by")]


def _told(check: FactCheck) -> dict[str, Any]:
    document = check.document
    asked, said = questions(document), said_by(document)
    answers = [each for each in check.answers.all() if str(each.fact) in said]
    objections = [each for each in answers if each.verdict == FactAnswer.Verdict.OBJECTION]
    return {
        "check": check,
        "objections": [{"answer": each, "sentence": said[str(each.fact)]} for each in objections],
        "right": len(answers) - len(objections),
        "open": [each for each in objections if each.settled_at is None],
        "skipped": max(0, len(asked) - len(answers)),
    }


def fact_check_panel(request, entry: Entry) -> dict[str, Any]:
    """Beside the form: which links are out, what came back."""
    opts = entry.specific._meta
    return {
        "checks": checks_of(entry),
        "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_fact_check", args=[entry.pk]),
        "may": request.user.has_perm(RIGHT),
    }
