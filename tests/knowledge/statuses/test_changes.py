"""What is new? Articles, statuses, contradictions and other names compared."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from knowledge.model import Article, Corpus, Kind, Passage, Problem, Statement, StatusChange, Term
from knowledge.statuses.changes import Changes, between, change_id, compare, find_fact_changes
from knowledge.statuses.ledger import Ledger
from knowledge.statuses.loss import Loss

SHIP = (Term("Ferry", (("en", "ship"),)),)


def article(path: str, day: int, *rows: str, title: str = "News", cell: str = "") -> Article:
    """Make an article of that day in March, with a table row for each "topic: status"."""
    passages: list[Passage] = []
    for line, row in enumerate(rows, 1):
        topic, status = row.split(": ")
        cells = (("Topic", topic), ("Status", status), ("Note", cell))
        row = f"| {topic} | {status} | {cell} |"
        passages.append(Passage(row, Kind.ROW, ("Table",), (line, line), cells=cells, row=row))
    return Article(path, title, "en", tuple(passages), date(2026, 3, day))


def corpus(*articles: Article, glossary: tuple[Term, ...] = ()) -> Corpus:
    return Corpus(tuple(sorted(articles, key=lambda each: each.path)), glossary)


def compared(before: Corpus, after: Corpus, *problems: Problem) -> Changes:
    return compare((before, after), (Ledger(before), Ledger(after)), problems)


def facts(before: Corpus, after: Corpus) -> list[tuple[str, str | None, str | None]]:
    """Give what the articles say otherwise: (topic, old status, new status)."""
    return [short(change) for change in find_fact_changes((Ledger(before), Ledger(after)))]


def short(change: StatusChange) -> tuple[str, str | None, str | None]:
    before, after = change.before, change.after
    return change.topic, before and before.status, after and after.status


PROPOSED, AGREED = article("a.md", 2, "Ferry: Proposed"), article("b.md", 9, "Ferry: Agreed")
OLD = corpus(PROPOSED)


def test_added_changed_and_removed_articles_are_named_by_path() -> None:
    changed, new = article("a.md", 2, "Ferry: Agreed"), article("lamp.md", 3)
    changes = compared(corpus(PROPOSED, article("c.md", 1)), corpus(changed, new))
    assert (changes.added, changes.changed, changes.removed) == (("lamp.md",), ("a.md",), ("c.md",))
    assert (changes.articles, changes.passages) == (2, 1)
    assert not changes.nothing


def test_what_is_taken_back_is_counted_without_what_was_only_moved_or_spelt_otherwise() -> None:
    before = corpus(
        PROPOSED,
        article("lamp.md", 3, "Lamp: Lit", title="Lamp"),
        article("bell.md", 4, "Bell: Rung", title="Bell"),
    )
    after = corpus(PROPOSED, article("moved/lamp.md", 3, "Lamp: Lit", title="Lamp"))
    changes = compared(before, after)
    assert changes.removed == ("bell.md", "lamp.md")
    assert changes.loss == Loss(("bell.md",), 3, ("Bell",), 3)
    assert compared(before, before).loss == Loss((), 3, (), 3)


def test_a_file_that_is_kept_as_it_was_is_said_with_what_is_wrong_with_it() -> None:
    wrong, new = Problem("a.md", "is empty", "Fill it.", 2), Problem("new.md", "is a link", "Copy it.")
    around = Problem("sub", "cannot be listed", "Look.")
    ledger = Ledger(OLD)
    changes = compare((OLD, OLD), (ledger, ledger), [wrong, new, around], ["a.md", "sub/b.md"])
    assert changes.kept == (wrong, "sub/b.md")
    assert changes.left_out == (new, around)
    assert changes.remarks == (
        "Kept as it was: a.md:2: is empty (Fill it.)",
        "Kept as it was: sub/b.md",
        "Not taken up: new.md: is a link (Copy it.)",
        "Not taken up: sub: cannot be listed (Look.)",
    )
    assert changes.nothing


def test_a_status_that_came_changed_or_went_is_a_change_and_they_are_sorted_by_topic() -> None:
    before = corpus(article("a.md", 2, "Ferry: Proposed", "Bridge: Open"))
    after = corpus(article("a.md", 2, "ferry: Agreed", "Tower: Closed"))
    assert [short(change) for change in compared(before, after).statuses] == [
        ("Bridge", "Open", None),
        ("ferry", "Proposed", "Agreed"),
        ("Tower", None, "Closed"),
    ]
    assert facts(before, after) == [short(change) for change in compared(before, after).statuses]


def test_a_change_has_both_quotes_with_their_dates() -> None:
    def state(status: str, day: int) -> Statement:
        row, cells = f"| Ferry | {status} |  |", (("Topic", "Ferry"), ("Status", status), ("Note", ""))
        return Statement(status, row, "News", ("Table",), (1, 1), date(2026, 3, day), cells=cells)

    (change,) = compared(OLD, corpus(PROPOSED, AGREED)).statuses
    assert change == StatusChange("Ferry", state("Proposed", 2), state("Agreed", 9))


def test_several_steps_at_once_are_one_change_from_the_last_before_to_the_first_of_now() -> None:
    before = corpus(PROPOSED, article("a2.md", 3, "Ferry: Proposed"))
    steps = [
        article(f"{day}.md", day, f"Ferry: {status}")
        for day, status in ((9, "Agreed"), (16, "Signed"), (20, "Signed"))
    ]
    (change,) = compared(before, corpus(*before.articles, *steps)).statuses
    assert short(change) == ("Ferry", "Proposed", "Signed")
    assert (change.before, change.after) == (
        Ledger(before).board()[0].claims[-1].statement,
        Ledger(corpus(*steps)).board()[0].claims[0].statement,
    )
    assert change.after
    assert change.after.published == date(2026, 3, 16)


COSMETIC = {
    "nothing at all": PROPOSED,
    "case and punctuation": article("a.md", 2, "FERRY!: *proposed*."),
    "the row's other cells": article("a.md", 2, "Ferry: Proposed", cell="since long"),
    "another title": article("a.md", 2, "Ferry: Proposed", title="Old news"),
    "another path": article("2026/news.md", 2, "Ferry: Proposed"),
    "another spelling of the topic": article("a.md", 2, "ferries: Proposed"),
    "a corrected date": article("a.md", 4, "Ferry: Proposed"),
    "no date": replace(PROPOSED, published=None, loaded_on=date(2026, 3, 20)),
}


@pytest.mark.parametrize("rewritten", COSMETIC.values(), ids=COSMETIC.keys())
def test_cosmetic_rewrites_change_no_status(rewritten: Article) -> None:
    assert compared(OLD, corpus(rewritten)).statuses == ()


def test_an_old_article_that_comes_late_and_changes_nothing_now_is_no_change_of_status() -> None:
    assert compared(corpus(AGREED), corpus(PROPOSED, AGREED)).statuses == ()


def test_an_older_status_that_stands_again_is_a_change_of_fact() -> None:
    assert facts(corpus(PROPOSED, AGREED), OLD) == [("Ferry", "Agreed", "Proposed")]


def test_a_date_that_makes_another_status_the_newest_is_a_change_of_fact() -> None:
    before = corpus(PROPOSED, AGREED)
    assert facts(before, corpus(PROPOSED, replace(AGREED, published=date(2026, 3, 1)))) == [
        ("Ferry", "Agreed", "Proposed")
    ]


@pytest.mark.parametrize(
    ("ferry", "ship", "joined"),
    [
        (("Proposed", 2), ("Agreed", 9), "Agreed"),
        (("Agreed", 9), ("Proposed", 2), "Agreed"),
        (("Agreed", 2), ("Agreed", 9), "Agreed"),
    ],
)
def test_a_glossary_that_joins_or_splits_topics_changes_no_fact(
    ferry: tuple[str, int], ship: tuple[str, int], joined: str
) -> None:
    articles = [
        article(f"{name}.md", day, f"{name}: {status}")
        for name, (status, day) in (("Ferry", ferry), ("Ship", ship))
    ]
    apart, together = corpus(*articles), corpus(*articles, glossary=SHIP)
    assert [status.status for status in Ledger(together).board()] == [joined]
    assert facts(apart, together) == facts(together, apart) == []
    assert compared(apart, together).glossary


def test_a_topic_that_a_glossary_splits_off_is_in_the_report_alone() -> None:
    articles = PROPOSED, article("b.md", 9, "Ship: Agreed")
    changes = compared(corpus(*articles, glossary=SHIP), corpus(*articles))
    assert [short(change) for change in changes.statuses] == [("Ferry", None, "Proposed")]


def test_news_that_come_with_a_glossary_are_a_change_of_fact_all_the_same() -> None:
    ship = article("b.md", 9, "Ship: Agreed")
    signed = article("c.md", 16, "Ship: Signed")
    ((_, *statuses),) = facts(corpus(PROPOSED, ship), corpus(PROPOSED, ship, signed, glossary=SHIP))
    assert statuses == ["Agreed", "Signed"]


def test_a_topic_that_only_its_glossary_called_so_is_not_gone_without_it() -> None:
    ship = article("b.md", 9, "Ship: Agreed")
    assert facts(corpus(ship, glossary=SHIP), corpus(ship)) == []
    assert facts(corpus(ship), corpus(ship, glossary=SHIP)) == []


def test_files_that_change_their_order_change_no_fact() -> None:
    both = article("a.md", 9, "Ferry: Agreed"), article("b.md", 9, "Ferry: Signed")
    swapped = corpus(both[1], replace(both[0], path="z.md"))
    changes = compared(corpus(*both), swapped)
    assert [short(change) for change in changes.statuses] == [("Ferry", "Signed", "Agreed")]
    assert facts(corpus(*both), swapped) == []
    assert changes.contradictions == ()


def test_sources_of_one_date_that_differ_are_a_new_contradiction_once() -> None:
    agreed, stalled = (article(f"{word}.md", 9, f"Ferry: {word}") for word in ("Agreed", "Stalled"))
    one, both = corpus(agreed), corpus(agreed, stalled)
    first = compared(one, both)
    (status,) = first.contradictions
    assert {status.status, *(claim.status for claim in status.disagree)} == {"Agreed", "Stalled"}
    assert not first.nothing
    assert compared(both, corpus(agreed, stalled, article("x.md", 1, "Pier: Open"))).contradictions == ()
    respelt = corpus(agreed, replace(stalled, passages=article("", 9, "FERRIES: stalled").passages))
    assert compared(both, respelt).contradictions == ()


def test_a_third_word_makes_another_contradiction() -> None:
    both = [article(f"{word}.md", 9, f"Ferry: {word}") for word in ("Agreed", "Stalled")]
    third = article("third.md", 9, "Ferry: Signed")
    assert len(compared(corpus(*both), corpus(*both, third)).contradictions) == 1


def test_what_other_sources_of_the_date_say_comes_with_the_change() -> None:
    both = [article(f"{word}.md", 9, f"Ferry: {word}") for word in ("Agreed", "Stalled")]
    (change,) = compared(OLD, corpus(PROPOSED, *both)).statuses
    assert change.after
    assert {change.after.status, *(said.status for said in change.disagree)} == {"Agreed", "Stalled"}


def test_problems_are_passed_on_and_are_no_change() -> None:
    problem = Problem("bad.md", "is empty", "Remove it.")
    changes = compared(OLD, OLD, problem)
    assert changes.problems == (problem,)
    assert changes.nothing


NOTHING = compared(OLD, OLD)


@pytest.mark.parametrize(
    "something",
    [
        {"added": ("a.md",)},
        {"changed": ("a.md",)},
        {"removed": ("a.md",)},
        {"statuses": (StatusChange("Ferry", None, None),)},
        {"glossary": True},
        {"contradictions": Ledger(OLD).board()},
        {"broken": ("when?",)},
        {"answerable": ("when?",)},
    ],
)
def test_any_change_is_not_nothing(something: dict[str, object]) -> None:
    assert NOTHING.nothing
    assert not replace(NOTHING, **something).nothing


@pytest.mark.parametrize("others", [(), (("en", "boat"),)])
def test_a_glossary_that_says_something_else_is_a_change(others: tuple[tuple[str, str], ...]) -> None:
    changes = compared(corpus(PROPOSED, glossary=SHIP), corpus(PROPOSED, glossary=(Term("Ferry", others),)))
    assert changes.glossary
    assert not changes.nothing


def test_a_statement_keeps_where_it_stands_and_one_of_the_dates() -> None:
    dated = replace(PROPOSED, loaded_on=date(2026, 4, 1), url="https://holm.example/a")
    undated = replace(PROPOSED, published=None, loaded_on=date(2026, 4, 1))
    said = [Ledger(corpus(each)).board()[0].claims[0].statement for each in (dated, undated)]
    assert [(each.published, each.loaded_on, each.url) for each in said] == [
        (date(2026, 3, 2), None, "https://holm.example/a"),
        (None, date(2026, 4, 1), None),
    ]


def test_a_change_has_the_same_id_in_other_words_and_another_one_for_another_date() -> None:
    (change,) = compared(OLD, corpus(PROPOSED, AGREED)).statuses
    assert change.before
    assert change.after
    before, after = replace(change.before, quote="other words"), replace(change.after, article="Late news")
    same = replace(change, topic="FERRY", before=before, after=after)
    later = replace(change, after=replace(change.after, published=date(2026, 3, 10)))
    assert change_id(same) == change_id(change)
    others = [later, replace(change, after=None), replace(change, before=None), replace(change, topic="Pier")]
    assert len({change_id(each) for each in (change, *others)}) == 5


TOPICS, STATUSES = ("Ferry", "Pier", "Night Boat"), ("Proposed", "Agreed", "Signed")
ROWS = st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(STATUSES), max_size=3)
STATES = st.dictionaries(st.integers(1, 9), ROWS, max_size=6)
"""What is said on each day of which topics; no day has two articles."""


def state(said: dict[int, dict[str, str]]) -> Corpus:
    return corpus(
        *(
            article(f"{day}.md", day, *(f"{topic}: {status}" for topic, status in rows.items()))
            for day, rows in said.items()
        )
    )


@settings(max_examples=60, deadline=None)
@given(STATES, STATES)
def test_between_says_of_each_topic_where_it_stood_and_stands(
    one: dict[int, dict[str, str]], other: dict[int, dict[str, str]]
) -> None:
    before, after = Ledger(state(one)), Ledger(state(other))
    old, new = ({each.topic: each.status for each in ledger.board()} for ledger in (before, after))
    changes = between(before.board(), after.board())
    assert {short(change) for change in changes} == {
        (topic, old.get(topic), new.get(topic)) for topic in (*old, *new) if old.get(topic) != new.get(topic)
    }
    assert changes == between(before.board(), after.board(), after.find_exactly)
    back = between(after.board(), before.board())
    assert [short(change) for change in back] == [
        (topic, now, was) for topic, was, now in map(short, changes)
    ]


@settings(max_examples=60, deadline=None)
@given(STATES, STATES)
def test_every_change_of_a_status_that_articles_brought_is_one_of_fact(
    one: dict[int, dict[str, str]], other: dict[int, dict[str, str]]
) -> None:
    before, after = state(one), state(other)
    assert facts(before, after) == [short(change) for change in compared(before, after).statuses]
