"""Who may do what: the roles' permissions, and the demonstration's accounts."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts import demo
from accounts.models import User
from accounts.roles import ROLES, setup_roles

pytestmark = pytest.mark.django_db


def codenames(role: str, app: str = "publishing") -> set[str]:
    permissions = Group.objects.get(name=role).permissions
    return set(permissions.filter(content_type__app_label=app).values_list("codename", flat=True))


def deeds(role: str) -> set[str]:
    return {name for name in codenames(role) if name.endswith("_entry")} - {
        f"{verb}_entry" for verb in ("view", "add", "change", "delete")
    }


def verbs(role: str, app: str) -> set[str]:
    models = Permission.objects.filter(content_type__app_label=app).values_list("codename", flat=True)
    if not models:
        pytest.skip(f"{app} has no models")
    return {name.partition("_")[0] for name in codenames(role, app)} & {"view", "add", "change", "delete"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("contributor", {"submit_entry"}),
        ("editor", {"submit_entry", "approve_entry", "publish_entry"}),
        (
            "managing editor",
            {"submit_entry", "approve_entry", "publish_entry", "withdraw_entry", "force_entry"},
        ),
        ("partner manager", set()),
        ("auditor", set()),
    ],
)
def test_deeds_of_a_role(role, expected):
    assert deeds(role) == expected


WRITE = {"view", "add", "change"}


@pytest.mark.parametrize(
    ("role", "record", "partners"),
    [
        ("contributor", WRITE, set()),
        ("editor", WRITE, set()),
        ("managing editor", WRITE | {"delete"}, set()),
        ("partner manager", set(), WRITE | {"delete"}),
        ("auditor", {"view"}, {"view"}),
    ],
)
def test_model_permissions_of_a_role(role, record, partners):
    assert verbs(role, "publishing") == record
    assert verbs(role, "members") == record
    assert verbs(role, "syndication") == partners


def test_partner_manager_looks_after_partners_and_sees_nothing_else():
    held = Permission.objects.filter(group__name="partner manager")
    assert {permission.content_type.app_label for permission in held} == {"syndication"}


def test_auditor_sees_accounts_and_the_admin_log_and_changes_nothing():
    assert codenames("auditor", "accounts") == {"view_user"}
    assert codenames("auditor", "admin") == {"view_logentry"}
    every = Group.objects.get(name="auditor").permissions.values_list("codename", flat=True)
    assert {name.partition("_")[0] for name in every} == {"view"}


def test_nobody_but_a_superuser_changes_accounts():
    held = Permission.objects.filter(content_type__app_label__in=["accounts", "auth"], group__isnull=False)
    assert {name.partition("_")[0] for name in held.values_list("codename", flat=True)} == {"view"}


def test_setting_up_again_changes_nothing_and_mends_a_meddled_group():
    before = {role.name: set(Group.objects.get(name=role.name).permissions.all()) for role in ROLES}
    auditor = Group.objects.get(name="auditor")
    auditor.permissions.add(Permission.objects.get(codename="delete_user"))
    setup_roles()
    assert before == {role.name: set(Group.objects.get(name=role.name).permissions.all()) for role in ROLES}


@pytest.fixture
def demonstration(settings, monkeypatch):
    settings.PRODUCTION = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("DEMO_PASSWORD", "a password for show")


def test_demo_accounts_are_the_promised_names_with_the_given_password(demonstration, capsys):
    call_command("demo_accounts")
    call_command("demo_accounts")
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(
        ["contributor", "editor", "managing-editor", "partner-manager", "auditor", "admin"]
    )
    editor = User.objects.get(username="editor")
    assert editor.check_password("a password for show")
    assert (editor.is_staff, editor.is_superuser, editor.groups.get().name) == (True, False, "editor")
    assert "a password for show" in capsys.readouterr().out


def test_demo_accounts_are_refused_beside_real_ones(demonstration, settings, monkeypatch):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    monkeypatch.setenv("ALLOW_DEMO", "1")
    call_command("demo_accounts")


def test_made_up_password_is_kept_private(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = demo.kept_password()
    assert len(first) >= 12
    assert demo.kept_password() == first
    assert (tmp_path / "demo-password").stat().st_mode & 0o077 == 0


def test_two_accounts_cannot_share_an_address_in_any_case(django_user_model):
    django_user_model.objects.create_user("ann", email="Ann@example.org")
    other = django_user_model(username="bob", email="ann@example.org", password="x")
    with pytest.raises(Exception, match="Another account has this email address"):
        other.full_clean()
