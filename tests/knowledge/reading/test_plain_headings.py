"""Which lines of a plain text are headings, and of what level?"""

from datetime import date

import pytest

from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.document import Document

BODY = "The crew met on the pier on Monday evening and talked of it until the lamps were lit."


def read(text: str) -> Article:
    return read_article(Document("island.txt", text.encode(), date(2026, 2, 3))).article


def sections(text: str) -> list[str]:
    return [" > ".join(passage.section) for passage in read(text).passages]


def below(*headings: str) -> str:
    """Write a text with a paragraph below each heading."""
    return "Island news\n\n" + "".join(f"{heading}\n\n{BODY}\n\n" for heading in headings)


@pytest.mark.parametrize(
    "heading",
    [
        "What the crew wants",
        "1. Boats",
        "2.1 Old boats",
        "IV. Outlook",
        "§ 3 Ropes",
        "§ 4 Why so few?",
        "Article 3",
        "Article 4. Ropes.",
        "Chapter 2: Boats",
        "Annex B – Lamps",
        "THE NEW PIER",
        "THE NEW PIER?",
        "Why now?",
        "At last!",
        "What the “old” crew wants",
    ],
)
def test_a_short_line_that_stands_alone_above_text_is_a_heading(heading: str) -> None:
    assert sections(below(heading)) == [heading]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Costs:", "Costs"),
        ("WHAT IS TO COME:", "WHAT IS TO COME"),
        ("Next steps:", "Next steps"),
        ("**Costs**", "Costs"),
        ("## Costs", "Costs"),
        ("### Costs ###", "Costs"),
        ("# Costs", "Costs"),
        ("== Costs ==", "Costs"),
    ],
)
def test_a_heading_loses_its_marks(line: str, heading: str) -> None:
    assert sections(below(line)) == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "The crew said:",
        "What they of the island said of it all:",
        "It was late.",
        "and so they went home",
        "- Costs",
        "See https://island.example",
        "Mail pier@island.example",
        "x = y",
        "$ make boats",
        "Boats    ropes",
        "Nobody knew. Nobody asked",
        "They of the crew that went to",
        "Perl 5 or later.",
        "Date: 16 November 2026",
        "16 November 2026",
        "THE END.",
        "(a) Boats",
        "## and so on",
        "# a\n# b",
        "1. Boats are late.",
    ],
)
def test_any_other_line_is_none(line: str) -> None:
    assert sections(below(line))[-1] == ""


def test_a_colon_before_what_somebody_says_makes_no_heading() -> None:
    assert sections(f"Island news\n\nHolm again:\n\n“{BODY}”\n") == ["", ""]
    assert sections("Island news\n\nPeople:\n\nAnna Holm\n\nBent Kerr\n") == ["", "", ""]


def test_a_question_before_an_answer_in_quotes_or_a_short_one_is_no_heading() -> None:
    assert sections(f"Island news\n\nWhy now?\n\n— {BODY}\n")[0] == ""
    assert sections("Island news\n\nWhy now?\n\nNobody knows.\n") == ["", ""]


def test_a_line_is_no_heading_where_the_next_begins_with_a_small_letter() -> None:
    lines = "  The crew of the old boat waits when\n  an early guest comes."
    text = f"Island news\n\nIt was late.\n\n{lines}\n\n{BODY}\n"
    assert sections(text) == ["", "", ""]


def test_numbered_lines_that_follow_each_other_are_items() -> None:
    assert sections(f"Island news\n\n1. Boats\n\n2. Ropes\n\n{BODY}\n") == ["", "", ""]
    assert sections(f"Island news\n\n1. Boats\n2) Ropes\n{BODY}\n") == ["", "", ""]


def test_a_heading_above_a_heading_is_of_a_higher_level() -> None:
    text = f"Island news\n\nPart one\n\nBoats\n\n{BODY}\n\nRopes\n\n{BODY}\n\nPart two\n\nLamps\n\n{BODY}\n"
    assert sections(text) == ["Part one > Boats", "Part one > Ropes", "Part two > Lamps"]


def test_of_three_short_lines_in_a_row_two_are_headings() -> None:
    assert sections(f"Island news\n\nAnna Holm\n\nBoats\n\nRopes\n\n{BODY}\n") == ["", "Boats > Ropes"]


def test_levels_follow_numbers_capitals_and_parts() -> None:
    text = below(
        "CHAPTER 1", "1. Boats", "1.1 Old boats", "1.2 New boats", "2. Ropes", "CHAPTER 2", "I. Lamps", "Oil"
    )
    assert sections(text) == [
        "CHAPTER 1",
        "CHAPTER 1 > 1. Boats",
        "CHAPTER 1 > 1. Boats > 1.1 Old boats",
        "CHAPTER 1 > 1. Boats > 1.2 New boats",
        "CHAPTER 1 > 2. Ropes",
        "CHAPTER 2",
        "CHAPTER 2 > I. Lamps",
        "CHAPTER 2 > I. Lamps > Oil",
    ]
    assert sections(below("BOATS", "Old boats", "ROPES", "Costs:")) == [
        "BOATS",
        "BOATS > Old boats",
        "ROPES",
        "ROPES > Costs",
    ]
    assert sections(below("Boats", "ROPES")) == ["Boats", "ROPES"]
    assert sections(below("## Boats", "### Ropes", "## Lamps")) == ["Boats", "Boats > Ropes", "Lamps"]


def test_levels_have_an_end() -> None:
    text = "".join(
        f"{word} 1\n\n"
        for word in ("Book", "Part", "Chapter", "Section", "Article", "Clause", "Point", "Letter")
    )
    assert len(read(f"Island news\n\nNo more of it.\n\n{text}{BODY}\n").passages[-1].section) == 6


def test_a_heading_in_capitals_over_two_lines_is_one_and_above_text_in_capitals_another() -> None:
    text = f"Island news\n\nPAPER OF THE CREW\nON NEW BOATS\n\n{BODY}\n\nNOTE\n{BODY.upper()}\n"
    assert sections(text) == ["PAPER OF THE CREW ON NEW BOATS", "NOTE"]


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Why the pier stays closed?\n\n", "Why the pier stays closed?"),
        (
            "The pier stays closed until the\nlamps are lit again\n\n",
            "The pier stays closed until the lamps are lit again",
        ),
        ("The pier stays closed until the\nlamps are lit again\n", "island"),
        ("1. Boats\n\n", "island"),
        ("Article 3\n\n", "island"),
        ("Costs:\n\n", "island"),
        ("“The pier stays closed”\n\n", "“The pier stays closed”"),
        ("- The pier stays closed\n\n", "island"),
    ],
)
def test_the_title_is_the_first_line_where_it_looks_like_one(top: str, title: str) -> None:
    assert read(f"{top}{BODY}\n").title == title


def test_a_date_is_joined_with_nothing() -> None:
    article = read(f"Island news\n16 November 2026\n\n{BODY}\n")
    assert article.title == "Island news"
    assert [passage.section for passage in article.passages] == [()] * len(article.passages)


def test_a_rule_below_a_sentence_makes_no_heading() -> None:
    assert sections(f"Island news\n\nIt was late.\n------------------------------\n{BODY}\n") == ["", ""]
    text = f"Island news\n\nThe crew went home and\nnobody stayed on the pier\n-----\n{BODY}\n"
    assert sections(text) == ["", ""]


def test_an_item_above_a_rule_is_no_heading() -> None:
    assert sections(f"Island news\n\n{BODY}\n\n- Boats\n-------\n\n{BODY}\n") == ["", "", ""]
