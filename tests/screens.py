"""Every screen of the desk in a state in which it has something to show: by address, and those that follow a form."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from desk.models import Comment, FactCheck, HouseRule, Import, Plan, ReviewTask
from publishing.models import Approval, Edition, Entry, Fact, Log, Source
from publishing.releasing import withdraw
from publishing.translating import write
from syndication.models import Errand, Snapshot
from syndication.webhooks.messages import send_test
from tests.desk import colleague, fields_of
from tests.factories import approved, approver, author, make_topic, make_user, published
from tests.importing import TEXT, imported, small_record
from tests.partners import make_key
from tests.receiving import make_endpoint
from tests.routes import Route, admin_routes
from tests.subjects import one_of_each
from tests.translations import written


@dataclass(frozen=True)
class Screen:
    """`route`: the kind of page. `answer`: what the browser is given, where it is not what the address answers."""

    route: str
    address: str
    answer: HttpResponse | None = None
    template: str = ""

    @property
    def likeness(self) -> tuple:
        """What the short look has one of: a template, in each way it is come by; each verb has a form of its own."""
        verb = self.route if "<uuid:pk>" in self.route else ""
        return self.template, verb, self.answer is not None, self.answer.status_code if self.answer else 200


class Cast:
    """Whoever and whatever the screens speak of; `client` is signed in and may do everything."""

    def __init__(self):
        self.client, self.stranger = Client(), Client(raise_request_exception=False)
        self.root = make_user("root", email="root@example.org")
        self.client.force_login(self.root)
        self.made = one_of_each(7)  # beside the small record of the import
        self.topics = self._topics()
        self.rows = self._rows()

    def _topics(self) -> dict[str, Entry]:
        """One in each standing a verb asks for."""
        names = ("draft", "submitted", "own", "approved", "scheduled", "public", "changed", "withdrawn")
        topics = {name: make_topic(title=f"A topic {name}", slug=f"topic-{name}") for name in names}
        hour = timezone.now() + timedelta(days=1)
        for topic in topics.values():
            topic.record_change(author())
        topics["submitted"].submit(author(), "corrected", "Wrong: a. Right: b.")
        topics["own"].record_change(self.root)
        topics["own"].submit(self.root)
        approved(topics["approved"])
        published(topics["scheduled"], release_at=hour)
        published(topics["public"], topics["changed"], topics["withdrawn"])
        topics["changed"].summary = "Otherwise than before."
        topics["changed"].save()
        published(topics["changed"])
        withdraw(topics["withdrawn"], approver(), "A court ordered it.")
        Entry.objects.filter(pk=topics["withdrawn"].pk).update(summary="Without the name.")
        approved(topics["withdrawn"], note="The court allowed it.")
        return topics

    def _rows(self) -> dict[str, object]:
        """By the name of its model: a row of what the desk and the record remember."""
        made = self.made
        public = published(made["organisation"], made["state"])[0]
        made["article"].record_change(colleague("contributor"))
        comment = Comment.objects.create(entry=made["article"], author=approver(), text="Since when?", field="title")
        FactCheck.invite(made["summit"], approver(), "Dr Checker", days=7)
        rule = HouseRule.objects.create(
            name="No percent sign", pattern="%", message="Write per cent.", matching_example="5 %", other_example="five"
        )
        endpoint = make_endpoint("https://hooks.example.org/in")
        partner = endpoint.partner
        self.key = make_key(partner)[0]
        partner.usage.create(day=timezone.localdate(), calls=812)
        task = ReviewTask.objects.create(entry=made["article"], because=public, changed="All of it.")
        return {
            "user": approver(), "group": colleague("editor").groups.get(), "source": Source.objects.earliest("title"),
            "houserule": rule, "plan": Plan.objects.create(day=timezone.localdate(), what="Write"), "comment": comment,
            "reviewtask": task, "edition": public, "fact": Fact.objects.first(), "log": Log.objects.get(),
            "approval": Approval.objects.latest("pk"), "entry": made["state"], "partner": partner,
            "webhookendpoint": endpoint, "delivery": send_test(endpoint),
            "errand": Errand.objects.create(name="bread", problem="No flour."), "snapshot": self._snapshot(),
        } | made  # fmt: skip

    def _snapshot(self) -> Snapshot:
        """As the operator sees it; nobody opens its files here."""
        log, table = Log.objects.get(), {"file": "facts/changes.csv", "bytes": 9}
        return Snapshot.objects.create(
            generation=log.generation,
            position=log.position,
            chain=log.chain,
            made_at=timezone.now(),
            folder="a-folder",
            contents={"kinds": {}, "facts": {"kinds": {}, "changes": table}},
        )


def kind_of_page(route: Route) -> str:
    """The route with its kind of entry left out: what is the same page for all of them."""
    parts = route.text.strip("/").split("/")
    names = {(kind._meta.app_label, kind._meta.model_name) for kind in Entry.__subclasses__()}
    return "/".join(["*", *parts[3:]]) if len(parts) > 2 and tuple(parts[1:3]) in names else route.text


def by_address(cast: Cast) -> Iterator[Screen]:
    """Every admin address that a row of its own kind leads to."""
    for route in admin_routes():
        parts = route.text.split("/")
        one = cast.rows.get(parts[3]) if len(parts) > 3 else None
        if "logout" in route.text or (route.parameters and (one is None or len(route.parameters) > 1)):
            continue
        key = getattr(one, "pk", "")
        yield Screen(kind_of_page(route), route.filled(**dict.fromkeys(route.parameters, key)))


# The standing in which each verb is offered.
OFFERED = {
    "draft": ["submit", "force"], "submitted": ["approve", "return", "force"], "own": ["recall"],
    "approved": ["publish", "schedule"], "scheduled": ["reschedule", "cancel"], "public": ["retract", "withdraw"],
    "withdrawn": ["restore", "restore-later"], "changed": ["revert"],
}  # fmt: skip


def of_verbs(cast: Cast) -> Iterator[Screen]:
    """The page of every verb, and the same when it is sent with nothing in it."""
    for standing, verbs in OFFERED.items():
        for verb in verbs:
            address = topic_page(cast, standing, verb) + ("?edition=1" if verb == "revert" else "")
            route = f"*/<uuid:pk>/{verb}"
            yield Screen(route, address)
            data = {"version": cast.topics[standing].version}
            if verb in ("schedule", "reschedule", "restore-later", "retract", "withdraw", "return", "force"):
                yield Screen(route, address, cast.client.post(address, data))
    yield Screen("*/<path:object_id>/change", topic_page(cast, "scheduled", "change"))
    yield Screen("*/<path:object_id>/change", topic_page(cast, "withdrawn", "change"))


def topic_page(cast: Cast, standing: str, page: str) -> str:
    return reverse(f"admin:publishing_topic_{page}", args=[cast.topics[standing].pk])


def of_entries(cast: Cast) -> Iterator[Screen]:
    """A form refused, a form that met a newer save, versions side by side, previews, several entries together."""
    client, state = cast.client, cast.made["state"]
    change = reverse("admin:members_state_change", args=[state.pk])
    mine = fields_of(client.get(change))
    yield Screen("form refused", change, client.post(change, mine | {"title": "", "memberships-0-starts": "soon"}))
    data = fields_of(client.get(change)) | {"summary": "Theirs.", "capital": "Their capital"}
    client.post(change, data)
    yield Screen("conflict", change, client.post(change, mine | {"summary": "Mine.", "official_name": "The Republic"}))
    compare = topic_page(cast, "changed", "compare")
    yield Screen("*/<uuid:pk>/compare", f"{compare}?a=1&b=2")
    for medium in ("screen", "phone", "print", "card"):
        yield Screen("*/<uuid:pk>/preview", topic_page(cast, "public", "preview") + f"?medium={medium}")
    yield Screen("*/<uuid:pk>/preview/page", topic_page(cast, "public", "preview_page") + "?medium=print")
    entries = reverse("admin:publishing_entry_changelist")
    chosen = {"submitted": "approve_selected", "approved": "schedule_selected", "own": "return_selected"}
    for standing, action in chosen.items():
        data = {"action": action, "_selected_action": [cast.topics[standing].pk]}
        yield Screen("together", entries, client.post(entries, data))
    yield Screen("/admin/publishing/entry/", f"{entries}?q=nobody+is+called+so&stage=draft")
    deleted = reverse("admin:publishing_entry_delete", args=[cast.topics["draft"].pk])
    yield Screen("/admin/publishing/entry/<path:object_id>/delete/", deleted)
    popup = reverse("admin:publishing_source_add") + "?_popup=1"
    yield Screen("/admin/publishing/source/add/", popup)


def of_imports(cast: Cast) -> Iterator[Screen]:
    client, offer = cast.client, reverse("admin:commentary_article_import")
    yield Screen("*/import", offer, client.post(offer, {"title": "A text"}))
    small_record()
    kept = imported(TEXT)
    review = reverse("admin:commentary_article_review", args=[kept.pk])
    yield Screen("*/import/<uuid:key>", review, client.get(review))
    kept.done_at = timezone.now()
    kept.save()
    yield Screen("*/import/<uuid:key>", review)
    table = reverse("admin:publishing_topic_import_table")
    for text in ("title,summary,confidence\n,None,sure\n", "title,colour\nA,red\n", "title\n=1+1\n"):
        file = SimpleUploadedFile("t.csv", text.encode())
        yield Screen("*/import-table", table, client.post(table, {"file": file}))
    content = {"columns": ["title"], "rows": [[2, {"title": "A"}], [3, {"title": "B"}]]}
    kept = Import.objects.create(form="table", kind="topic", title="t.csv", content=content)
    yield Screen("*/import-table/<uuid:key>", reverse("admin:publishing_topic_table_review", args=[kept.pk]))


def of_accounts(cast: Cast) -> Iterator[Screen]:
    """Signing in, and every way of being refused."""
    client, stranger, sign_in = cast.client, cast.stranger, reverse("admin:login")
    yield Screen("/admin/login/", sign_in, stranger.get(sign_in))
    yield Screen("/admin/login/", sign_in, stranger.post(sign_in, {"username": "nobody", "password": "wrong"}))
    again = User.objects.get(pk=cast.root.pk)
    leaving = Client()
    leaving.force_login(again)
    yield Screen("/admin/logout/", "/admin/logout/", leaving.post("/admin/logout/"))
    password = reverse("admin:password_change")
    yield Screen("/admin/password_change/", password, client.post(password, {"old_password": "x"}))
    rule = reverse("admin:desk_houserule_add")
    yield Screen("/admin/desk/houserule/add/", rule, client.post(rule, {"name": "x", "pattern": "("}))
    yield Screen("404", "/admin/nowhere/", client.get("/admin/nowhere/"))
    yield Screen("400", "/admin/?q=%00", client.get("/admin/?q=%00"))
    unsigned = Client(enforce_csrf_checks=True)
    yield Screen("403 csrf", sign_in, unsigned.post(sign_in, {"username": "x"}))
    auditor = Client()
    auditor.force_login(colleague("auditor"))
    refused, shown = reverse("admin:publishing_topic_add"), topic_page(cast, "public", "change")
    state = reverse("admin:members_state_change", args=[cast.made["state"].pk])
    for route, address in (("403", refused), ("read only", shown), ("read only", state)):
        yield Screen(route, address, auditor.get(address))


def of_keys(cast: Cast) -> Iterator[Screen]:
    route = "/admin/syndication/partner/<uuid:pk>/keys/<int:key>/revoke/"
    yield Screen(route, route.replace("<uuid:pk>", str(cast.key.partner_id)).replace("<int:key>", str(cast.key.pk)))


def of_translations(cast: Cast) -> Iterator[Screen]:
    """The sheet of a new translation, of one that fell behind, one that is sent in, and one refused."""
    route, client = "/admin/desk/translations/<uuid:entry_id>/ru/", cast.client
    sheets = {name: route.replace("<uuid:entry_id>", str(cast.topics[name].pk)) for name in ("public", "changed")}
    yield Screen(route, sheets["public"], client.get(sheets["public"]))
    written(cast.topics["public"]).submit(author())
    yield Screen(route, sheets["public"])
    translation = written(cast.topics["changed"])
    first = Edition.objects.filter(entry=cast.topics["changed"].pk).earliest("number")
    write(translation, author(), "Тема", "Как прежде.", {}, first.digest)
    yield Screen(route, sheets["changed"])
    data = fields_of(client.get(sheets["changed"])) | {"title": "", "deed": "save"}
    yield Screen(route, sheets["changed"], client.post(sheets["changed"], data))
    english = route.replace("/ru/", "/en/")
    yield Screen(english, english.replace("<uuid:entry_id>", str(cast.made["article"].pk)))


def everything(cast: Cast) -> list[Screen]:
    found = (
        *by_address(cast),
        *of_verbs(cast),
        *of_entries(cast),
        *of_imports(cast),
        *of_accounts(cast),
        *of_keys(cast),
        *of_translations(cast),
    )
    return [page for screen in found if (page := as_page(cast, screen))]


def as_page(cast: Cast, screen: Screen) -> Screen | None:
    """The screen with the template it is made of; None where the answer is a file, a redirection or a refusal."""
    answer = screen.answer or cast.client.get(screen.address)
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    if not is_html or not (screen.answer or answer.status_code == 200):
        return None
    return replace(screen, template=str(answer.templates[0].name) if answer.templates else "")
