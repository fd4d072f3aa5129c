"""How does it look in a terminal? In colour and wrapped there, plain where it is piped."""

import re
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from bot.console import HELP, Console, parse, plain
from knowledge.changes import Changes, StatusChange
from knowledge.model import Answer, Article, Corpus, Coverage, Hit, Kind, Passage, Status, Verdict
from knowledge.retrieval import Thresholds
from knowledge.snapshot import Snapshot

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
PROSE = Passage(
    "The ferry to Holm island begins to sail on Monday, and tickets for it cost four crowns.",
    Kind.PARAGRAPH,
    ("The ferry", "Tickets"),
    (3, 4),
)
ROW = Passage(
    "Project: Bridge; Status: Open",
    Kind.ROW,
    (),
    (9, 9),
    "All projects:",
    (("Project", "Bridge"), ("Status", "Open")),
    "| Bridge | Open |",
)
ARTICLE = Article("ferry.md", "The ferry opens", "en", (PROSE, ROW), MONDAY)
UNDATED = Article("notes.txt", "Notes", "en", (ROW,), None, FRIDAY, "https://example.org/" + "long-" * 30)
STATUS = Status("Bridge", "Open", ARTICLE, ROW, MONDAY)
COVERAGE = Coverage(1, 2, MONDAY, MONDAY, ("Bridge",))
NOTHING = Coverage(2, 9, None, None, ())
NO_CHANGES = Changes((), (), (), (), (), 2, 7)


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def forty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)


def printed(answer: Answer, coverage: Coverage = COVERAGE) -> str:
    out = StringIO()
    Console(out).answer(answer, coverage)
    return out.getvalue()


def stated(status: Status | None, coverage: Coverage = COVERAGE, suggestions: tuple[str, ...] = ()) -> str:
    out = StringIO()
    hits = (Hit(status.passage, status.article, 1.0),) if status else ()
    Console(out).status(Answer("brigde", Verdict.ANSWER, hits, status, suggestions), coverage)
    return out.getvalue()


def replied(line: str) -> str:
    out = StringIO()
    Console(out).reply(Snapshot(Corpus((ARTICLE,)), Thresholds()), line)
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("Is it open?", ("ask", "Is it open?")),
        ("", ("ask", "")),
        ("!status", ("status", "")),
        ("!STATUS  sanctions  review ", ("status", "sanctions review")),
        ("!status\tsanctions", ("status", "sanctions")),
        ("!", ("", "")),
    ],
)
def test_a_line_is_a_question_or_a_command_with_what_follows_it(line: str, command: tuple[str, str]) -> None:
    assert parse(line) == command


def test_an_answer_is_its_passage_with_article_section_date_and_lines() -> None:
    assert printed(Answer("?", Verdict.ANSWER, (Hit(PROSE, ARTICLE, 0.9),))) == (
        f"  {PROSE.text}\n  — The ferry opens, The ferry › Tickets, 2 March 2026, lines 3–4\n"
    )


def test_the_closest_passage_is_not_called_an_answer() -> None:
    shown = printed(Answer("?", Verdict.CLOSEST, (Hit(PROSE, ARTICLE, 0.3),)))
    assert shown.startswith("The articles do not answer this. The nearest passage:\n  The ferry to Holm")


@pytest.mark.parametrize(
    ("coverage", "covered"),
    [
        (COVERAGE, "Covered: 1 article from 2 March 2026 to 2 March 2026, with the status of: Bridge."),
        (NOTHING, "Covered: 2 articles."),
    ],
)
def test_where_there_is_no_answer_it_says_what_is_covered(coverage: Coverage, covered: str) -> None:
    assert printed(Answer("?", Verdict.NONE), coverage) == f"The articles do not answer this. {covered}\n"


def test_a_row_is_shown_cell_by_cell_below_what_introduces_its_table() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, ARTICLE, 0.9),), STATUS))
    assert shown == (
        "  All projects:\n  Project: Bridge\n  Status: Open\n  — The ferry opens, 2 March 2026, line 9\n"
    )


def test_a_cell_without_a_header_stands_alone() -> None:
    row = replace(ROW, lead_in="", cells=(("", "Bridge"), ("Status", "Open")))
    assert printed(Answer("?", Verdict.ANSWER, (Hit(row, ARTICLE, 0.9),))).startswith(
        "  Bridge\n  Status: Open\n"
    )


