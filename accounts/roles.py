"""The five roles, as groups. What each may do is decided here and nowhere else.

`setup_roles` runs after every migration. It sets the permissions of these groups to what stands here:
a different mix for one newsroom belongs in a group of its own.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import connections

RECORD_APPS = ("publishing", "desk", "members", "summits", "commentary")
PARTNER_APPS = ("syndication",)


@dataclass(frozen=True)
class Role:
    """Model permissions by app, as verbs; codenames for what is a deed of its own."""

    name: str
    record: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    sees_everything: bool = False
    account: str = ""  # the demonstration's user name

    def grants(self, permission: Permission) -> bool:
        app, verb = permission.content_type.app_label, permission.codename.partition("_")[0]
        if permission.codename in self.deeds:
            return True
        if permission.codename != f"{verb}_{permission.content_type.model}":
            return False  # a deed of its own, though its name may begin with a verb
        return (
            (app in RECORD_APPS and verb in self.record)
            or (app in PARTNER_APPS and verb in self.partners)
            or (self.sees_everything and verb == "view")
        )


WRITE = ("view", "add", "change")
ALL = (*WRITE, "delete")
SUBMIT = ("submit_entry",)
EMBARGOED = ("view_embargoed",)
APPROVE = (*SUBMIT, "approve_entry", "publish_entry", *EMBARGOED)
MANAGE = (*APPROVE, "withdraw_entry", "force_entry")

ROLES = (
    Role("contributor", record=WRITE, deeds=SUBMIT, account="contributor"),
    Role("editor", record=WRITE, deeds=APPROVE, account="editor"),
    Role("managing editor", record=ALL, deeds=MANAGE, account="managing-editor"),
    # Looks after partners. What is being written, and what waits for its hour, is none of their business.
    Role("partner manager", partners=ALL, account="partner-manager"),
    Role("auditor", deeds=EMBARGOED, sees_everything=True, account="auditor"),
)


def setup_roles(using: str = "default") -> None:
    every = list(Permission.objects.using(using).select_related("content_type"))
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role.name)
        assign(group, {permission.pk for permission in every if role.grants(permission)}, using)


def assign(group: Group, wanted: set[int], using: str) -> None:
    """Two statements at most, none when nothing changed: this runs after every test that flushes tables."""
    through = Group.permissions.through.objects.using(using)
    present = set(through.filter(group=group).values_list("permission_id", flat=True))
    if surplus := present - wanted:
        through.filter(group=group, permission_id__in=surplus).delete()
    rows = [through.model(group_id=group.pk, permission_id=pk) for pk in sorted(wanted - present)]
    through.bulk_create(rows, ignore_conflicts=True)


def tables_exist(using: str) -> bool:
    """False while migrating back to nothing."""
    names = connections[using].introspection.table_names()
    return {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type"} <= set(names)
