"""In which order do claims follow that name days of their own?"""

from datetime import date

from msgspec.structs import replace

from knowledge.model import Corpus
from knowledge.statuses.changes import change_id, find_fact_changes
from knowledge.statuses.ledger import Ledger, step_on
from tests.knowledge.statuses.reading import read, table


def november(day: int) -> date:
    return date(2026, 11, day)


def board(day: int, *rows: str, path: str = "") -> Corpus:
    """Make a corpus of one article of that day, with rows "date | topic | status"."""
    return Corpus((read(table("Date | Topic | Status", *rows), path or f"{day:02}.md", day=november(day)),))


def course(*boards: Corpus) -> list[tuple[str, date | None]]:
    """Give each step of the only topic: its status, and since when it stands."""
    corpus = Corpus(tuple(article for each in boards for article in each.articles))
    (step,) = Ledger(corpus).board()
    return [(each.status, each.as_of) for each in step.course]


def test_a_date_in_a_row_says_since_when_its_status_stands() -> None:
    assert course(board(12, "3 Nov | Sluice | Agreed")) == [("Agreed", november(3))]
    (step,) = Ledger(board(12, "3 Nov | Sluice | Agreed")).board()
    assert step_on(step, november(2)) is None
    assert step_on(step, november(5)) == step


def test_a_board_that_is_published_again_with_the_same_date_says_nothing_new() -> None:
    assert course(*(board(day, "3 Nov | Sluice | Agreed") for day in (5, 12, 19))) == [
        ("Agreed", november(3))
    ]


def test_what_a_newer_board_says_stands_though_its_row_is_older_than_what_others_said() -> None:
    said = (
        board(10, " | Sluice | Proposed"),
        board(12, "3 Nov | Sluice | Agreed"),
        board(13, "3 Nov | Sluice | Agreed"),
    )
    assert course(*said) == [("Proposed", november(10)), ("Agreed", november(12))]


def test_a_history_has_each_step_on_its_day_and_does_not_end_what_came_after() -> None:
    log = board(12, "1 Nov | Sluice | Proposed", "5 Nov | Sluice | Agreed")
    assert course(board(10, " | Sluice | Signed"), log) == [
        ("Proposed", november(1)),
        ("Agreed", november(5)),
        ("Signed", november(10)),
    ]


def test_of_several_who_spoke_before_each_is_remembered() -> None:
    said = (
        board(2, " | Sluice | Open"),
        board(3, " | Sluice | Agreed"),
        board(4, " | Sluice | Agreed"),
        board(6, "1 Nov | Sluice | Open", path="06a.md"),
        board(7, "5 Nov | Sluice | Agreed"),
        board(8, "1 Nov | Sluice | Agreed"),
    )
    assert course(*said) == [
        ("Open", november(2)),
        ("Agreed", november(3)),
        ("Open", november(6)),
        ("Agreed", november(7)),
    ]


def test_a_status_in_another_dress_is_no_step_no_change_and_no_contradiction() -> None:
    dresses = ("Agreed", "Agreed [1]", "✅ Agreed", "AGREED!", "~~Open~~ Agreed", "Agreed¹", "Agreed (1 Nov)")
    boards = [board(day, f" | Sluice | {each}") for day, each in enumerate(dresses, 1)]
    assert course(*boards) == [("Agreed", november(1))]
    before, after = Ledger(boards[0]), Ledger(Corpus((*boards[0].articles, *boards[2].articles)))
    assert find_fact_changes((before, after)) == ()
    same_day = Corpus((*boards[2].articles, *board(3, " | Sluice | Agreed.", path="x.md").articles))
    (step,) = Ledger(same_day).board()
    assert (step.status, step.disagree) == ("Agreed", ())


def test_a_change_has_one_name_in_whatever_dress() -> None:
    old = Ledger(board(1, " | Sluice | Open"))
    changes = [
        find_fact_changes((old, Ledger(board(9, f" | Sluice | {dress}"))))[0]
        for dress in ("Agreed", "✅ AGREED [2]")
    ]
    assert len({change_id(each) for each in changes}) == 1


def test_what_an_earlier_version_of_an_article_said_is_history() -> None:
    (first,) = board(3, " | Sluice | Open", path="a.md").articles
    (second,) = board(3, " | Sluice | Agreed", path="a.md").articles
    revised = replace(second, revised_on=november(9), earlier=(first,))
    assert course(Corpus((revised,))) == [("Open", november(3)), ("Agreed", november(9))]
