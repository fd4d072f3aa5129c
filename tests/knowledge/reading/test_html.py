"""What does an HTML page say?"""

from datetime import date

import pytest

from knowledge.model import Article, Kind
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError

PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<title>Talks at the lake | The Paper</title>
<meta property="og:title" content="Talks!">
<meta property="article:published_time" content="2026-01-31T08:00:00+02:00">
<link rel="stylesheet" href="https://example.org/style">
<link rel="canonical" href="https://example.org/talks">
</head>
<body>
<header><h1>The Paper</h1><p>Slogan</p></header>
<nav><ul><li>Home</li></ul></nav>
<article>
<header><h1>Talks at the <em>lake</em></h1></header>
Loose text
of two lines
<p>The first <b>paragraph</b>,<br>which ends
with these words:</p>
<ul>
  <li>one</li>
  <li><p>two</p>
    <ul><li>two and a half</li></ul>
    <p>two again</p>
  </li>
  <li></li>
</ul>
<script>
never()
</script>
<h2>Where things stand</h2>
<div>Directly in a div<div>and in another</div>tail</div>
<table>
<caption>The board</caption>
<thead><tr><th>Topic<th>Status:</tr></thead>
<tr><td>Gas</td><td>Agreed</td></tr>
<tr><td>Oil<td></tr>
</table>
<h3>Smaller</h3>
<blockquote>Quoted.</blockquote>
<pre>
kept
  as it is
