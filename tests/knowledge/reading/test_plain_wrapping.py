"""Which lines of a plain text are one paragraph?"""

import textwrap
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def paragraphs(text: str) -> list[str]:
    article = read_article(Document("island.txt", text.encode(), date(2026, 2, 3))).article
    return [passage.text for passage in article.passages]


UNEVEN = """\
The crew of the old boat met at the pier on Monday, and
Holm asked for new ropes.  Nobody knew how long
they would last this time, or whether the mainland
would pay for them.  It was late.  The lamps of
Vik were lit long ago, and those of
the pier too."""


def test_lines_of_uneven_width_are_one_paragraph() -> None:
    assert paragraphs(f"Island news\n\n{UNEVEN}\n\nThey went home.\n") == [UNEVEN, "They went home."]


def test_a_sentence_that_ends_in_the_middle_of_a_paragraph_does_not_end_it() -> None:
    text = (
        "    The crew of the old boat waits for no guest that is late when\n"
        "    an early one comes to the pier in time.\n"
        "    As a rule the mate blows the horn, and a guest who hears it\n"
        "    runs."
    )
    assert paragraphs(f"Island news\n\nIt was late.\n\n{text}\n") == ["It was late.", text.strip()]


def test_a_short_line_that_ends_a_sentence_ends_the_paragraph() -> None:
    text = (
        "The crew met at the pier on Monday evening and talked of the old\n"
        "boat.\n"
        "Holm asked for ropes, and the mate\n"
        "for lamps.\n"
    )
    assert paragraphs(f"Island news\n\n{text}")[0].endswith("boat.")


def test_a_heading_right_above_a_wrapped_paragraph_stays_apart() -> None:
    text = (
        "What The Old Crew Of The Boat Wants To Have\n"
        "The crew met at the pier on Monday evening and talked of\n"
        "the old boat."
    )
    article = read_article(
        Document("island.txt", f"Island news\n\nIt was late.\n\n{text}".encode(), date(2026, 2, 3))
    ).article
    assert article.passages[-1].section == ("What The Old Crew Of The Boat Wants To Have",)


def test_a_line_in_capitals_within_a_paragraph_belongs_to_it_where_the_line_above_is_full() -> None:
    text = (
        "The crew of the old boat was met by the people of the\n"
        "SOUTH HARBOUR AND OF VIK\n"
        "on the pier, and they went home late."
    )
    assert paragraphs(f"Island news\n\nIt was late when they came.\n\n{text}\n")[1].startswith(text[:60])


def test_a_script_without_capitals_is_joined_where_lines_are_full() -> None:
    text = "वे कल रात पुराने घाट पर मिले और बहुत देर तक बात\nकरते रहे थे"
    assert paragraphs(f"खबर\n\n{text}\n\nसब घर गए।\n")[0] == text


def test_short_lines_and_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = ["Anna Holm, North Pier 3", "Bent Kerr, South Pier 4", "Carl Lund, Vik"]
    assert paragraphs("Who is on board?\n\nThey are:\n" + "\n".join(lines)) == ["They are:", *lines]
    long = ["The crew met. " * 20 + "Nobody came", "Then the lamps were lit. " * 10]
    assert paragraphs("Island news\n" + "\n".join(long)) == [line.strip() for line in long]


@pytest.mark.parametrize("width", [30, 45, 60, 72, 100, 120])
@given(
    st.lists(
        st.sampled_from("boats lamps Holm Vik pier crew waits late 3 on, of and (old) ropes".split()),
        min_size=40,
    )
)
@settings(max_examples=20, deadline=None)
def test_paragraphs_wrapped_at_any_width_come_out_whole(width: int, words: list[str]) -> None:
    body = textwrap.fill(
        "The " + " ".join([*words, "and the crew"]) + " went home.", width, break_long_words=False
    )
    found = paragraphs(f"Island news\n\n{body}\n\nIt was late.\n")
    # A long paragraph is cut at sentence ends and between words; nothing is lost at either.
    assert " ".join(" ".join(found).split()) == " ".join(f"{body} It was late.".split())
