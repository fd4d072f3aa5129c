"""How does it look in a terminal? In colour and wrapped there, plain where it is piped."""

import re
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from bot.freshness import Freshness

from bot.terminal.console import HELP, Console, parse, plain
from knowledge.answering.retrieval import Thresholds
from knowledge.model import (
    Answer,
    Article,
    Claim,
    Corpus,
    Coverage,
    Hit,
    Kind,
    Passage,
    Problem,
    Statement,
    Status,
    StatusChange,
    Verdict,
)
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import Changes

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


def row(status: str, line: int = 9) -> Passage:
    cells = (("Project", "Bridge"), ("Status", status))
    text, as_it_stands = f"Project: Bridge; Status: {status}", f"| Bridge | {status} |"
    return Passage(text, Kind.ROW, (), (line, line), "All projects:", cells, as_it_stands)


def claim(status: str, article: Article, topic: str = "Bridge") -> Claim:
    return Claim(topic, status, article, row(status))


EARLIER = Article("plans.md", "Plans", "en", (row("Proposed"),), date(2026, 2, 9))
SAME_DAY = Article("rumours.md", "Rumours", "en", (row("Closed"),), MONDAY)
STATUS = Status("Bridge", (claim("Open", ARTICLE),))
MOVED = replace(STATUS, previous=Status("Bridge", (claim("Proposed", EARLIER),)))
DISPUTED = replace(MOVED, against=(claim("Closed", SAME_DAY),))
LOADED = Status("Bridge", (claim("Open", UNDATED),))
FRESH = Freshness(FRIDAY, 30, 7)
OLD = Freshness(date(2026, 4, 16), 30, 7)
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


def printed(answer: Answer, coverage: Coverage = COVERAGE, freshness: Freshness = FRESH) -> str:
    out = StringIO()
    Console(out, freshness).answer(answer, coverage)
    return out.getvalue()


def found(status: Status) -> Answer:
    return Answer("brigde", Verdict.ANSWER, (Hit(status.passage, status.article, 1.0),), status)


def stated(status: Status, freshness: Freshness = FRESH, as_of: date | None = None) -> str:
    out = StringIO()
    Console(out, freshness).status(found(status), COVERAGE, as_of)
    return out.getvalue()


def told(status: Status, freshness: Freshness = FRESH) -> str:
    out = StringIO()
    Console(out, freshness).history(found(status), COVERAGE)
    return out.getvalue()


def shown_board(*board: Status, freshness: Freshness = FRESH, as_of: date | None = None) -> str:
    out = StringIO()
    Console(out, freshness).board(board, as_of)
    return out.getvalue()


def replied(line: str, *articles: Article, freshness: Freshness = FRESH) -> str:
    out = StringIO()
    Console(out, freshness).reply(Snapshot(Corpus(articles or (ARTICLE,)), Thresholds()), line)
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


def test_a_list_is_shown_item_by_item() -> None:
    items = (replace(PROSE, text="one"), replace(PROSE, text="two"))
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(items[0], ARTICLE, 0.9),), items=items))
    assert shown.startswith("  • one\n  • two\n  — ")


def test_statuses_of_several_articles_are_shown_each_with_its_words_and_source() -> None:
    boat = replace(
        row("Open"), text="Project: Boat; Status: Open", cells=(("Project", "Boat"), ("Status", "Open"))
    )
    gate = replace(boat, text="Project: Gate; Status: Open", cells=(("Project", "Gate"), ("Status", "Open")))
    shown = replied("what is open?", ARTICLE, replace(SAME_DAY, passages=(boat, gate)))
    assert shown.splitlines() == [
        "Boat: Open, since 2 March 2026",
        "  | Bridge | Open |",
        "  — Rumours, 2 March 2026, line 9",
        "Bridge: Open, since 2 March 2026",
        "  | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "Gate: Open, since 2 March 2026",
        "  | Bridge | Open |",
        "  — Rumours, 2 March 2026, line 9",
    ]


