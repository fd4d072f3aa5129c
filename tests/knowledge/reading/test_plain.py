"""What does a text without markup say?"""

import textwrap
from datetime import date

import pytest

from knowledge.model import Article, Kind
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError

DAY = date(2026, 2, 3)


def read(text: str) -> Article:
    return read_article(Document("talks/lake-talks.txt", text.encode(), DAY)).article


def outline(text: str) -> list[tuple[str, tuple[str, ...], tuple[int, int]]]:
    return [(passage.text, passage.section, passage.lines) for passage in read(text).passages]


WRAPPED = """\
Talks at the lake

The delegations met again on Monday, and for the first time in a year
they did so in one room. Nobody had expected it, least of all the hosts,
who had booked two.

What was said
The first speaker asked for a pause of ten days. The second one said that
Kyiv had asked for the same in spring; nobody answered that in the room
where they sat.
The hosts proposed:

  - a pause of ten days, beginning at midnight between Sunday and the next
    day,
  - a list of names.
* An answer by Friday, which is the day on which both delegations have to
return home.
1. First a call
2) Then a meeting
"""


def test_paragraphs_wrapped_by_hand_are_joined_and_others_are_not() -> None:
    lines = WRAPPED.split("\n")
    assert outline(WRAPPED) == [
        ("\n".join(lines[2:5]), (), (3, 5)),
        ("\n".join(lines[7:10]), ("What was said",), (8, 10)),
        ("The hosts proposed:", ("What was said",), (11, 11)),
        ("\n".join(lines[12:14])[4:], ("What was said",), (13, 14)),
        ("a list of names.", ("What was said",), (15, 15)),
        ("\n".join(lines[15:17])[2:], ("What was said",), (16, 17)),
        ("First a call", ("What was said",), (18, 18)),
        ("Then a meeting", ("What was said",), (19, 19)),
    ]
    article = read(WRAPPED)
    assert article.title == "Talks at the lake"
    assert all(passage.text in WRAPPED for passage in article.passages)
    assert {passage.lead_in for passage in article.passages if passage.kind is Kind.BULLET} == {
        "The hosts proposed:"
    }


def test_two_lines_that_show_no_wrapping_follow_the_rest_of_the_file() -> None:
    text = (
        "The first paragraph of this file shows quite clearly how wide it is and\n"
        "that it was wrapped by hand.\n"
        "\n"
        "The second paragraph is too short to show that it is wrapped there: in\n"
        "Kyiv nobody knew of it.\n"
    )
    assert [lines for _, _, lines in outline(text)] == [(1, 2), (4, 5)]


def test_short_paragraphs_a_line_each_are_not_joined() -> None:
    text = "The talks began on Monday at noon.\nThey ended at night.\nNobody spoke of it, not a word.\n"
    assert [lines for _, _, lines in outline(text)] == [(1, 1), (2, 2), (3, 3)]


def test_a_paragraph_whose_first_line_is_indented_begins_there() -> None:
    text = (
        "    The first paragraph is indented as in a printed book, and the line is\n"
        "filled to its end, as is the next one of the same paragraph of the book\n"
        "    The second one begins with room in front of it, and it goes on below\n"
        "for one more line.\n"
    )
    assert [lines for _, _, lines in outline(text)] == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("What the hosts proposed", True),
        ("Part 2: The proposal", True),
        ("What did the hosts propose?", False),
        ("The hosts proposed a pause.", False),
        ('He called it "enough."', False),
        ("The hosts proposed:", False),
        ("31 January 2026", False),
        ("https://example.org/talks", False),
        ("2026 12 31", False),
        ("word " * 19, False),
        ("long" * 31, False),
    ],
)
def test_a_heading_without_markup_is_short_and_does_not_end_like_a_sentence(
    line: str, is_heading: bool
) -> None:
    text = (
        "The talks began on a Monday and nobody knew how long they would last this time.\n"
        f"{line}\n"
        "The hosts proposed a pause of ten days to both delegations, and each of them went home to think.\n"
    )
    assert (outline(text)[-1][1] == (line.strip(),)) is is_heading


