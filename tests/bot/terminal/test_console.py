"""How does a message look in a terminal? In colour and wrapped there, plain where it is piped."""

import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from msgspec.structs import replace

from bot import wording
from bot.commands import COMMANDS
from bot.terminal.console import Console
from bot.terminal.style import align, plain
from bot.wording.message import Entry, Gap, Line, Listing, Message, Quote, Source, line
from bot.wording.spans import Ago, Bold, Channel, CommandName, Day, Link, Moment, Name, Phrase, Span
from knowledge.answers import (
    Answer,
    Board,
    Course,
    Coverage,
    Hit,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Article, Claim, Kind, NewArticle, Passage, Problem, Statement, StatusChange, Step
from knowledge.statuses.changes import Changes
from knowledge.when import When
from tests.drawing import printed

MONDAY = date(2026, 3, 2)
PROSE = "The ferry to Holm island begins to sail on Monday, and tickets for it cost four crowns."
QUOTE = Quote(PROSE, "tickets for it cost four crowns.")
SOURCE = Source(Link("The ferry opens", "https://example.org/" + "long-" * 30), ((Day(MONDAY),), ("line 9",)))


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def forty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)


def drawn(*blocks: Line | Quote | Source | Gap | Entry | Listing, out: StringIO | None = None) -> str:
    out = out or StringIO()
    Console(out).show(Message("A title", blocks))
    return out.getvalue()


class TestBlocks:
    @pytest.mark.parametrize(
        ("block", "shown"),
        [
            (line("open", "since today", name=Bold("Ferry")), "Ferry: open, since today\n"),
            (line("open"), "open\n"),
            (line(name=Bold("History")), "History\n"),
            (Quote("As it\nstands."), "  As it stands.\n"),
            (Quote("seven", name="Leaves"), "  Leaves: seven\n"),
            (Quote("seven", is_item=True), "  • seven\n"),
            (Source(Link("Paper", None), (("line 9",),)), "  — Paper, line 9\n"),
            (Source(Link("Paper", "https://a.b"), (("line 9",),)), "  — Paper, line 9 https://a.b\n"),
            (Source(Link("Paper", None), (("line 9",),), "Before"), "  — Before: Paper, line 9\n"),
            (Entry((line("a"), Quote("b")), line("short")), "a\n  b\n"),
        ],
    )
    def test_each_block_has_its_form(self, block: Line | Quote | Source | Entry, shown: str) -> None:
        assert drawn(block) == shown

    @pytest.mark.parametrize(
        ("span", "shown"),
        [
            (" its own words ", " its own words "),
            (Name(" a  topic "), "a topic"),
            (Bold("bold"), "bold"),
            (Day(MONDAY), "2 March 2026"),
            (Ago(MONDAY, 0), "today"),
            (Ago(MONDAY, 1), "1 day ago"),
            (Ago(MONDAY, -2), "in 2 days"),
            (Moment(datetime(2026, 3, 2, 8, tzinfo=UTC)), "2 March 2026, 08:00 UTC"),
            (Link("Paper", None), "Paper"),
            (Link("Paper", "https://a.b"), "Paper https://a.b"),
            (Channel(5), "#5"),
            (CommandName("help"), "!help"),
            (CommandName("status", "topic"), "!status TOPIC"),
        ],
    )
    def test_each_part_of_a_line_has_its_form(self, span: Span, shown: str) -> None:
        phrase: Phrase = ("<", span, ">")
        assert drawn(line(phrase)) == f"<{shown}>\n"

    def test_lines_of_a_listing_stand_in_columns(self) -> None:
        board = Listing((line("Open", "since Monday", name="Ferry"), line("Proposed", "a", "b", name="Mill")))
        assert drawn(board) == "Ferry  Open      since Monday\nMill   Proposed  a, b\n"
        assert drawn(replace(board, heading=("All",))).splitlines()[:2] == [
            "All",
            "  Ferry  Open      since Monday",
        ]

    def test_nothing_is_left_out_and_there_are_no_empty_lines(self) -> None:
        items = Listing(tuple(line(str(number)) for number in range(5000)))
        shown = drawn(items, Gap(), line("the end"))
        assert shown.splitlines() == [*map(str, range(5000)), "the end"]

    def test_a_column_in_which_nothing_stands_is_left_out(self) -> None:
        assert align([["a", "", "b"], ["ccc", "", ""]]) == ["a    b", "ccc"]
        assert align([]) == []

    def test_the_title_is_for_cards_and_the_note_comes_last(self) -> None:
        message = Message("A title", (line("words"),), line("note", small=True))
        assert printed(message) == "words\nnote\n"


