"""What an operator sees: health addresses, and system checks that speak."""

import pytest
from django.db import OperationalError, connection

from config import checks


def test_alive_needs_no_database_and_sets_no_cookie(reader):
    response = reader.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_ready_asks_the_database_once(reader, django_assert_num_queries):
    with django_assert_num_queries(1):  # SELECT 1
        response = reader.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_unreachable_database_is_503_and_no_error_page(reader, monkeypatch):
    def refuse(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = reader.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unavailable\n")


def test_health_addresses_only_read(reader):
    assert reader.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_this_database_can_carry_the_record():
    assert checks.problems_of("default") == []


@pytest.mark.django_db
def test_missing_extension_and_old_server_are_named(monkeypatch):
    monkeypatch.setattr(checks, "EXTENSIONS", {"btree_gist", "no_such_extension"})
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 990000)
    old, missing = checks.problems_of("default")
    assert (old.id, missing.id) == ("record.E002", "record.E003")
    assert missing.msg == "PostgreSQL lacks the extensions no_such_extension."


def test_production_without_its_secrets_is_refused(monkeypatch, settings):
    for name in ("SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.HTTPS = False
    found = {problem.id for problem in checks.production_settings_are_given(None)}
    assert found == {"record.E004", "record.E005", "record.W006"}
