"""What is new? Articles, statuses and other names compared."""

from datetime import date

import pytest

from knowledge.changes import Changes, StatusChange, compare
from knowledge.ledger import Ledger
from knowledge.model import Article, Corpus, Kind, Passage, Problem, Term


def article(path: str, text: str) -> Article:
    return Article(path, path, "en", (Passage(text, Kind.BULLET, (), (1, 1)),), date(2026, 3, 2))


FERRY, BRIDGE = article("ferry.md", "Ferry: Proposed"), article("bridge.md", "Bridge: Open")


def compared(before: Corpus, after: Corpus, *problems: Problem) -> Changes:
    return compare(before, after, (Ledger(before).board(), Ledger(after).board()), problems)


def test_added_changed_and_removed_articles_are_named_by_path() -> None:
    other = article("ferry.md", "The ferry sails.")
    new = article("lamp.md", "A lamp burns.")
    changes = compared(Corpus((BRIDGE, FERRY)), Corpus((other, new)))
    assert (changes.added, changes.changed, changes.removed) == (("lamp.md",), ("ferry.md",), ("bridge.md",))
    assert (changes.articles, changes.passages) == (2, 2)
    assert not changes.nothing


def test_a_status_that_came_changed_or_went_is_a_change() -> None:
    before = Corpus((FERRY, BRIDGE))
    after = Corpus((article("ferry.md", "ferry: Approved"), article("tower.md", "Tower: Closed")))
    assert compared(before, after).statuses == (
        StatusChange("Bridge", "Open", None),
        StatusChange("ferry", "Proposed", "Approved"),
        StatusChange("Tower", None, "Closed"),
    )


def test_a_status_in_other_letters_is_no_change() -> None:
    assert compared(Corpus((FERRY,)), Corpus((article("ferry.md", "FERRY: proposed"),))).statuses == ()


def test_nothing_has_changed_between_a_corpus_and_itself() -> None:
    assert compared(Corpus((FERRY,)), Corpus((FERRY,))).nothing


def test_problems_are_passed_on_and_are_no_change() -> None:
    problem = Problem("bad.md", "is empty", "Remove it.")
    changes = compared(Corpus((FERRY,)), Corpus((FERRY,)), problem)
    assert changes.problems == (problem,)
    assert changes.nothing


@pytest.mark.parametrize("others", [(), (("en", "boat"),)])
def test_a_glossary_that_says_something_else_is_a_change(others: tuple[tuple[str, str], ...]) -> None:
    before = Corpus((FERRY,), (Term("Ferry", (("en", "ship"),)),))
    changes = compared(before, Corpus((FERRY,), (Term("Ferry", others),)))
    assert changes.glossary
    assert not changes.nothing
