"""The examples that audits walk are all there, and answer."""

from django.test import Client

from tests.page_types import is_page, page_types
from tests.routes import public_routes


def test_every_page_has_an_example_that_answers(record):
    types = page_types()
    assert {route.text for route in public_routes() if is_page(route)} == set(types)
    for addresses in types.values():
        for address in addresses:
            response = Client().get(address)
            assert response.status_code == 200, address
            assert response["Content-Type"].startswith("text/html"), address


def test_what_is_left_out_is_no_page(record):
    left_out = [each for each in public_routes() if not each.parameters and not is_page(each)]
    pages = [each.text for each in left_out if Client().get(each.text).get("Content-Type", "").startswith("text/html")]
    assert set(pages) <= {"/api/v1/docs/", "/favicon.ico"}, "add it to tests/page_types.py"
