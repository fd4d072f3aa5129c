"""Which words of an element are said, and which are struck out or only a mark?"""

import pytest

from tests.knowledge.reading.pages import read


def texts(body: str) -> list[str]:
    return [passage.text for passage in read(f"<html><body>{body}</body></html>").passages]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>The fare is <s>five</s> six crowns.</p>", ["The fare is six crowns."]),
        ("<ul><li><del>Pier repair</del></li><li>Weir</li></ul>", ["~~Pier repair~~", "Weir"]),
        ("<ul><li><strike>Pier</strike> <s>repair</s>.</li></ul>", ["~~Pier repair.~~"]),
        ("<del><p>All of it</p><p>is gone</p></del>", ["~~All of it~~", "~~is gone~~"]),
        (
            (
                "<table><tr><th>Topic</th><th>Status</th></tr><tr><td>Mill</td><td><del>Open</del> Shut</td>"
                "</tr><tr><td><s>Weir</s></td><td>Done</td></tr></table>"
            ),
            ["Topic: Mill; Status: Shut", "Topic: ~~Weir~~; Status: Done"],
        ),
        ("<p><s>…</s></p><p>Left</p>", ["Left"]),
    ],
)
def test_struck_out_words_are_left_out_and_a_struck_out_whole_is_marked(body: str, said: list[str]) -> None:
    assert texts(body) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>Agreed<sup>[1]</sup></p>", "Agreed"),
        ("<p>Agreed<sup>*</sup> today</p>", "Agreed today"),
        ("<p>Agreed<sup><a href='#n1'>1</a></sup></p>", "Agreed"),
        ("<p>It was agreed.<sup>12</sup> They left.</p>", "It was agreed. They left."),
        ("<p>Now <b>agreed</b><sup>2</sup></p>", "Now agreed"),
        ("<p>Agreed<a href='#note'>[a]</a></p>", "Agreed"),
        ("<p>Agreed <a href='/x'>[1]</a></p>", "Agreed [1]"),
        ("<p>Agreed <a href='#x'>below</a></p>", "Agreed below"),
        ("<p>A lake of 5 km<sup>2</sup></p>", "A lake of 5 km2"),
        ("<p><sup>1</sup> is a note</p>", "1 is a note"),
        ("<p>The 1<sup>st</sup> boat</p>", "The 1st boat"),
    ],
)
def test_the_mark_of_a_footnote_is_no_word(body: str, said: str) -> None:
    assert texts(body) == [said]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>one<br>two<br><br>three</p>", ["one two", "three"]),
        ("<p hidden>no</p><p style='visibility:hidden'>no</p><p>yes</p>", ["yes"]),
        ("<p>before</p><button>Send</button><svg><text>x</text></svg><math><mi>y</mi></math>", ["before"]),
        ("<p>a</p><figure><figcaption>A pier.</figcaption></figure>", ["a"]),
        ("<dl><dt>Lake<dd>A place<dd hidden>no</dl>", ["Lake: A place"]),
        ("<pre hidden>x</pre><pre>\nkept\n  as it is</pre>", ["kept\n  as it is"]),
    ],
)
def test_what_is_not_shown_is_not_read(body: str, said: list[str]) -> None:
    assert texts(body) == said


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            (
                "<tr><th>Topic</th><th>Parts</th></tr><tr><td>Weir</td><td>two<table><tr><th>Part</th><th>Status</th>"
                "</tr><tr><td>Gate</td><td>Done</td></tr></table></td></tr>"
            ),
            ["Topic: Weir; Parts: two", "Part: Gate; Status: Done"],
        ),
        (
            (
                "<tr><th>A</th><td>1<table><tr><th>B</th><td>2<table><tr><th>C</th><td>3</td></tr></table>"
                "</td></tr></table></td></tr>"
            ),
            ["A; 1", "B; 2", "C; 3"],
        ),
        ("<tr><td><h2>Left</h2>a</td><td>b</td></tr>", ["a", "b"]),
        ("<tr><td><p>a</p><p>b</p><p>c</p></td><td>menu</td></tr>", ["a", "b", "c", "menu"]),
        ("<tr><td>alone</td></tr><tr><td>below</td></tr>", ["alone", "below"]),
        (
            "<tr hidden><td>no<td>no</td></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>",
            ["1; 2", "3; 4"],
        ),
        (
            (
                "<caption>Board</caption><colgroup><col></colgroup><tbody><tr><th>A</th><th>B</th></tr></tbody>"
                "<tfoot><tr><td>1</td><td>2</td></tr></tfoot>"
            ),
            ["Board", "A: 1; B: 2"],
        ),
    ],
)
def test_tables_are_told_from_layout_also_inside_each_other(table: str, said: list[str]) -> None:
    assert texts(f"<table>{table}</table>") == said


def test_a_table_that_says_it_is_layout_is_none() -> None:
    table = "<table role=presentation><tr><td>a</td><td>b</td></tr></table>"
    assert texts(table) == ["a", "b"]


def test_a_row_has_no_more_columns_than_anybody_reads() -> None:
    table = "<table><tr>" + "<td colspan=50>x</td>" * 40 + "</tr><tr><td>y</td><td>z</td></tr></table>"
    assert texts(table)[-1].endswith("y; x: z")