def test_a_bullet_is_shown_as_one() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(replace(PROSE, kind=Kind.BULLET), ARTICLE, 0.9),)))
    assert shown.startswith("  • The ferry")


def test_an_outdated_status_is_followed_by_the_one_that_stands_now() -> None:
    now = Status("Bridge", (claim("Closed", UNDATED),))
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, ARTICLE, 0.9),), now))
    assert shown.endswith("line 9\nNow: Bridge: Closed, as loaded on 6 March 2026\n")


def test_an_answer_from_an_old_source_carries_the_same_warning_as_a_status() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, ARTICLE, 0.9),), STATUS), freshness=OLD)
    assert shown.endswith("line 9\nThe newest article on this is 45 days old.\n")


def test_an_answer_from_a_later_article_says_since_when_it_is_so() -> None:
    again = Claim("Bridge", "Open", replace(ARTICLE, published=FRIDAY), ROW)
    status = replace(STATUS, claims=(*STATUS.claims, again))
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, again.article, 0.9),), status))
    assert shown.endswith("6 March 2026, line 9\nBridge: Open, since 2 March 2026\n")


def test_what_stood_at_a_time_that_was_asked_for_has_not_grown_old() -> None:
    earlier = replace(EARLIER, passages=(row("Proposed"),))
    asked = "what was the status of the bridge in February 2026?"
    assert replied(asked, earlier, ARTICLE, freshness=OLD).endswith(
        "9 February 2026, line 9\nNow: Bridge: Open, since 2 March 2026\n"
    )
    assert "45 days old" in replied("what is the status of the bridge?", earlier, ARTICLE, freshness=OLD)


def test_changes_are_told_for_the_period_that_was_asked_about() -> None:
    earlier = replace(EARLIER, passages=(row("Proposed"),))
    shown = replied("what changed in February 2026?", earlier, ARTICLE)
    assert shown.startswith("From 1 February 2026 to 28 February 2026:\nBridge: unknown → Proposed\n")


def test_a_day_may_stand_behind_a_topic() -> None:
    earlier = replace(EARLIER, passages=(row("Proposed"),))
    assert replied("!status bridge 2026-02-20", earlier, ARTICLE).startswith("Bridge: Proposed")
    assert replied("!status bridge 2026-01-20", earlier, ARTICLE).startswith(
        "Bridge had no status on 20 January"
    )
    assert replied("!status 2026-02-20", earlier, ARTICLE).startswith(
        "As of 20 February 2026:\nBridge  Proposed"
    )
    assert replied("!status bridge 2026-02-30", ARTICLE).startswith(
        "“2026-02-30” is no date. Write for example"
    )
    assert replied("!status ridge 2026-01-20", earlier, ARTICLE).startswith("There is no topic “ridge”")


def test_a_date_of_loading_is_not_shown_as_one_of_publication() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, UNDATED, 0.9),)))
    assert f"— Notes, loaded on 6 March 2026, line 9 {UNDATED.url}" in shown


def test_a_topic_stands_with_date_quote_and_source() -> None:
    assert stated(STATUS) == (
        "Bridge: Open, since 2 March 2026\n  | Bridge | Open |\n  — The ferry opens, 2 March 2026, line 9\n"
    )


def test_a_topic_that_stood_elsewhere_before_says_where_and_since_when() -> None:
    assert stated(MOVED).splitlines()[:2] == [
        "Bridge: Open, since 2 March 2026",
        "before: Proposed, since 9 February 2026",
    ]


def test_a_fact_without_a_date_stands_as_it_was_loaded() -> None:
    assert stated(LOADED).startswith("Bridge: Open, as loaded on 6 March 2026\n")


def test_an_article_without_any_day_says_so() -> None:
    unknown = Status("Bridge", (claim("Open", replace(UNDATED, loaded_on=None)),))
    assert stated(unknown).startswith("Bridge: Open, as loaded on an unknown day\n")


