"""The record in Russian is loaded with it: written by one account, approved by another, public, and current."""

import pytest
from django.test import Client

from home.record.loader import translations
from publishing.models import Approval, Edition, Translation
from publishing.translating import fallen_behind
from publishing.verifying import faults

pytestmark = pytest.mark.usefixtures("record")


def test_every_translation_of_the_files_is_public_and_of_what_is_public():
    public = Edition.objects.current().filter(is_original=False)
    assert public.count() == translations.number() > 400
    assert not fallen_behind().exists()
    assert list(faults()) == []


def test_who_wrote_them_did_not_approve_them():
    accounts = {(row.changed_by.username, row.language) for row in Translation.objects.select_related("changed_by")}
    assert accounts == {("contributor", "ru")}
    approvals = Approval.objects.filter(language="ru").select_related("by")
    assert {(approval.by.username, approval.forced_reason) for approval in approvals} == {("editor", "")}


def test_pages_in_russian_are_in_russian():
    article = Client().get("/ru/articles/kremlin-anniversary-meeting-2022/").content.decode()
    assert "Шесть лидеров встретились в Кремле" in article
    assert 'href="/ru/people/vladimir-putin/"' in article
    assert "16 мая 2022\u00a0г." in article
    assert "notice--language" not in article
    assert 'hreflang="en"' in article


def test_the_gate_asks_of_few_of_them():
    """What nobody translated is told of, and is shown in English; beside that, numbers and days that differ."""
    asked = [told for told in translations.warnings() if "is not translated" not in told]
    assert len(asked) < 80, "\n".join(asked)
