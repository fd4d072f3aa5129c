"""What if a question is an attack? Hundreds of hostile ones, from one seed, through all a terminal does."""

import json
from functools import cache
from io import StringIO
from itertools import pairwise
from random import Random

import pytest

from bot import commands, wording
from bot.commands import Reply
from bot.terminal.console import Console
from bot.terminal.jsonlines import answer_line, board_line
from knowledge.answers import Several, Verdict
from knowledge.snapshot import Snapshot
from tests.asking import WHEN

HOW_MANY, PER_TEST = 300, 100
AS_WELL = 0.95
"""The share of a better score from which on a newer article may go first."""
SYNTAX = "\" ' * ? ~ ^ ( ) [ ] { } : + - || && ! \\ / NEAR AND OR NOT TO stems: [0 .. % _ ; --".split()
CONTROLS = [chr(code) for code in (*range(32), 0x7F, 0x85, 0x9B, 0xAD, 0x2028, 0xFEFF, 0xFFFF)]
BIDI = ["\u202e", "\u2066", "\u2069", "\u200f", "شلوم", "مفاوضات", "עברית"]
EMOJI = ["🙂", "👩‍👩‍👧", "🇺🇦", "\U0001f9d1\U0001f3fd", "️⃣"]
DISCORD = [
    "@everyone",
    "@here",
    "<@80351110224678912>",
    "<#1>",
    "```",
    "**",
    "||",
    "[x](https://example.org)",
    "!status",
]
MARKS = ["z" + "\u0351" * 80, "e\u0301", "\u0301", "क्षि", "ที่", "ﬁ", "İ", "ẞ", "ǅ"]
SURROGATES = ["\ud800", "\udfff", "\udc80\ud83d"]
WORDS = [
    "peace",
    "sanctions",
    "status",
    "талкс",
    "перемир'я",
    "зобов’язання",
    "谈判",
    "Verhandlungen",
    "0",
    "1e999",
    "NaN",
]
KINDS = (SYNTAX, CONTROLS, BIDI, EMOJI, DISCORD, MARKS, SURROGATES, WORDS)


@cache  # not at import: that would cost a second whatever is run
def hostile_questions() -> tuple[str, ...]:
    """Mix pieces of all kinds, short and up to 6,000 characters long, with and without spaces."""
    random = Random(20260302)
    questions = [
        "",
        " ",
        "\n",
        "\x00",
        "?" * 6_000,
        "peace " * 1_000,
        "a" * 6_000,
        "\u0301" * 6_000,
        "!status",
        "!",
    ]
    while len(questions) < HOW_MANY:
        kinds = random.sample(KINDS, random.randint(1, 4))
        pieces = [random.choice(random.choice(kinds)) for _ in range(random.choice((1, 3, 9, 27, 2_000)))]
        questions.append(random.choice(("", " ", " ", "\t")).join(pieces)[:6_000])
    return tuple(questions)


def read_back(line: str) -> dict[str, object]:
    """Read a line of JSON as the next program gets it, through a stream of UTF-8 bytes."""
    written = line.encode("utf-8", "backslashreplace")
    assert b"\n" not in written
    return json.loads(written)


def as_json_has_it(question: str) -> str:
    """Join surrogates that happen to stand next to each other: in JSON they are one character."""
    return question.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def is_whole(answer: Reply) -> bool:
    if isinstance(answer, Several) and not all(map(is_whole, answer.answers)):
        return False
    shares = [hit.score for hit in answer.hits]
    return (
        all(score >= AS_WELL * best for score, best in pairwise([*shares, 0.0]))
        and len(shares) <= 3
        and bool(shares) is (answer.verdict is not Verdict.NONE)
    )


@pytest.mark.unmeasured
@pytest.mark.parametrize("start", range(0, HOW_MANY, PER_TEST))
def test_no_hostile_question_does_more_than_be_asked(start: int, shipped: Snapshot) -> None:
    for question in hostile_questions()[start : start + PER_TEST]:
        answer = commands.ask(shipped, question, WHEN, [question])
        status = commands.status(shipped, question, WHEN)
        replied = commands.reply(shipped, question, WHEN)
        assert all(map(is_whole, (answer, status, replied)))
        written = answer_line(replied, question, shipped.coverage)
        assert read_back(written)["question"] == as_json_has_it(question)
        read_back(answer_line(status, question, shipped.coverage))
        read_back(board_line(status, None))
        assert len(shipped.suggest_topics(question)) <= 25


@pytest.mark.unmeasured
@pytest.mark.parametrize("start", range(0, HOW_MANY, PER_TEST))
def test_no_hostile_question_speaks_to_the_terminal(start: int, shipped: Snapshot) -> None:
    for question in hostile_questions()[start : start + PER_TEST]:
        out = StringIO()
        console = Console(out)
        for answer in (commands.ask(shipped, question, WHEN), commands.history(shipped, question, WHEN)):
            console.show(wording.answer(answer, shipped.coverage, WHEN))
        out.getvalue().encode("utf-8", "backslashreplace")
        assert not set(out.getvalue()) & (
            set(CONTROLS[:32]) - {"\n"} | {"\x7f", "\x85", "\x9b", "\u202e", "\u2066"}
        )


def test_the_questions_are_as_hostile_as_they_should_be() -> None:
    questions = hostile_questions()
    together = "".join(questions)
    assert len(questions) == HOW_MANY
    assert max(map(len, questions)) == 6_000
    assert all(piece in together for kind in KINDS for piece in kind)