def test_a_bullet_is_shown_as_one() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(replace(PROSE, kind=Kind.BULLET), ARTICLE, 0.9),)))
    assert shown.startswith("  • The ferry")


def test_an_outdated_status_is_followed_by_the_one_that_stands_now() -> None:
    now = Status("Bridge", "Closed", UNDATED, replace(ROW, text="Project: Bridge; Status: Closed"), FRIDAY)
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, ARTICLE, 0.9),), now))
    assert shown.endswith("line 9\nNow: Bridge: Closed, since 6 March 2026\n")


def test_a_date_of_loading_is_not_shown_as_one_of_publication() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, UNDATED, 0.9),)))
    assert f"— Notes, loaded on 6 March 2026, line 9 {UNDATED.url}" in shown


def test_a_topic_stands_with_date_quote_and_source() -> None:
    assert stated(STATUS) == (
        "Bridge: Open, since 2 March 2026\n  | Bridge | Open |\n  — The ferry opens, 2 March 2026, line 9\n"
    )


def test_a_status_of_unknown_age_says_so() -> None:
    assert stated(replace(STATUS, article=UNDATED, as_of=None)).startswith(
        "Bridge: Open, since an unknown day\n"
    )


def test_sources_that_disagree_are_quoted() -> None:
    other = Status("Bridge", "Closed", UNDATED, replace(ROW, row="| Bridge | Closed |"), MONDAY)
    shown = stated(replace(STATUS, disagree=(other,)))
    assert shown.endswith("Sources disagree:\n  Closed: | Bridge | Closed | (Notes)\n")


@pytest.mark.parametrize(
    ("coverage", "suggestions", "shown"),
    [
        (COVERAGE, ("Bridge",), "There is no topic “brigde”. Nearest: Bridge.\n"),
        (COVERAGE, (), "There is no topic “brigde”. Known: Bridge.\n"),
        (NOTHING, (), "There is no topic “brigde”.\n"),
    ],
)
def test_an_unknown_topic_names_the_nearest_ones(
    coverage: Coverage, suggestions: tuple[str, ...], shown: str
) -> None:
    assert stated(None, coverage, suggestions) == shown


def test_the_board_has_a_line_for_each_topic() -> None:
    out = StringIO()
    other = replace(STATUS, topic="Night Boat", status="Proposed", as_of=None, disagree=(STATUS,))
    Console(out).board([STATUS, other])
    assert out.getvalue() == (
        "Bridge      Open      since 2 March 2026\n"
        "Night Boat  Proposed  since an unknown day  (sources disagree)\n"
    )


def test_an_empty_board_says_so() -> None:
    out = StringIO()
    Console(out).board([])
    assert out.getvalue() == "The articles name no status of any topic.\n"


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("What do tickets cost?", "  The ferry to Holm"),
        ("!ask What do tickets cost?", "  The ferry to Holm"),
        ("!status brigde", "Bridge: Open, since"),
        ("!Status", "Bridge  Open  since"),
        ("!help", HELP),
        ("!frobnicate all", "There is no command !frobnicate.\n" + HELP),
        ("", "The articles do not answer this."),
    ],
)
def test_each_line_has_its_reply(line: str, begins: str) -> None:
    assert replied(line).startswith(begins)


@pytest.mark.parametrize(("preview", "verb"), [(False, ""), (True, "would be ")])
def test_a_reload_tells_what_it_changed_or_would_change(preview: bool, verb: str) -> None:
    changes = replace(
        NO_CHANGES,
        added=("a.md",),
        changed=("b.md",),
        removed=("c.md",),
        statuses=(StatusChange("Bridge", None, "Open"), StatusChange("Boat", "Open", None)),
        glossary=True,
    )
    out = StringIO()
    Console(out).changes(changes, preview=preview)
    assert out.getvalue().splitlines() == [
        f"{verb}added: a.md",
        f"{verb}changed: b.md",
        f"{verb}removed: c.md",
        "Bridge: unknown → Open",
        "Boat: Open → unknown",
        f"{verb}changed: the glossary",
        "2 articles, 7 passages.",
    ]


def test_a_reload_that_changed_nothing_says_so() -> None:
    out = StringIO()
    Console(out).changes(NO_CHANGES, preview=False)
    assert out.getvalue() == "Nothing has changed.\n2 articles, 7 passages.\n"


