"""Reading pictures in tests: the numbers of a page's table, the marks of a drawing, the rows of a file."""

import csv
import io

from lxml import etree, html

from tests.pages import get

SVG = "{http://www.w3.org/2000/svg}"


def numbers(address: str, name: str, **query) -> list[list[str]]:
    """The cells of a picture's table as programs read them."""
    response = get(address, **query)
    assert response.status_code == 200, address
    page = html.fromstring(response.content.decode())
    (table,) = page.xpath(f"//table[@id='numbers-{name}']")
    cited = "Sources" in [head.text_content() for head in table.xpath("./thead//th")]
    rows = [[value(cell) for cell in row.xpath("./th|./td")] for row in table.xpath("./tbody/tr")]
    return [row[:-1] if cited else row for row in rows]


def value(cell) -> str:
    for attribute in ("datetime", "value"):
        for found in cell.xpath(f".//@{attribute}"):
            return found
    return " ".join(cell.text_content().split())


def file_rows(address: str, **query) -> list[list[str]]:
    """The rows of a CSV file, its head first."""
    response = get(address, **query)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, "text/csv")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def svg_of(address: str, **query) -> etree._Element:
    response = get(address, **query)
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    return etree.fromstring(response.content)


def told(svg: etree._Element) -> list[str]:
    """What the marks of a drawing say of themselves."""
    return [each.text for each in svg.iterfind(f".//{SVG}svg//{SVG}title")]
