"""The screens of the admin in the order editors think in: what they write, what it is about, what proves it."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Each drawer, and the models in it by `app.Model`. What is in none lies under the name of its app, after these.
DRAWERS = (
    (_("What we write"), ("commentary.Article", "commentary.Commentary")),
    (_("What happened"), ("summits.Summit", "summits.Event", "summits.Document", "summits.Statement")),
    (
        _("Whom and what it is about"),
        (
            "members.State",
            "members.Organisation",
            "members.Institution",
            "members.Force",
            "members.Person",
            "members.Office",
            "publishing.Topic",
        ),
    ),
    (_("What proves it"), ("publishing.Source", "desk.HouseRule")),
    (_("Among colleagues"), ("publishing.Entry", "desk.Comment", "desk.ReviewTask", "desk.Plan")),
    (_("What is public"), ("publishing.Edition", "publishing.Fact", "publishing.Approval", "publishing.Log")),
)


def in_drawers(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Django's list of apps, laid out anew; whom a screen is open to has been asked already."""
    screens = {f"{app['app_label']}.{screen['object_name']}": screen for app in apps for screen in app["models"]}
    placed = {name for _label, names in DRAWERS for name in names}
    found = [
        _drawer(str(label), f"drawer-{number}", [screens[name] for name in names if name in screens])
        for number, (label, names) in enumerate(DRAWERS)
    ]
    for app in apps:
        left = [screen for screen in app["models"] if f"{app['app_label']}.{screen['object_name']}" not in placed]
        found.append(_drawer(app["name"], app["app_label"], left) | {"app_url": app["app_url"]})
    return [drawer for drawer in found if drawer["models"]]


def _drawer(name: str, label: str, screens: list[dict[str, Any]]) -> dict[str, Any]:
    """The shape of Django's own apps, which its templates print; a drawer has no page."""
    return {"name": capfirst(name), "app_label": label, "app_url": "", "has_module_perms": True, "models": screens}
