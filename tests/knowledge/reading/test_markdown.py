"""What does a Markdown file say?"""

from datetime import date

import pytest

from knowledge.model import Article, Kind, Passage
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> Article:
    return read_article(Document("talks.md", text.encode(), date(2026, 2, 3))).article


def test_headings_nest_and_the_first_of_level_one_is_the_title() -> None:
    article = read(
        "Before.\n\n# The *title*\n\nLead.\n\n## One\n\nA.\n\n### Two\n\nB.\n\n"
        "Three\n-----\n\nC.\n\n# Four\n\nD.\n\n##\n\nE.\n"
    )
    assert article.title == "The title"
    assert [(p.text, p.section) for p in article.passages] == [
        ("Before.", ()),
        ("Lead.", ()),
        ("A.", ("One",)),
        ("B.", ("One", "Two")),
        ("C.", ("Three",)),
        ("D.", ("Four",)),
        ("E.", ("Four",)),
    ]


@pytest.mark.parametrize(("heading", "section"), [("Front", ()), ("Other", ("Other",))])
def test_front_matter_names_the_title_before_a_heading_does(heading: str, section: tuple[str, ...]) -> None:
    article = read(f"---\ntitle: Front\n---\n# {heading}\n\nText.\n")
    assert article.title == "Front"
    assert (article.passages[0].section, article.passages[0].lines) == (section, (6, 6))


def test_inline_markup_is_taken_out_and_the_words_stay() -> None:
    text = (
        "T"
        "he **U.S.** and [*Russia*](https://example.org/x) met<!-- never --> in `Geneva`, ![a map](map.png)\n"
        "with <b>many</b> others<br>&amp; left \\*early\\*."
    )
    assert read(text).passages[0] == Passage(
        "The U.S. and Russia met in Geneva, a map\nwith many others\n& left *early*.",
        Kind.PARAGRAPH,
        (),
        (1, 2),
    )


def test_text_without_inline_markup_stands_in_the_file_as_it_is() -> None:
    text = (
        "First line,\n  second line  \nthird line.\n\n- an item that\n"
        "  goes on\n\n  and on\n- two\n\n> quoted\n> twice\n"
    )
    passages = read(text).passages
    assert [passage.text for passage in passages] == [
        "First line,\n  second line  \nthird line.",
        "an item that\n  goes on",
        "and on",
        "two",
        "quoted\ntwice",
    ]
    assert [passage.lines for passage in passages] == [(1, 3), (5, 6), (8, 8), (9, 9), (11, 12)]
    assert [passage.kind.value for passage in passages] == [
        "paragraph",
        "bullet",
        "paragraph",
        "bullet",
        "paragraph",
    ]
    assert all(passage.text in text for passage in passages[:4])


def test_nested_items_come_once_each_with_what_they_belong_to() -> None:
    text = (
        "They agreed. On three points:\n\n1. gas\n   - pipes\n     - old ones\n"
        "   - meters\n2. oil\n\nNo list.\n\n- alone\n"
    )
    assert [(p.text, p.lead_in, p.lines) for p in read(text).passages] == [
        ("They agreed. On three points:", "", (1, 1)),
        ("gas", "On three points:", (3, 3)),
        ("pipes", "gas", (4, 4)),
        ("old ones", "pipes", (5, 5)),
        ("meters", "gas", (6, 6)),
        ("oil", "On three points:", (7, 7)),
        ("No list.", "", (9, 9)),
        ("alone", "", (11, 11)),
    ]


def test_table_rows_are_read_with_their_header() -> None:
    text = (
        "Where things stand:\n\n| Topic | Status |\n|---|---|\n"
        "| **Gas** | `Agreed` |\n| Oil \\| coal |\n\nEnd.\n"
    )
    rows = [passage for passage in read(text).passages if passage.kind is Kind.ROW]
    assert rows == [
        Passage(
            "Topic: Gas; Status: Agreed",
            Kind.ROW,
            (),
            (5, 5),
            "Where things stand:",
            (("Topic", "Gas"), ("Status", "Agreed")),
            "| **Gas** | `Agreed` |",
        ),
        Passage(
            "Topic: Oil | coal",
            Kind.ROW,
            (),
            (6, 6),
            "Where things stand:",
            (("Topic", "Oil | coal"), ("Status", "")),
            "| Oil \\| coal |",
        ),
    ]


def test_a_table_without_rows_says_nothing() -> None:
    assert [passage.text for passage in read("Text.\n\n| A | B |\n|---|---|\n").passages] == ["Text."]


def test_code_and_html_blocks_are_paragraphs_but_scripts_and_comments_are_not() -> None:
    text = (
        "```\ncode = 1\nmore = 2\n```\n\n    indented\n\n<div>\n"
        "<i>Hello</i> there\n</div>\n\n<!-- a\n\nb -->\n\n"
        "<script>\nx()\n</script>\n\n- # in a list\n"
    )
    assert [(p.text, p.lines) for p in read(text).passages] == [
        ("code = 1\nmore = 2", (1, 4)),
        ("indented", (6, 6)),
        ("Hello there", (8, 10)),
        ("in a list", (20, 20)),
    ]


def test_the_address_of_a_link_without_words_stays() -> None:
    assert read("See <https://example.org/a>.\n").passages[0].text == "See https://example.org/a."


def test_a_paragraph_with_a_rule_right_below_is_no_heading() -> None:
    text = "A paragraph that is quite long. " * 10
    assert [(p.section, p.lines) for p in read(f"{text}\n---\nMore.\n").passages] == [
        ((), (1, 2)),
        ((), (3, 3)),
    ]