@pytest.mark.parametrize(
    ("status", "today", "warning"),
    [
        (STATUS, date(2026, 4, 1), None),
        (STATUS, date(2026, 4, 2), "The newest article on this is 31 days old."),
        (STATUS, date(2029, 4, 2), "The newest article on this is 1,127 days old."),
        (STATUS, date(2026, 1, 1), None),
        (LOADED, date(2026, 4, 6), "The newest article on this has no date and was loaded 31 days ago."),
        (
            replace(STATUS, claims=(*STATUS.claims, claim("Open", replace(UNDATED, published=FRIDAY)))),
            date(2026, 4, 5),
            None,
        ),
    ],
)
def test_an_old_source_is_warned_of(status: Status, today: date, warning: str | None) -> None:
    last = stated(status, Freshness(today, 30, 7)).splitlines()[-1]
    assert last == warning if warning else "days" not in last


def test_a_status_as_of_a_day_is_as_old_as_it_was_then() -> None:
    assert "days old" not in stated(STATUS, OLD, as_of=FRIDAY)
    assert "45 days old" in stated(STATUS, OLD, as_of=date(2030, 1, 1))


def test_sources_that_disagree_are_quoted_side_by_side() -> None:
    assert stated(DISPUTED).splitlines()[2:] == [
        "Sources disagree:",
        "  Open: | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "  Closed: | Bridge | Closed |",
        "  — Rumours, 2 March 2026, line 9",
    ]


def test_an_answer_tells_that_its_sources_disagree() -> None:
    shown = printed(Answer("?", Verdict.ANSWER, (Hit(ROW, ARTICLE, 0.9),), DISPUTED))
    assert "Sources disagree:\n  Open: | Bridge | Open |\n" in shown


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
    out = StringIO()
    unknown = Answer("brigde", Verdict.NONE, suggestions=suggestions)
    Console(out).status(unknown, coverage)
    Console(out).history(unknown, coverage)
    assert out.getvalue() == 2 * shown


def test_a_topic_without_a_status_yet_says_since_when_it_has_one() -> None:
    out = StringIO()
    Console(out).unknown_then(MOVED, date(2026, 1, 1))
    assert out.getvalue() == (
        "Bridge had no status on 1 January 2026. The first one is Proposed, since 9 February 2026.\n"
    )


def test_a_history_is_a_dated_timeline_with_the_quote_and_source_of_each_step() -> None:
    last = Status("Bridge", (claim("Done", UNDATED),), MOVED)
    assert told(last).splitlines() == [
        "Bridge",
        "9 February 2026: Proposed",
        "  | Bridge | Proposed |",
        "  — Plans, 9 February 2026, line 9",
        "2 March 2026: Open",
        "  | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "Loaded on 6 March 2026: Done",
        "  | Bridge | Done |",
        f"  — Notes, loaded on 6 March 2026, line 9 {UNDATED.url}",
    ]


def test_a_contradiction_is_a_part_of_its_step() -> None:
    assert told(DISPUTED, OLD).splitlines()[4:] == [
        "2 March 2026: Open",
        "Sources disagree:",
        "  Open: | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "  Closed: | Bridge | Closed |",
        "  — Rumours, 2 March 2026, line 9",
        "The newest article on this is 45 days old.",
    ]


def test_a_contradiction_that_came_later_stands_below_the_quote_that_began_the_step() -> None:
    again, other = (replace(article, published=FRIDAY) for article in (ARTICLE, SAME_DAY))
    later = Status("Bridge", (claim("Open", ARTICLE), claim("Open", again)), None, (claim("Closed", other),))
    assert told(later).splitlines()[1:] == [
        "2 March 2026: Open",
        "  | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "Sources disagree:",
        "  Open: | Bridge | Open |",
        "  — The ferry opens, 6 March 2026, line 9",
        "  Closed: | Bridge | Closed |",
        "  — Rumours, 6 March 2026, line 9",
    ]


