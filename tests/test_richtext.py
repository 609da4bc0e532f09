"""What may stand in rich text: adversarial input goes in, one safe form comes out, and nothing is lost on the way."""

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from publishing import kinds
from publishing.models import Edition
from publishing.richtext import ATTRIBUTES, MAX_BYTES, TAGS, as_html, entry_ids, plain_text, sanitise
from publishing.tokens import Token, figure, figures_in, tokens_in

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
FACT = str(Token("strength", ONE, "18,000", on="2022-05-16", fact=TWO, value="18000"))
FIGURE = (
    '<figure><img src="/media/images/a.png" alt="A hall" width="4" height="3">'
    "<figcaption>The hall <small>TASS, CC BY</small></figcaption></figure>"
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<figure><img src="/media/images/a.png" onerror="alert(1)"></figure>',
    '<figure><img src="javascript:alert(1)"></figure>',
    '<figure><img src="https://elsewhere.example/a.png"></figure>',
    '<figure><img src="/media/../admin/logout/"></figure>',
    '<figure><img src="/media/images/..%2f..%2fsecret"></figure>',
    '<figure><img src="/media/images/a.png" alt="&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></figure>',
    '<figure><img src="/media/images/a.png" alt="x" style="position:fixed"></figure>',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/'>x</a>",
    f"<a href='/id/{ONE}/' onclick='alert(1)'>x</a>",
    "<a href='https://example.org/\"><script>alert(1)</script>'>x</a>",
    "<iframe src='https://evil.example/'></iframe><object data=x></object><embed src=x>",
    "<form action=/admin/><input name=a><button>go</button></form>",
    "<p style='background:url(javascript:alert(1))' class=x id=y>x</p>",
    '<data class="fact" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" data-what="strength">x</data>',
    f'<data class="fact" data-what="strength" data-entry="{ONE}" onclick="alert(1)">18,000</data>',
    f'<data class="fact" data-what="strength" data-entry="{ONE}"><script>alert(1)</script></data>',
    f'<data class="fact" data-what="strength" data-entry="{ONE}"><data><img src=x onerror=alert(1)>1</data></data>',
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<base href='https://evil.example/'><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<audio src=x onerror=alert(1)></audio><video><source onerror=alert(1)></video>",
]


