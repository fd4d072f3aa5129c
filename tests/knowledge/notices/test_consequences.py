"""What follows from another corpus? Judged questions that break, waiting questions that are answered."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError
from knowledge.model import Article, Corpus, Kind, Passage, Problem
from knowledge.notices.audience import (
    ArticleChannel,
    Bulletin,
    Known,
    Listeners,
    NewArticle,
    Subscription,
    WaitingQuestion,
)
from knowledge.notices.consequences import consequences, find_answered, find_broken
from knowledge.snapshot import Snapshot
from knowledge.when import When
from tests.asking import TODAY, WHEN, ask

PRICE, FERRY = "What does a ticket cost?", "Where does the ferry sail?"
ARTICLES = {
    "price.md": "A ticket costs four crowns.",
    "ferry.md": "The ferry sails to Holm island in the morning.",
    "keeper.md": "Ingrid Dahl keeps the lighthouse and its lamp.",
}
JUDGED = f"""
[[question]]
ask = "{PRICE}"
expect = "four crowns"
[[question]]
ask = "{FERRY}"
expect = "to Holm island"
[[question]]
ask = "Who won the football match?"
refuse = true
[[question]]
ask = "Who keeps the bridge?"
expect = "nobody ever wrote this"
"""


def state(**other: str) -> Snapshot:
    """Make ready the articles, some with other words: price="..." is what price.md says; "" is no article."""
    texts = ARTICLES | {f"{name}.md": text for name, text in other.items()}
    articles = (
        Article(path, path, "en", (Passage(text, Kind.PARAGRAPH, (), (1, 1)),), date(2026, 3, 2))
        for path, text in sorted(texts.items())
        if text
    )
    return Snapshot(Corpus(tuple(articles)), Thresholds())


def with_status(status: str) -> Snapshot:
    cells = (("Topic", "Ferry"), ("Status", status))
    row = Passage(f"Topic: Ferry; Status: {status}", Kind.ROW, (), (1, 1), cells=cells)
    return Snapshot(Corpus((Article("a.md", "News", "en", (row,), date(2026, 3, 2)),)), Thresholds())


def bulletin(number: int, *paths: str) -> Bulletin:
    return Bulletin((), tuple(NewArticle(path, path) for path in paths), number)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    file = tmp_path / "questions.toml"
    file.write_text(JUDGED)
    return file


def test_a_judged_question_breaks_where_it_was_answered_rightly_and_is_not_any_more(judged: Path) -> None:
    assert find_broken(judged, state(), state(price=""), WHEN) == (PRICE,)
    assert find_broken(judged, state(), state(price="A ticket costs nine crowns.", ferry=""), WHEN) == (
        PRICE,
        FERRY,
    )


def test_a_question_that_was_answered_wrongly_before_does_not_break(judged: Path) -> None:
    assert find_broken(judged, state(price=""), state(price="", ferry=""), WHEN) == (FERRY,)
    assert find_broken(judged, state(), state(), WHEN) == ()
    assert find_broken(judged, state(price=""), state(), WHEN) == ()


def test_a_question_that_must_be_refused_breaks_where_something_answers_it(judged: Path) -> None:
    football = state(football="Holm won the football match, and nobody knows who else.")
    assert find_broken(judged, state(), football, WHEN) == ("Who won the football match?",)


def test_a_question_of_a_conversation_that_breaks_is_named_with_what_was_asked_before(judged: Path) -> None:
    judged.write_text(f'[[question]]\nearlier = "{PRICE}"\nask = "why?"\nexpect = "crowns"\n')
    assert find_broken(judged, state(), state(price=""), WHEN) == (f"{PRICE} → why?",)


def test_a_question_that_is_judged_twice_breaks_once(judged: Path) -> None:
    judged.write_text(JUDGED * 2)
    assert find_broken(judged, state(), state(price=""), WHEN) == (PRICE,)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "questions.toml: cannot be read: No such file or directory"),
        ("[[question]]\nask = 'who?\n", "questions.toml:2: is not TOML: "),
        ("[[question]]\nask = 'who?'\n", "questions.toml:1: question 1 has neither `expect` nor"),
        ("", "questions.toml: holds no question ("),
    ],
)
def test_a_judged_file_that_cannot_be_read_is_one_more_problem(
    judged: Path, content: str | None, problem: str
) -> None:
    if content is None:
        judged.unlink()
    else:
        judged.write_text(content)
    other = Problem("bad.md", "is empty", "Remove it.")
    changes = consequences(state(), state(price=""), WHEN, [other], judged=judged).changes
    assert changes.problems[0] == other
    assert str(changes.problems[1]).startswith(problem)
    assert changes.problems[1].cure
    assert (changes.removed, changes.broken) == (("price.md",), ())
    with pytest.raises(KnowledgeError):
        find_broken(judged, state(), state(), WHEN)


def waiting(number: int = 1, question: str = PRICE, after: int = 0, user: int = 7) -> WaitingQuestion:
    return WaitingQuestion(number, user, question, after)


@pytest.mark.parametrize(
    ("after", "came", "now", "is_answered"),
    [
        (0, {}, ("price.md",), True),
        (3, {}, ("price.md",), True),
        (3, {"price.md": 4}, (), True),
        (3, {"price.md": 4, "ferry.md": 5}, ("keeper.md",), True),
        (4, {"price.md": 4, "ferry.md": 5}, (), False),
        (3, {"price.md": 3}, ("ferry.md",), False),
        (0, {}, (), False),
    ],
)
def test_a_waiting_question_is_answered_by_an_article_that_is_new_since_it_was_asked(
    after: int, came: dict[str, int], now: tuple[str, ...], *, is_answered: bool
) -> None:
    asked = waiting(after=after)
    assert find_answered([asked], state(), WHEN, came, bulletin(0, *now)) == ((asked,) if is_answered else ())


@pytest.mark.parametrize("question", ["Who won the football match?", "What does the ferry's captain cost?"])
def test_a_new_article_that_is_merely_near_answers_no_waiting_question(question: str) -> None:
    new = bulletin(0, *ARTICLES)
    assert find_answered([waiting(question=question)], state(), WHEN, {}, new) == ()


def test_each_who_waits_is_told_and_each_question_reported_once() -> None:
    asked = waiting(1), waiting(2, user=8), waiting(3, "Who won the football match?"), waiting(4, FERRY)
    followed = consequences(state(price=""), state(), WHEN, (), Listeners((), asked))
    assert followed.changes.answerable == (PRICE,)
    assert [(notice.user, notice.matter) for notice in followed.notices] == [
        (7, Known(PRICE)),
        (8, Known(PRICE)),
    ]
    assert followed.answered == (1, 2)


def test_nothing_is_news_to_somebody_who_knows_nothing_yet(judged: Path) -> None:
    listeners = Listeners((Subscription(1, None, user=7),), (waiting(),))
    first = consequences(
        Snapshot(Corpus(()), Thresholds()), with_status("Agreed"), WHEN, (), listeners, judged
    )
    assert (first.bulletin, first.notices, first.answered) == (Bulletin(), (), ())
    assert [change.topic for change in first.changes.statuses] == ["Ferry"]
    assert first.changes.added == ("a.md",)


def test_a_change_joins_the_feed_and_is_told_to_who_follows_the_topic() -> None:
    listeners = Listeners((Subscription(1, "ferry", user=7), Subscription(2, "Pier", user=8)))
    followed = consequences(with_status("Proposed"), with_status("Agreed"), WHEN, (), listeners)
    (change,) = followed.changes.statuses
    assert followed.bulletin.changes == (change,)
    assert [article.path for article in followed.bulletin.articles] == ["a.md"]
    assert [(notice.user, notice.matter) for notice in followed.notices] == [(7, change)]


def test_without_listeners_all_is_compared_and_nobody_told() -> None:
    followed = consequences(with_status("Proposed"), with_status("Agreed"), WHEN)
    assert followed.notices == ()
    assert followed.bulletin.changes == followed.changes.statuses != ()


NEW = "What is new?"


@pytest.mark.parametrize(
    ("recent_days", "told"), [(7, ()), (30, (NEW,)), (9, ()), (10, (NEW,)), (10**6, (NEW,))]
)
def test_what_is_new_is_answered_alike_when_asked_and_when_somebody_waits(
    recent_days: int, told: tuple[str, ...]
) -> None:
    # The article is ten days old.
    when = When(TODAY, recent_days=recent_days)
    old, new = with_status("Proposed"), with_status("Agreed")
    assert (ask(new, NEW, when=when).verdict is Verdict.ANSWER) is bool(told)
    followed = consequences(old, new, when, (), Listeners((), (waiting(question=NEW),)))
    assert followed.changes.answerable == told
    assert [notice.matter for notice in followed.notices] == [Known(each) for each in told]


def test_last_week_is_counted_from_the_day_of_the_answer_for_who_waits_too() -> None:
    question = waiting(question="what changed last week?")
    days = (date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 16))
    told = [
        find_answered([question], with_status("Agreed"), When(day), {}, bulletin(0, "a.md")) for day in days
    ]
    assert told == [(), (question,), ()]


def test_no_question_breaks_where_nothing_is_another(judged: Path) -> None:
    served = state()
    assert find_broken(judged, served, served, WHEN) == ()


def test_new_articles_are_announced_but_for_what_is_old_changed_or_moved() -> None:
    words = {"fresh": "The pier is painted red.", "early": "The mill is green.", "old": "The tower leans."}
    texts = [(f"{name}.md", text) for name, text in words.items()]
    days = {"fresh.md": TODAY, "early.md": TODAY - timedelta(days=1), "old.md": TODAY - timedelta(days=300)}
    came = [
        Article(path, path, "en", (Passage(text, Kind.PARAGRAPH, (), (1, 1)),), days[path])
        for path, text in texts
    ]
    moved = [
        replace(each, path=f"moved-{each.path}") if each.path == "keeper.md" else each
        for each in state(price="A ticket costs nine crowns.").corpus.articles
    ]
    new = Snapshot(Corpus(tuple(sorted([*came, *moved], key=lambda each: each.path))), Thresholds())
    made = consequences(state(), new, WHEN, (), Listeners(article_channels=(ArticleChannel(7, 5),)))
    assert [notice.matter for notice in made.notices] == [NewArticle.of(came[1]), NewArticle.of(came[0])]
    assert made.changes.channels == 1
    assert consequences(state(), new, WHEN, (), Listeners()).notices == ()