def test_the_board_has_a_line_for_each_topic() -> None:
    boat = replace(LOADED, topic="Night Boat", against=(claim("Closed", UNDATED),))
    assert shown_board(STATUS, boat) == (
        "Bridge      Open  since 2 March 2026\n"
        "Night Boat  Open  as loaded on 6 March 2026  (sources disagree)\n"
    )


def test_the_board_has_an_arrow_where_a_status_changed_in_the_last_days() -> None:
    recently, later = Freshness(date(2026, 3, 9), 30, 7), Freshness(date(2026, 3, 10), 30, 7)
    assert shown_board(MOVED, freshness=recently) == "Bridge  Proposed → Open  since 2 March 2026\n"
    assert shown_board(MOVED, freshness=later) == "Bridge  Open  since 2 March 2026\n"
    as_of = shown_board(MOVED, freshness=later, as_of=FRIDAY).splitlines()
    assert as_of == ["As of 6 March 2026:", "Bridge  Proposed → Open  since 2 March 2026"]


def test_an_empty_board_says_so() -> None:
    assert shown_board() == "The articles name no status of any topic.\n"
    assert shown_board(as_of=MONDAY) == "The articles name no status of any topic by 2 March 2026.\n"


def test_what_is_new_is_told_old_and_new_with_both_quotes_and_the_articles() -> None:
    other = replace(SAME_DAY, url="https://example.org/r")
    assert replied("!new", EARLIER, replace(ARTICLE, passages=(ROW,)), other).splitlines() == [
        "Since 27 February 2026:",
        "Bridge: Proposed → Closed",
        "  Proposed: | Bridge | Proposed |",
        "  — Plans, 9 February 2026, line 9",
        "Sources disagree:",
        "  Closed: | Bridge | Closed |",
        "  — Rumours, 2 March 2026, line 9 https://example.org/r",
        "  Open: | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "New articles:",
        "  2 March 2026: The ferry opens",
        "  2 March 2026: Rumours https://example.org/r",
    ]


def test_a_topic_that_is_new_was_unknown_before() -> None:
    assert replied("!new 2026-03-06", UNDATED).splitlines()[:4] == [
        "Since 6 March 2026:",
        "Bridge: unknown → Open",
        "  Open: | Bridge | Open |",
        f"  — Notes, loaded on 6 March 2026, line 9 {UNDATED.url}",
    ]


def test_articles_that_change_no_status_are_news_too() -> None:
    later = replace(ARTICLE, path="later.md", published=FRIDAY)
    assert replied("!new 2026-03-06", ARTICLE, later).splitlines() == [
        "Since 6 March 2026:",
        "New articles:",
        "  6 March 2026: The ferry opens",
    ]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("What do tickets cost?", "  The ferry to Holm"),
        ("!ask What do tickets cost?", "  The ferry to Holm"),
        ("!status brigde", "Bridge: Open, since"),
        ("!Status", "Bridge  Open  since"),
        ("!history brigde", "Bridge\n2 March 2026: Open\n"),
        ("!history", "Name a topic. Known: Bridge.\n"),
        ("!history nonsense", "There is no topic “nonsense”."),
        ("!new", "Since 27 February 2026:\nBridge: unknown → Open\n"),
        ("!new 2026-03-02", "Since 2 March 2026:\nBridge: unknown → Open\n"),
        ("!new 2026-03-03", "Nothing has changed since 3 March 2026.\n"),
        ("!new last week", "“last week” is no date. Write for example !new 2026-11-10.\n"),
        ("!help", HELP),
        ("!frobnicate all", "There is no command !frobnicate.\n" + HELP),
        ("", "The articles do not answer this."),
    ],
)
def test_each_line_has_its_reply(line: str, begins: str) -> None:
    assert replied(line).startswith(begins)


def statement(status: str) -> Statement:
    return Statement(status, f"| Bridge | {status} |", "The ferry opens", (), (9, 9), MONDAY)