@pytest.mark.parametrize("below", ["A Name\n", "- a bullet\n", "\n\nSaid so.\n", "| a | b |\n| c | d |\n"])
def test_a_heading_stands_above_a_sentence_or_list_or_table_but_not_above_another_short_line(
    below: str,
) -> None:
    text = f"Nobody knew how long they would last.\nThe Second Day\n{below}"
    assert (outline(text)[-1][1] == ("The Second Day",)) is ("Name" not in below)


def test_a_short_line_without_a_full_stop_can_stand_below_a_heading() -> None:
    text = "The talks began on a Monday.\nReactions\nIn the capital people spoke of little else that day\n"
    assert outline(text)[-1] == (
        "In the capital people spoke of little else that day",
        ("Reactions",),
        (3, 3),
    )


def test_underlined_lines_are_headings_and_the_first_is_the_title() -> None:
    text = "Talks at the lake\n=====\n\nWhy now?\n--------\nBecause.\n\n-----\nAnd so on.\n* one\n---\n"
    article = read(text)
    assert article.title == "Talks at the lake"
    assert [(p.text, p.section) for p in article.passages] == [
        ("Because.", ("Why now?",)),
        ("And so on.", ("Why now?",)),
        ("one", ("Why now?",)),
    ]


def test_a_line_with_the_author_below_the_title_is_no_heading() -> None:
    text = "Talks at the lake\nBy Anna Example\nThe delegations met again on Monday.\n"
    assert outline(text) == [
        ("By Anna Example", (), (2, 2)),
        ("The delegations met again on Monday.", (), (3, 3)),
    ]


def test_one_line_alone_is_a_passage_and_no_title() -> None:
    article = read("Talks at the lake")
    assert (article.title, article.passages[0].text) == ("lake talks", "Talks at the lake")


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("| A | B |\n| 1 | 2 |", ["A: 1; B: 2"]),
        ("A | B\n--|--\n1 | 2", ["A: 1; B: 2"]),
        ("A: | B\n1 | 2\n3 | 4", ["A: 1; B: 2", "A: 3; B: 4"]),
        ("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+", ["A: 1; B: 2"]),
        ("| A | B |\n| 1 |  |\n|  | 2 |\n|  |  |", ["A: 1", "B: 2"]),
        ("| A |\n| 1 | 2 | 3 |", ["A: 1; 2; 3"]),
        (r"| A | B |" + "\n" + r"| x \| y | z |", ["A: x | y; B: z"]),
        ("| only | one |", ["only; one"]),
        ("|  |  |\n|---|---|\n| 1 | 2 |", ["1; 2"]),
        ("| A |\n| 1 |\n\n| B |\n| 2 |", ["A: 1", "B: 2"]),
        ("|---|", []),
    ],
)
def test_tables_are_read_row_by_row(table: str, rows: list[str]) -> None:
    article = read(f"The hosts keep a table.\n\n{table}\n")
    assert [passage.text for passage in article.passages if passage.kind is Kind.ROW] == rows
    assert all(passage.row in table for passage in article.passages)


def test_a_bar_in_a_sentence_makes_no_table() -> None:
    assert outline("The hosts (Anna | Kyiv) keep it.\nThat is all there is to say.")[0][2] == (1, 1)


def test_a_long_paragraph_is_cut_at_sentence_ends_each_piece_with_its_own_lines() -> None:
    sentences = [
        f"Sentence {n} of the paragraph says a little more than the last one did." for n in range(20)
    ]
    text = textwrap.fill(" ".join(sentences), 60)
    lines = text.split("\n")
    first, second = read(text).passages
    for passage in (first, second):
        assert passage.text.startswith("Sentence")
        assert passage.text.endswith(" did.")
        assert len(passage.text.split()) == 140
        start, end = passage.lines
        assert passage.text in "\n".join(lines[start - 1 : end])
        assert passage.text not in "\n".join(lines[start:end])
        assert passage.text not in "\n".join(lines[start - 1 : end - 1])


def test_a_text_of_nothing_but_marks_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no text that could be quoted"):
        read("-----\n\n***\n...\n")


def test_lines_whose_gaps_stand_by_chance_at_one_place_make_no_table() -> None:
    scattered = (
        "Harbour bridge                 closed\n"
        "Mill bridge                                repaired\n"
        "Old ferry                            open\n"
        "Airport                    waiting for money"
    )
    article = read(f"Of the crossings this is known.\n\n{scattered}\n")
    assert not [passage for passage in article.passages if passage.kind is Kind.ROW]
