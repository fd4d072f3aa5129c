"""What of a typed text is no word? Discord's markup, links, emoji and smileys; and what is left of a text."""

import pytest

from knowledge.answering.markup import strip_markup
from knowledge.text import words

FERRY = ["does", "the", "ferry", "sail"]


@pytest.mark.parametrize(
    "typed",
    [
        "does the ferry sail?",
        "does the ferry <@456789012345678901> sail?",
        "<@!456789012345678901> does the ferry sail",
        "does the <@&998877665544332211> ferry sail?",
        "does the ferry sail <#998877665544332211>",
        "</status:112233445566778899> does the ferry sail",
        "</settings news:112233445566778899> does the ferry sail",
        "<id:customize> does the ferry sail",
        "does the ferry sail? <:think:112233445566778899>",
        "does the ferry sail? <a:wave:112233445566778899>",
        "does the ferry sail? :thinking: :+1: :wave::skin-tone-2:",
        "does the ferry sail? 🤔 👍🏽 🇺🇦 1️⃣ #⃣",
        "does the ferry sail? :D <3 ;-P",
        "does the ferry sail? https://example.org/cat-gif-123456",
        "does the ferry sail? <https://example.org/a?b=c#d>",
        "does [the ferry](https://example.org/ferry) sail?",
        "does the ferry sail www.example.org",
        "@everyone does the ferry sail @here",
        "does **the** __ferry__ *sail*?",
        "does the ||ferry|| ~~sail~~",
        "## does the ferry sail?",
        "does `the ferry` sail?",
        "does the ferry sail? `print(7)`",
        "does the ferry sail?\n```py\nprint(7)\n```",
        "> the boat is late\ndoes the ferry sail?",
        "does the ferry sail?\n> the boat is late\n> very late",
        "does the ferry sail?\n>>> the boat\nis late",
    ],
)
def test_markup_is_no_word_of_a_question(typed: str) -> None:
    assert words(strip_markup(typed)) == FERRY


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "does it sail at 7:30:15?",
        "ratio 1:2:3",
        "if a < b and c > d",
        "write to me@example.org",
        "note: it sails",
        "x" * 5,
    ],
)
def test_what_is_no_markup_stays_as_it_is(typed: str) -> None:
    assert strip_markup(typed) == typed


@pytest.mark.parametrize(
    "typed", ["https://example.org/ferry", "<:ferry:112233445566778899>", ":ferry:", "🙂", "<@1> <#2>", "<3"]
)
def test_a_text_of_nothing_but_markup_says_nothing(typed: str) -> None:
    assert words(strip_markup(typed)) == []


@pytest.mark.parametrize(
    "typed", ["> does the ferry sail?", "```does the ferry sail```", "`does('the ferry', sail)`"]
)
def test_what_is_quoted_counts_where_nothing_else_is_said(typed: str) -> None:
    assert words(strip_markup(typed)) == FERRY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("<t:1790000000:R>", "2026-09-21"),
        ("<t:1790000000>", "2026-09-21"),
        ("<t:-1:F>", "1969-12-31"),
        ("<t:99999999999999999:R>", ""),
        ("<t:9999999999999999999999:R>", "<t:9999999999999999999999:R>"),
    ],
)
def test_a_time_is_its_day(typed: str, day: str) -> None:
    assert strip_markup(typed) == day


def test_of_an_endless_text_the_start_is_read() -> None:
    assert strip_markup("<@1>" * 2_000 + "ferry") == ""
    assert len(strip_markup("ferry " * 2_000)) == 4_000