@pytest.mark.parametrize(("preview", "verb"), [(False, ""), (True, "would be ")])
def test_a_reload_tells_what_it_changed_or_would_change(preview: bool, verb: str) -> None:
    changes = replace(
        NO_CHANGES,
        added=("a.md",),
        changed=("b.md",),
        removed=("c.md",),
        statuses=(
            StatusChange("Bridge", statement("Open"), statement("Closed")),
            StatusChange("Boat", None, statement("Open")),
            StatusChange("Ferry", statement("Open"), None),
        ),
        glossary=True,
        contradictions=(DISPUTED,),
        problems=(Problem("bad.txt", "is not UTF-8", "Save it as UTF-8.", 3),),
        broken=("who keeps the lighthouse?",),
        answerable=("when does it sail?",),
    )
    out = StringIO()
    Console(out).changes(changes, preview=preview)
    assert out.getvalue().splitlines() == [
        f"{verb}added: a.md",
        f"{verb}changed: b.md",
        f"{verb}removed: c.md",
        "Bridge: Open → Closed",
        "Boat: unknown → Open",
        "Ferry: Open → unknown",
        f"{verb}changed: the glossary",
        "Bridge:",
        "Sources disagree:",
        "  Open: | Bridge | Open |",
        "  — The ferry opens, 2 March 2026, line 9",
        "  Closed: | Bridge | Closed |",
        "  — Rumours, 2 March 2026, line 9",
        "not taken up: bad.txt:3: is not UTF-8 (Save it as UTF-8.)",
        f"{verb}answered wrongly: who keeps the lighthouse?",
        f"{verb}answered for who waits: when does it sail?",
        "2 articles, 7 passages.",
    ]


@pytest.mark.parametrize(("preview", "said"), [(False, "has changed"), (True, "would change")])
def test_a_reload_that_changed_nothing_says_so(preview: bool, said: str) -> None:
    out = StringIO()
    Console(out).changes(NO_CHANGES, preview=preview)
    assert out.getvalue() == f"Nothing {said}.\n2 articles, 7 passages.\n"


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
    said = Claim(HOSTILE, HOSTILE, article, row)
    status = Status(HOSTILE, (said,), Status(HOSTILE, (said,)), (said,))
    hit = Hit(row, article, 0.9)
    out = StringIO()
    console = Console(out, FRESH)
    console.answer(Answer(HOSTILE, Verdict.ANSWER, (hit,), status), COVERAGE)
    console.answer(
        Answer(HOSTILE, Verdict.ANSWER, (Hit(replace(PROSE, text=HOSTILE), article, 0.9),), status), COVERAGE
    )
    console.answer(Answer(HOSTILE, Verdict.NONE), replace(COVERAGE, topics=(HOSTILE,)))
    console.status(Answer(HOSTILE, Verdict.ANSWER, (hit,), status), COVERAGE)
    console.status(Answer(HOSTILE, Verdict.NONE, suggestions=(HOSTILE,)), COVERAGE)
    console.history(Answer(HOSTILE, Verdict.ANSWER, (hit,), status), COVERAGE)
    console.unknown_then(status, date(2026, 1, 1))
    console.board([status])
    words = Statement(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), (1, 1), None, None, HOSTILE)
    changes = replace(
        NO_CHANGES,
        added=(HOSTILE,),
        statuses=(StatusChange(HOSTILE, words, words),),
        contradictions=(status,),
        problems=(Problem(HOSTILE, HOSTILE, HOSTILE),),
        broken=(HOSTILE,),
        answerable=(HOSTILE,),
    )
    console.changes(changes, preview=False)
    snapshot = Snapshot(Corpus((replace(article, passages=(replace(row, cells=ROW.cells),)),)), Thresholds())
    for line in ("!new", f"!{HOSTILE}", f"!new {HOSTILE}", f"!history {HOSTILE}"):
        console.reply(snapshot, line)
    assert "Nothing" not in out.getvalue()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", out.getvalue())
    assert not [line for line in out.getvalue().splitlines() if line.startswith("second")]


def test_what_languages_and_emoji_are_spelt_with_stays() -> None:
    text = "می‌خواهم 👩‍🚀 санкції"
    assert plain(text) == text
