"""The browser the other tests rely on starts, and keeps to this machine."""

import pytest

pytestmark = pytest.mark.browser


def test_chromium_opens_a_page_of_the_running_site(chromium, live_server):
    page = chromium.new_page()
    try:
        response = page.goto(f"{live_server.url}/healthz")
        assert response is not None
        assert (response.status, page.inner_text("body").strip()) == (200, "ok")
    finally:
        page.close()
