"""Partners at the desk: who they are, what they call for, and their keys, issued and revoked by hand."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import kinds
from publishing.models import Edition
from publishing.reading import read_head
from syndication import terms
from syndication.answering import duties_view
from syndication.duties import owed_by
from syndication.handing_out import given_to
from syndication.models import Lapse, Notice, Partner
from syndication.plans import Scope

MAX_DAYS = 731


class PartnerForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=Partner._meta.get_field("kinds").help_text,
    )  # fmt: skip
    topics = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple, coerce=UUID,
        help_text=Partner._meta.get_field("topics").help_text,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kinds" not in self.fields:
            return  # whoever may only look has no fields
        self.fields["kinds"].choices = [(kind.name, kind.label) for kind in kinds.every()]  # type: ignore[attr-defined]
        self.fields["topics"].choices = topics_beside(self.instance.topics)  # type: ignore[attr-defined]


def topics_beside(chosen: list[UUID]) -> list[tuple[str, str]]:
    """Every public topic, and of those chosen before also what has been withdrawn since."""
    public = Edition.objects.readable_at(read_head().position).filter(kind="topic", is_original=True).order_by("title")
    named = {str(key): title for key, title in public.values_list("entry_id", "title")}
    return [*named.items(), *((str(key), _("no longer public: %s") % key) for key in chosen if str(key) not in named)]


class IssueForm(forms.Form):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it opens"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.CONTENT, Scope.FEED],
    )
    days = forms.IntegerField(label=gettext_lazy("days until it expires"), min_value=1, max_value=MAX_DAYS, initial=365)
    # How many there were when the form was opened: sent twice, it issues one.
    issued = forms.IntegerField(widget=forms.HiddenInput)


class NoticeFilter(admin.SimpleListFilter):
    title = gettext_lazy("to be asked")
    parameter_name = "notice"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("yes"))]

    def queryset(self, request, queryset):
        standing = Notice.objects.standing().filter(partner=OuterRef("pk"))
        return queryset.filter(Exists(standing)) if self.value() == "yes" else queryset


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    form = PartnerForm
    list_display = ["name", "plan", "is_active", "terms_accepted_on", "live_keys", "last_used", "feed_position", "told"]
    list_filter = ["plan", "is_active", NoticeFilter]
    search_fields = ["name", "contact", "email", "keys__prefix"]
    search_help_text = gettext_lazy("Name, contact, address, or the prefix of a key.")
    fieldsets = [
        (None, {"fields": ["name", "contact", "email"]}),
        (
            gettext_lazy("Agreement"),
            {
                "fields": ["plan", "terms_accepted_on", "accepted", "is_active"],
                "description": gettext_lazy("Keys open nothing until the terms are accepted."),
            },
        ),
        (
            gettext_lazy("What it gets before the public"),
            {"fields": ["kinds", "topics"], "description": gettext_lazy("Everything public is open to every partner.")},
        ),
    ]

    readonly_fields = ["accepted"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("duties/", wrap(duties_view), name="syndication_partner_duties"),
            path("<uuid:pk>/issue-key/", wrap(self.issue_view), name="syndication_partner_issue"),
            path("<uuid:pk>/keys/<int:key>/revoke/", wrap(self.revoke_view), name="syndication_partner_revoke"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        live = Q(keys__slot__isnull=False, keys__expires_at__gt=timezone.now())
        notices = Notice.objects.standing().filter(partner=OuterRef("pk")).order_by("lapse").values("lapse")
        return (
            super()
            .get_queryset(request)
            .annotate(live=Count("keys", filter=live), used=Max("keys__last_used_at"), lapses=ArraySubquery(notices))
        )

    @admin.display(description=gettext_lazy("live keys"), ordering="live")
    def live_keys(self, partner):
        return partner.live

    @admin.display(description=gettext_lazy("last call"), ordering="used")
    def last_used(self, partner):
        return partner.used

    @admin.display(description=gettext_lazy("which terms"))
    def accepted(self, partner):
        """Which version the day above stands for, and whether there is a newer one to be accepted."""
        day = partner.terms_accepted_on
        version, newest = day and terms.version_of(day), terms.VERSIONS[-1]
        if day is None:
            told = _("none yet; those of %(newest)s are to be accepted")
        elif version == newest:
            told = _("those of %(newest)s, which stand")
        elif version is None:
            told = _("an agreement from before there were any; those of %(newest)s are to be accepted")
        else:
            told = _("those of %(version)s; those of %(newest)s are to be accepted")
        words = told % {"version": date_format(version) if version else "", "newest": date_format(newest)}
        return format_html('{} (<a href="{}">{}</a>)', words, terms.PATH, _("read them"))

    @admin.display(description=gettext_lazy("notices"))
    def told(self, partner):
        return ", ".join(str(Lapse(lapse).label) for lapse in partner.lapses)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        partner = self.get_object(request, object_id)
        account = self.account_of(request, partner) if partner else None
        return super().change_view(request, object_id, form_url, {"account": account, **(extra_context or {})})

    def account_of(self, request, partner: Partner) -> dict:
        """What stands beside the form: keys, usage by day, how far the partner's copy is."""
        return {
            "keys": partner.keys.all()[:20],
            "usage": partner.usage.of_last_days(timezone.now().date()),
            "lag": partner.feed_lag(read_head()),
            "notices": partner.notices.standing(),
            "given": given_to(partner, request.user),
            "owed": owed_by(partner).defer("canonical", "text")[:20],
            "may_change": self.has_change_permission(request, partner),
        }

    def issue_view(self, request, pk):
        partner = self.partner_for_change(request, pk)
        issued = partner.keys.count()
        form = IssueForm(request.POST or None, initial={"issued": issued})
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["issued"] != issued:
                messages.error(request, _("A key was issued since this form was opened; look whether it is the one."))
                return HttpResponseRedirect(self.address_of(partner))
            return self.issue(request, partner, form)
        return self.key_page(request, partner, "issue_key", _("Issue a key: %s") % partner, form=form)

    def issue(self, request, partner: Partner, form: IssueForm) -> HttpResponse:
        """The key stands in this answer and nowhere else: not in a session, a message, a log or a cache."""
        expires_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
        try:
            key, text = partner.issue_key(request.user, form.cleaned_data["scopes"], expires_at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.key_page(request, partner, "issue_key", _("Issue a key: %s") % partner, form=form)
        self.log_change(request, partner, f"Issued the key {key}: {', '.join(key.scopes)}.")
        return self.key_page(request, partner, "issue_key", _("The key of %s") % partner, key=key, text=text)

    def revoke_view(self, request, pk, key):
        partner = self.partner_for_change(request, pk)
        found = partner.keys.filter(pk=key).first()
        if found is None:
            raise Http404
        if request.method != "POST":
            return self.key_page(request, partner, "revoke_key", _("Revoke a key: %s") % partner, key=found)
        found.revoke()
        self.log_change(request, partner, f"Revoked the key {found}.")
        messages.success(request, _("The key %s opens nothing any more.") % found)
        return HttpResponseRedirect(self.address_of(partner))

    def partner_for_change(self, request, pk) -> Partner:
        partner = self.get_object(request, str(pk))
        if not self.has_change_permission(request, partner):
            raise PermissionDenied
        if partner is None:
            raise Http404
        return partner

    def address_of(self, partner: Partner) -> str:
        return reverse("admin:syndication_partner_change", args=[partner.pk])

    def key_page(self, request, partner: Partner, template: str, title: str, **context) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": partner,
            "back": self.address_of(partner),
        }
        response = TemplateResponse(request, f"admin/syndication/partner/{template}.html", context)
        add_never_cache_headers(response)
        return response