def test_on_a_terminal_lines_are_wrapped_at_its_width() -> None:
    out = Terminal()
    Console(out).answer(Answer("?", Verdict.ANSWER, (Hit(PROSE, ARTICLE, 0.9),)), COVERAGE)
    lines = [re.sub(r"\x1b\[\dm", "", line) for line in out.getvalue().splitlines()]
    assert all(line.startswith("  ") and len(line) <= 40 for line in lines)
    assert " ".join(" ".join(lines).split()).startswith(PROSE.text)


def test_an_address_is_never_broken() -> None:
    out = Terminal()
    Console(out).answer(Answer("?", Verdict.ANSWER, (Hit(ROW, UNDATED, 0.9),)), COVERAGE)
    assert str(UNDATED.url) in out.getvalue()


def test_a_wide_terminal_is_not_filled_from_edge_to_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    out = Terminal()
    Console(out).status(Answer("?", Verdict.NONE, suggestions=("Bridge",) * 30), COVERAGE)
    assert max(map(len, out.getvalue().splitlines())) <= 100


def test_colours_are_for_terminals_and_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    piped, coloured, without = StringIO(), Terminal(), Terminal()
    Console(piped).board([STATUS])
    Console(coloured).board([STATUS])
    monkeypatch.setenv("NO_COLOR", "1")
    Console(without).board([STATUS])
    assert "\x1b[" in coloured.getvalue()
    assert piped.getvalue() == without.getvalue()


def test_the_welcome_says_what_is_covered_and_how_to_go_on() -> None:
    out = StringIO()
    Console(out).welcome(COVERAGE)
    assert out.getvalue().startswith("Covered: 1 article from 2 March 2026")
    assert "!help" in out.getvalue()


def test_progress_is_one_line_that_goes_away_on_a_terminal_with_many_files() -> None:
    out = Terminal()
    for done in (999, 1000):
        Console(out).progress(done, 1000)
    assert out.getvalue() == "Reading 999 of 1,000 files\rReading 1,000 of 1,000 files\r\x1b[K"


@pytest.mark.parametrize(("out", "files"), [(StringIO(), 1000), (Terminal(), 19)])
def test_a_pipe_and_a_few_files_show_no_progress(out: StringIO, files: int) -> None:
    Console(out).progress(1, files)
    assert out.getvalue() == ""


HOSTILE = "Bri\x1b]0;owned\x07dge\u202e\x9b2J\r\nsecond\x00\u2066"


def test_nothing_in_an_article_speaks_to_the_terminal() -> None:
    row = replace(ROW, row=HOSTILE, lead_in=HOSTILE, cells=((HOSTILE, HOSTILE),), section=(HOSTILE,))
    article = Article(HOSTILE, HOSTILE, "en", (row,), MONDAY, None, HOSTILE)
    status = Status(HOSTILE, HOSTILE, article, row, MONDAY)
    status = replace(status, disagree=(status,))
    hit = Hit(row, article, 0.9)
    out = StringIO()
    console = Console(out)
    console.answer(Answer(HOSTILE, Verdict.ANSWER, (hit,), replace(status, passage=PROSE)), COVERAGE)
    console.answer(
        Answer(HOSTILE, Verdict.ANSWER, (Hit(replace(PROSE, text=HOSTILE), article, 0.9),)), COVERAGE
    )
    console.answer(Answer(HOSTILE, Verdict.NONE), replace(COVERAGE, topics=(HOSTILE,)))
    console.status(Answer(HOSTILE, Verdict.ANSWER, (hit,), status), COVERAGE)
    console.status(Answer(HOSTILE, Verdict.NONE, suggestions=(HOSTILE,)), COVERAGE)
    console.board([status])
    changed = StatusChange(HOSTILE, HOSTILE, HOSTILE)
    console.changes(replace(NO_CHANGES, added=(HOSTILE,), statuses=(changed,)), preview=False)
    console.reply(Snapshot(Corpus(()), Thresholds()), f"!{HOSTILE}")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", out.getvalue())
    assert not [line for line in out.getvalue().splitlines() if line.startswith("second")]


def test_what_languages_and_emoji_are_spelt_with_stays() -> None:
    text = "می‌خواهم 👩‍🚀 санкції"
    assert plain(text) == text