class TestStyle:
    def test_on_a_terminal_lines_are_wrapped_at_its_width(self) -> None:
        lines = [re.sub(r"\x1b\[\dm", "", each) for each in drawn(QUOTE, out=Terminal()).splitlines()]
        assert all(each.startswith("  ") and len(each) <= 40 for each in lines)
        assert " ".join(" ".join(lines).split()) == PROSE

    def test_an_address_is_never_broken(self) -> None:
        assert str(SOURCE.link.url) in drawn(SOURCE, out=Terminal())

    def test_a_wide_terminal_is_not_filled_from_edge_to_edge(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "400")
        shown = drawn(line(PROSE * 5), out=Terminal())
        assert max(map(len, shown.splitlines())) <= 100

    def test_colours_are_for_terminals_and_can_be_switched_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        blocks = Quote("It sails. It rests.", "It rests."), line("small", name=Bold("b"), small=True)
        board = Listing(
            (line(Bold("Open"), "x", name=Bold("Ferry")), line("Proposed", "y", name=Bold("Mill")))
        )
        coloured = drawn(*blocks, board, out=Terminal())
        assert "  It sails. \x1b[1mIt rests.\x1b[0m\n" in coloured
        monkeypatch.setenv("NO_COLOR", "1")
        assert drawn(*blocks, board, out=Terminal()) == drawn(*blocks, board)
        assert re.sub(r"\x1b\[\dm", "", coloured) == drawn(*blocks, board)

    def test_progress_is_one_line_that_goes_away_on_a_terminal_with_many_files(self) -> None:
        out = Terminal()
        for done in (999, 1000):
            Console(out).progress(done, 1000)
        assert out.getvalue() == "Reading 999 of 1,000 files\rReading 1,000 of 1,000 files\r\x1b[K"

    @pytest.mark.parametrize(("out", "files"), [(StringIO(), 1000), (Terminal(), 19)])
    def test_a_pipe_and_a_few_files_show_no_progress(self, out: StringIO, files: int) -> None:
        Console(out).progress(1, files)
        assert out.getvalue() == ""


HOSTILE = "Bri\x1b]0;owned\x07dge\u202e\x9b2J\r\nsecond\x00\u2066"
ROW = Passage(HOSTILE, Kind.ROW, (HOSTILE,), (9, 9), HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE)
ARTICLE = Article(HOSTILE, HOSTILE, "en", (ROW,), MONDAY, None, HOSTILE)
CLAIM = Claim(HOSTILE, HOSTILE, ARTICLE, ROW)
STEP = Step(HOSTILE, (CLAIM,), Step(HOSTILE, (CLAIM,)), (CLAIM,))
WORDS = Statement(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), (1, 1), None, None, HOSTILE)
CHANGE = StatusChange(HOSTILE, WORDS, WORDS, (WORDS,))
HITS = (Hit(ROW, ARTICLE, 0.9),)
ANSWERS: tuple[Answer, ...] = (
    PassageAnswer(HOSTILE, Verdict.CLOSEST, HITS, (HOSTILE,) * len(HITS), (HOSTILE,)),
    PassageAnswer(HOSTILE, Verdict.ANSWER, (Hit(replace(ROW, cells=()), ARTICLE, 0.9),), ("Bri",)),
    ListAnswer(HOSTILE, Verdict.ANSWER, HITS, (ROW, replace(ROW, cells=((HOSTILE, HOSTILE),) * 3))),
    Standing(HOSTILE, HITS, STEP, STEP),
    Board(HOSTILE, (STEP,)),
    Standings(HOSTILE, (STEP,)),
    Course(HOSTILE, STEP),
    News(HOSTILE, MONDAY, None, (CHANGE,), (NewArticle(HOSTILE, HOSTILE, None, HOSTILE),)),
    NotYet(HOSTILE, STEP, MONDAY),
    UnknownTopic(HOSTILE, (HOSTILE,)),
    Nothing(HOSTILE),
)
CHANGES = Changes(
    (HOSTILE,),
    (HOSTILE,),
    (HOSTILE,),
    (CHANGE,),
    (Problem(HOSTILE, HOSTILE, HOSTILE),),
    2,
    7,
    contradictions=(STEP,),
    broken=(HOSTILE,),
    answerable=(HOSTILE,),
)


@pytest.mark.parametrize(
    "message",
    [
        *(
            wording.answer(
                each, Coverage(1, 1, MONDAY, MONDAY, (HOSTILE,)), When(MONDAY), repeat_question=True
            )
            for each in ANSWERS
        ),
        wording.report_changes(CHANGES, "reload"),
        wording.report_no_date(HOSTILE),
        wording.terminal_help(COMMANDS, HOSTILE),
        wording.report_failure(HOSTILE, HOSTILE),
    ],
)
def test_nothing_in_an_article_speaks_to_the_terminal(message: Message) -> None:
    shown = printed(message)
    assert "dge2J second" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", shown)
    assert not [each for each in shown.splitlines() if each.startswith("second")]


def test_what_languages_and_emoji_are_spelt_with_stays() -> None:
    text = "می‌خواهم 👩‍🚀 санкції"
    assert plain(text) == text