class Seen(HTMLParser):
    """Every tag and attribute a browser would find."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def refuse_harm(html):
    for tag, attributes in Seen(html).found:
        assert tag in TAGS, html
        for name, value in attributes.items():
            assert name in ATTRIBUTES.get(tag, ()), html
            assert "<" not in value and ">" not in value, html
            if name == "href":
                assert re.match(r"(?i)https?://|mailto:|/id/|#source-", value), html
            if name == "src":
                assert re.fullmatch(r"/media/images/\w[\w.-]*", value), html


@pytest.mark.parametrize("html", HOSTILE)
def test_what_could_do_harm_is_gone(html):
    for text in (html, f"<p>{html}</p>", f"<table><tr><td>{html}</td></tr></table>", f"<figure>{html}</figure>"):
        clean = sanitise(text)
        refuse_harm(clean)
        assert sanitise(clean) == clean
        for page in (as_html(text, {}, {}), as_html(clean, {}, {})):
            assert not re.search(r"<script|\son\w+=|javascript:|<svg|<math|style=", re.sub(r'"[^"]*"', "", page))


def test_what_a_parser_reads_otherwise_again_is_cleaned_until_it_stays():
    clean = sanitise("<h2><table><h2>")
    assert sanitise(clean) == clean


PARTS = [
    "<p>", "</p>", f"<a href='/id/{ONE}/'>", "</a>", f"<data class=fact data-what=strength data-entry={ONE}>",
    "</data>", "<figure>", "</figure>", "<img src=/media/images/a.png alt='a>b<c'>", "<figcaption>", "</figcaption>",
    "words ", "18,000", "<table>", "<tr>", "<td>", "</table>", "<ul><li>", "</ul>", "<small>", "<h2>", "</h2>", "<sup>",
    "<script>", "&lt;data&gt;", "<svg>", "</svg>", "<math>", "<!--", "-->", "<blockquote>", "</blockquote>", '"', ">",
    "<em>", "</em>", FACT, FIGURE,
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_cleaning_twice_changes_nothing_and_leaves_no_harm(html):
    clean = sanitise(html)
    refuse_harm(clean)
    assert sanitise(clean) == clean
    assert clean.count("<data ") == len(tokens_in(clean))
    assert clean.count("<img ") == len(figures_in(clean)) == clean.count("<figure>")


def test_every_element_the_editor_offers_passes_unchanged():
    html = (
        "<h2>Two</h2><h3>Three</h3><h4>Four</h4><p>a <strong>b</strong> <em>c</em> <u>d</u> m<sup>2</sup> x<sub>1</sub>"
        f'<br>e <a href="/id/{ONE}/">f</a> <a href="#source-{TWO}">1</a> <a href="https://example.org/">g</a>'
        f" {FACT}</p>"
        '<ul><li><p>h</p></li></ul><ol start="3"><li><p>i</p></li></ol><blockquote><p>j</p></blockquote><hr>'
        f'<table><tbody><tr><th colspan="2"><p>k</p></th></tr><tr><td><p>l</p></td><td><p>m</p></td></tr></tbody>'
        f"</table>{FIGURE}"
    )
    assert sanitise(html) == html


def test_a_picture_stands_only_in_a_figure():
    assert sanitise('<p>a<img src="/media/images/a.png" alt="b">c</p>') == "<p>ac</p>"
    assert sanitise("<figcaption>a</figcaption>") == "a"


def test_a_live_fact_that_is_none_leaves_its_words():
    assert sanitise("<p><data value='1'>18,000</data></p>") == "<p>18,000</p>"
    wrong_day = FACT.replace("2022-05-16", "2022-02-31")
    assert sanitise(f"<p>{wrong_day}</p>") == "<p>18,000</p>"
    assert (
        sanitise(f'<p><a href="https://example.org/">{FACT}</a></p>')
        == '<p><a href="https://example.org/">18,000</a></p>'
    )


def test_a_live_fact_names_its_entries_and_reads_as_its_words():
    held = Token("holder", ONE, "Rufus & Co", value=TWO)
    assert [str(key) for key in entry_ids(f"<p>{held}</p>")] == [ONE, TWO]
    assert plain_text(f"<p>Led by {held}</p>") == "Led by Rufus & Co"


def test_a_page_links_a_live_fact_and_says_what_the_record_says_now():
    public = {ONE: {"url": "/forces/krf/", "is_public": True}}
    said = '<a href="/forces/krf/"><data value="18000">18,000</data></a>'
    assert as_html(FACT, public, {}) == said
    assert as_html(FACT, {}, {}) == '<data value="18000">18,000</data>'
    assert as_html(FACT, public, {}, {TWO: "20,000"}) == f'{said} <span class="fact-now">(now: 20,000)</span>'


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \xa0"), min_size=1).filter(str.strip))
def test_words_of_any_kind_pass_a_live_fact_and_a_figure_unchanged(words):
    token = Token("capital", ONE, " ".join(words.split()), value=words)
    html = f"<p>{token}</p>{figure('images/a.png', words, caption=words)}"
    assert sanitise(sanitise(html)) == sanitise(html)
    assert len(tokens_in(sanitise(html))) == len(figures_in(sanitise(html))) == 1


def test_a_text_over_the_limit_is_refused_before_anything_reads_it():
    with pytest.raises(ValidationError, match="longer than 256 KiB"):
        sanitise("<p>" * (5 * 1024 * 1024))
    assert len(sanitise("a" * MAX_BYTES)) == MAX_BYTES
    with pytest.raises(ValidationError, match="nested"):
        sanitise("<blockquote>" * 60)


def test_published_texts_of_the_record_pass_the_sanitiser_unchanged(record):
    texts = [
        edition.document[name]
        for edition in Edition.objects.current().exclude(action="withdrawn")
        for name in kinds.get(edition.kind).serializer.rich_fields
    ]
    assert len([text for text in texts if text]) > 20
    for text in texts:
        assert sanitise(text) == text
