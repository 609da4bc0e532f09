"""Preview: the working copy in its public template, for one editor, on any day, and nowhere else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publishing.models import Edition, Fact, Image
from tests.desk import at_desk, words_of
from tests.factories import author, published
from tests.pages import SECTIONS, plain, url_of, words
from tests.subjects import make, one_of_each, state_that
from tests.test_admin_screens import KINDS, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = one_of_each()
    published(*made.values())
    return made


def previewed(entry, role="contributor", **query) -> str:
    page = at_desk(role, "previewer").get(screen(entry.kind, "preview_page", entry.pk), query)
    assert page.status_code == 200, page.content
    return plain(page.content.decode())


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_preview_is_the_public_page_with_a_banner(kind, made):
    """Published and unchanged, the two print the same words but for the banner, the edition and the position."""
    entry = made[kind]
    page = at_desk("auditor").get(screen(kind, "preview_page", entry.pk))
    public = words(url_of(entry))
    shown = plain(page.content.decode())
    banner = "Preview, not published. Nobody outside the desk sees this version. "
    assert shown.count(banner) == 1

    def without_numbers(text: str) -> str:
        text = text.replace(banner, "").replace("editions/2/", "editions/1/")
        text = text.replace("edition 2", "edition 1").replace("Edition 2", "Edition 1")
        start = text.index("Edition 1, position")
        return text[:start] + text[text.index("Approved by") : text.index("SHA-256")]

    assert without_numbers(shown) == without_numbers(public)


def test_it_shows_the_working_copy_and_its_own_facts(made):
    state = made["state"]
    membership = state.memberships.get()
    membership.status = "suspended"
    membership.save()
    state.title = "Sylvania"
    state.save()
    shown = previewed(state)
    assert "Suspended Alliance" in shown
    assert "Member Alliance" not in shown
    assert shown.count("Sylvania") > 1
    assert "Suspended" not in words(url_of(state))


def test_as_of_any_day(made):
    state = made["state"]
    membership = state.memberships.get()
    membership.set_period("2003", "2012-06-28")
    membership.save()
    from members.models import Membership

    state_that(Membership, "2012-06-28", state=state, organisation=made["organisation"], status="former-party")
    on = {day: previewed(state, f"{role}", on=day) for day, role in (("2012-06-27", "auditor"),)}
    page = at_desk("editor").get(screen("state", "preview_page", state.pk), {"on": "2012-06-28"})
    held = [fact["value"]["status"] for fact in page.context["held"]["membership"]]
    assert held == ["former-party"]
    assert "27" in on["2012-06-27"]


def test_the_rest_of_the_record_as_it_stood(made):
    before = Edition.objects.order_by("-position").first().position
    later = make(
        type(made["article"]), "Later news", "2022-05-18", body=f'<p><a href="/id/{made["summit"].pk}/">s</a></p>'
    )
    published(later)
    assert "Later news" in previewed(made["summit"])
    page = at_desk("editor").get(screen("summit", "preview_page", made["summit"].pk), {"as_of": before})
    assert "Later news" not in page.content.decode()


def test_it_is_never_stored_indexed_or_framed_by_others(made):
    page = at_desk("editor").get(screen("article", "preview_page", made["article"].pk))
    assert "no-store" in page["Cache-Control"]
    assert "public" not in page["Cache-Control"]
    assert "ETag" not in page
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "script-src 'none'" in page["Content-Security-Policy"]
    assert b'<meta name="robots" content="noindex, nofollow">' in page.content


def test_looking_at_it_leaves_nothing_behind(made, reader):
    made["article"].title = "Xylophagous"
    made["article"].save()
    made["article"].record_change(author())
    before = Edition.objects.count(), Fact.objects.count()
    assert "Xylophagous" in previewed(made["article"])
    assert (Edition.objects.count(), Fact.objects.count()) == before
    address = screen("article", "preview_page", made["article"].pk)
    assert reader.get(address).status_code == 302
    assert "Xylophagous" not in words(url_of(made["article"]))


def test_a_new_draft_has_a_preview_too():
    made = one_of_each()
    for kind in SECTIONS:
        assert made[kind].title in previewed_by(kind, made)


def previewed_by(kind, made) -> str:
    return words_of(at_desk("contributor", f"at-{kind}").get(screen(kind, "preview_page", made[kind].pk)))


@pytest.mark.parametrize(
    "query", [{"on": "x"}, {"as_of": "tomorrow"}, {"as_of": "99999"}, {"on": "0001-01-01"}, {"x": "1"}]
)
def test_what_cannot_be_honoured_is_a_bad_request(made, query):
    page = at_desk("editor").get(screen("state", "preview_page", made["state"].pk), query)
    assert page.status_code == 400
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("medium", ["", "phone", "print", "card"])
def test_the_frame_opens_for_every_kind(kind, medium):
    entry = one_of_each()[kind]
    page = at_desk("contributor").get(screen(kind, "preview", entry.pk), {"medium": medium})
    assert page.status_code == 200
    has_frame = b"<iframe" in page.content
    assert has_frame == (kind != "office" and medium != "card")


def test_on_paper_the_print_sheet_counts_for_the_screen(made):
    url = screen("article", "preview_page", made["article"].pk)
    client = at_desk("editor")
    sheet = b'<link rel="stylesheet" href="/static/css/print.css">'
    assert sheet not in client.get(url).content
    assert sheet in client.get(url, {"medium": "print"}).content


def test_its_pictures_are_served_to_the_desk_alone(made, settings, tmp_path, reader):
    settings.MEDIA_ROOT = tmp_path
    article = made["article"]
    for name in ("own", "other"):
        default_storage.save(f"images/{name}.png", ContentFile(b"a picture"))
    Image.objects.bulk_create([Image(entry=article, file="images/own.png", width=1, height=1, alt="x")])
    client = at_desk("editor")
    own = screen("article", "preview_media", article.pk, "images/own.png")
    assert own.encode() in client.get(screen("article", "preview_page", article.pk)).content
    picture = client.get(own)
    assert b"".join(picture) == b"a picture"
    assert "no-store" in picture["Cache-Control"]
    assert client.get(screen("article", "preview_media", article.pk, "images/other.png")).status_code == 404
    assert reader.get(own).status_code == 302
    assert reader.get("/media/images/own.png").status_code == 404
