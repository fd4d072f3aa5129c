"""Where are the tables in plain text?"""

from datetime import date

import pytest

from knowledge.model import Kind, Passage
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> list[Passage]:
    document = Document(
        "island.txt", f"Island news\n\nThe crew decided:\n\n{text}\n".encode(), date(2026, 2, 3)
    )
    return list(read_article(document).article.passages)[1:]


def rows(text: str) -> list[str]:
    return [passage.text for passage in read(text) if passage.kind is Kind.ROW]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "Topic\tStatus\nRopes\tAgreed\nLamps\tOpen",
            ["Topic: Ropes; Status: Agreed", "Topic: Lamps; Status: Open"],
        ),
        (
            "Topic\tStatus\tSince\nRopes\t\t3 March\nLamps\tOpen",
            ["Topic: Ropes; Since: 3 March", "Topic: Lamps; Status: Open"],
        ),
        (
            "Topic\t\tStatus\nOld ropes\tAgreed\nLamps\t\tOpen",
            ["Topic: Old ropes; Status: Agreed", "Topic: Lamps; Status: Open"],
        ),
        ("Topic\t\tSince\nRopes\told\t3 March", ["Topic; Since", "Ropes; old; 3 March"]),
        ("\tTopic\tStatus\n\tRopes\tAgreed", ["Topic: Ropes; Status: Agreed"]),
        ("\t2025\t2026\nBoats\t3\t4", ["Boats; 2025: 3; 2026: 4"]),
        ("Ropes\t3 March\nLamps\t4 March", ["Ropes; 3 March", "Lamps; 4 March"]),
        ("topic\tstatus\nRopes\tAgreed", ["topic: Ropes; status: Agreed"]),
        ("add\ta boat\nremove\ta boat", ["add; a boat", "remove; a boat"]),
        ("Add\tadd a boat\nRemove\tremove it", ["Add; add a boat", "Remove; remove it"]),
        ("Ropes are old.\tSo they say.\nLamps\tAgreed", ["Ropes are old.; So they say.", "Lamps; Agreed"]),
        ("Topic\tStatus\nRopes\tAgreed\tby all", ["Topic: Ropes; Status: Agreed; by all"]),
        (
            "Topic      Status     Since\nRopes      Agreed     3 March\nOld lamps             4 March",
            ["Topic: Ropes; Status: Agreed; Since: 3 March", "Topic: Old lamps; Since: 4 March"],
        ),
        (
            "Topic          Boats\nRopes              3\nLamps             14",
            ["Topic: Ropes; Boats: 3", "Topic: Lamps; Boats: 14"],
        ),
        (
            "  Topic      Status\n  -----      ------\n  3 ropes    Agreed\n  4 lamps    Open",
            ["Topic: 3 ropes; Status: Agreed", "Topic: 4 lamps; Status: Open"],
        ),
        (
            "Topic      Status\n-----------------\nRopes      Agreed by\n           all\nLamps      Open",
            ["Topic: Ropes; Status: Agreed by all", "Topic: Lamps; Status: Open"],
        ),
    ],
)
def test_rows_parted_by_tabs_or_spaces_are_read_with_their_header(table: str, found: list[str]) -> None:
    assert rows(table) == found
    assert all(passage.row in table for passage in read(table) if passage.kind is Kind.ROW)
    assert {passage.lead_in for passage in read(table)} == {"The crew decided:"}


def test_a_row_of_two_lines_has_both() -> None:
    row = read("Topic      Status\nRopes      Agreed by\n           all of them\nLamps      Open")[0]
    assert (row.text, row.lines) == ("Topic: Ropes; Status: Agreed by all of them", (6, 7))
    assert row.row == "Ropes      Agreed by\n           all of them"


@pytest.mark.parametrize(
    "text",
    [
        "Only one\tline",
        "Place:\tHolm\nDay:\tMonday",
        "1.\tRopes\n2.\tLamps",
        "•   Ropes   and boats\n•   Lamps   and oil",
        "(a)   Ropes\n(b)   Lamps",
        "They met.  It was late.  Nobody\nspoke.  They went home.  It was\nvery late.",
        "They   met   on the pier, it   was\nlate  when the lamps  were lit\nand no one   spoke of  boats.",
        "Only one    line of it",
        "x" * 150 + "    " + "y" * 150 + "\n" + "x" * 150 + "    " + "y" * 150,
    ],
)
def test_what_is_no_table_has_no_rows(text: str) -> None:
    assert not rows(text)


def test_a_table_within_an_item_is_introduced_by_it() -> None:
    found = read("- Ropes are old:\n\n    Kind    State\n    Red     Good\n")
    assert [(passage.text, passage.lead_in) for passage in found][1:] == [
        ("Kind: Red; State: Good", "Ropes are old:")
    ]