</pre>
<dl><dt>Lake</dt><dd>A place</dd><div><dt>Pier<dd>Another</div><dd></dd></dl>
<aside>Not this</aside><p hidden>Nor</p><p style="display: none">nor</p><div aria-hidden="true">no</div>
<footer>By Anna Example</footer>
</article>
<footer>Imprint</footer>
</body>
</html>
"""


def read(text: str) -> Article:
    return read_article(Document("talks.html", text.encode(), date(2026, 2, 3))).article


def test_a_page_is_read_with_its_article_and_nothing_around_it() -> None:
    section = ("Where things stand",)
    assert [(p.text, p.kind.value, p.section, p.lead_in, p.lines) for p in read(PAGE).passages] == [
        ("Loose text of two lines", "paragraph", (), "", (15, 16)),
        ("The first paragraph, which ends with these words:", "paragraph", (), "", (17, 18)),
        ("one", "bullet", (), "The first paragraph, which ends with these words:", (20, 20)),
        ("two", "bullet", (), "The first paragraph, which ends with these words:", (21, 21)),
        ("two and a half", "bullet", (), "two", (22, 22)),
        ("two again", "paragraph", (), "", (23, 23)),
        ("Directly in a div", "paragraph", section, "", (31, 31)),
        ("and in another", "paragraph", section, "", (31, 31)),
        ("tail", "paragraph", section, "", (31, 31)),
        ("The board", "paragraph", section, "", (33, 33)),
        ("Topic: Gas; Status: Agreed", "row", section, "", (35, 35)),
        ("Topic: Oil", "row", section, "", (36, 36)),
        ("Quoted.", "paragraph", (*section, "Smaller"), "", (39, 39)),
        ("kept\n  as it is", "paragraph", (*section, "Smaller"), "", (41, 42)),
        ("Lake: A place", "bullet", (*section, "Smaller"), "", (44, 44)),
        ("Pier: Another", "bullet", (*section, "Smaller"), "", (44, 44)),
        ("By Anna Example", "paragraph", (*section, "Smaller"), "", (46, 46)),
    ]


def test_a_page_says_its_title_date_language_and_address_itself() -> None:
    article = read(PAGE)
    assert (article.title, article.language, article.url) == (
        "Talks at the lake",
        "en",
        "https://example.org/talks",
    )
    assert (article.published, article.loaded_on) == (date(2026, 1, 31), None)


def test_a_row_of_a_page_is_kept_as_its_cells_joined() -> None:
    row = next(passage for passage in read(PAGE).passages if passage.kind is Kind.ROW)
    assert (row.row, row.cells) == ("Gas | Agreed", (("Topic", "Gas"), ("Status", "Agreed")))


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            "<title>T</title><meta property=og:title content=O><nav><h1>N</h1></nav><p>x</p><h1>H</h1>",
            "H",
        ),
        ("<title>T</title><meta property=og:title content=O><p>x</p><h1></h1><h1 hidden>H</h1>", "O"),
        ("<title>T</title><meta property=og:title content=''><p>x</p>", "T"),
        ("<p>x</p>", "talks"),
    ],
)
def test_the_title_is_the_best_that_a_page_offers(page: str, title: str) -> None:
    assert read(page).title == title


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<main><p>in</p></main><p>out</p>", ["in"]),
        ("<article><p>a</p></article><article><p>b</p></article>", ["a", "b"]),
        ("<article><p>a</p><article><p>b</p></article></article><p>out</p>", ["a", "b"]),
        ("just text", ["just text"]),
        ("<p>badly</i> closed", ["badly closed"]),
        ("<li>one<li>two", ["one", "two"]),
        ("<p>a<svg><title>no</title></svg> b", ["a b"]),
        ("<h2>x<br>y</h2><p>a", ["a"]),
        ("<dl><dd>alone</dl>", ["alone"]),
    ],
)
def test_the_article_of_a_page_is_found(page: str, texts: list[str]) -> None:
    assert [passage.text for passage in read(page).passages] == texts


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><td>1<td>2</tr>", ["1; 2"]),
        ("<tr><th>A<th colspan=2>B</tr><tr><td>1<td>2<td>3</tr>", ["A: 1; B: 2; B: 3"]),
        ("<tr><th>A<th>B<th>C</tr><tr><td colspan=2>1<td>2</tr>", ["A: 1; C: 2"]),
        (
            (
                "<tr><th>A<th>B</tr><tr><td rowspan=2>1<td>2</tr><tr><td>3</tr>"
                "<tr><td>4<td rowspan=9>5</tr><tr><td>6</tr>"
            ),
            ["A: 1; B: 2", "A: 1; B: 3", "A: 4; B: 5", "A: 6; B: 5"],
        ),
        (
            "<tr><th colspan=2>All</tr><tr><th>A<th>B</tr><tr><td>1<td>2</tr><tr><th>Group</tr>",
            ["A: 1; B: 2", "A: Group"],
        ),
        ("<tr><th>A<td>1</tr>", ["A; 1"]),
        ("<tr><td colspan=x>1<td rowspan=99999999999>2</tr>", ["1; 2"]),
    ],
)
def test_cells_that_span_rows_or_columns_keep_the_others_in_place(table: str, rows: list[str]) -> None:
    assert [passage.text for passage in read(f"<table>{table}</table>").passages] == rows


def test_a_table_that_only_lays_out_a_page_is_no_table() -> None:
    page = "<table><tr><td><p>a</p><p>b</p></td><td><table><tr><td>c</tr></table></td></tr></table>"
    assert [(p.text, p.kind.value) for p in read(page).passages] == [
        ("a", "paragraph"),
        ("b", "paragraph"),
        ("c", "paragraph"),
    ]


@pytest.mark.parametrize(
    ("page", "published"),
    [
        ("<meta name=date content='31 January 2026'><p>x", date(2026, 1, 31)),
        ("<p>by <time datetime='2026-01-31T10:00'>then</time></p><p>x", date(2026, 1, 31)),
        ("<time datetime='10:00'>then</time><p>x", None),
        ("<h2>x</h2><time datetime='2026-01-31'>then</time>", None),
        (f"<p>{'word ' * 40}<time datetime='2026-01-31'>then</time></p>", None),
        ("<p>x</p><p><b>Published:</b> January 31, 2026</p>", date(2026, 1, 31)),
    ],
)
def test_the_date_of_a_page_is_taken_from_its_head(page: str, published: date | None) -> None:
    article = read(page)
    assert article.published == published
    assert all("January" not in passage.text for passage in article.passages)


@pytest.mark.parametrize(
    "page",
    [
        "<p>x</p>\n<meta name=date content='9999-01-01'>",
        "<p>x</p>\n<time datetime='2026-13-01'>then</time>",
        "<p>x</p>\n<p>Published: 0001-01-01</p>",
    ],
)
def test_a_bad_date_of_a_page_costs_the_date_alone(page: str) -> None:
    found = read_article(Document("talks.html", page.encode(), date(2026, 2, 3)))
    assert (found.article.published, [each.line for each in found.warnings]) == (None, [2])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "/talks", "https://", "http://[", "ftp://example.org/"]
)
def test_an_address_that_is_none_is_passed_over(address: str) -> None:
    assert read(f"<link rel=canonical href='{address}'><p>x").url is None


@pytest.mark.parametrize("page", ["<!-- nothing -->", "<p></p>", "<script>x</script>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read(page)


def test_elements_nested_too_deeply_are_refused_and_not_cut_off() -> None:
    with pytest.raises(UnreadableError, match="255 deep"):
        read("<p>text</p>" + "<div>" * 300 + "more")
    assert read("<p>text</p>" + "<ul><li>" * 120 + "more").passages[-1].text == "more"


def test_nothing_is_fetched_and_no_entity_is_expanded(tmp_path: object) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>a &x; &amp; b</p>'
    assert read(page).passages[-1].text == "a &x; & b"


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>Topic</td><td>Status</td></tr><tr><td>Gas</td><td>On hold</td></tr>",
        "<thead><tr><td>Topic</td><td>Status</td></tr></thead><tr><td>Gas</td><td>On hold</td></tr>",
    ],
)
def test_a_first_row_names_the_columns_where_no_cell_says_that_it_is_a_header(rows: str) -> None:
    (passage,) = read_article(
        Document("a.html", f"<p></p><table>{rows}</table>".encode(), date(2026, 3, 2))
    ).article.passages
    assert passage.text == "Topic: Gas; Status: On hold"
