"""Does "why?" show again what was shown? Never: the next passage that answers, or that there is no more."""

import pytest

from knowledge.answers import (
    About,
    Answer,
    ListAnswer,
    Matter,
    Nothing,
    PassageAnswer,
    Several,
    Standing,
    Verdict,
    find_shown,
    find_unanswered,
)
from knowledge.snapshot import Snapshot
from tests.asking import WHEN, ask, read


def ask_on(snapshot: Snapshot, *turns: str) -> Answer:
    """Ask one question after the other, and give the last answer."""
    seen: set[str] = set()
    answers: list[Answer] = []
    for number, turn in enumerate(turns):
        history = [read(each) for each in turns[:number]]
        answers.append(snapshot.answer(read(turn), WHEN, history, seen=frozenset(seen)))
        seen.update(find_shown(answers[-1]))
    return answers[-1]


@pytest.mark.parametrize(
    "turns",
    [
        ("would a deal bring foreign investment?", "why?"),
        ("would a deal bring foreign investment?", "and at night?"),
        ("what is the status of sanctions?", "why?", "and then?"),
        ("какое настроение в киеве", "почему?"),
        ("was ist mit den sanktionen", "warum?"),
    ],
)
def test_a_question_word_alone_shows_nothing_twice(turns: tuple[str, ...], shipped: Snapshot) -> None:
    answer = ask_on(shipped, *turns)
    assert isinstance(answer, Nothing)
    assert answer.is_exhausted
    assert find_unanswered(answer) == ()


def test_the_next_passage_that_answers_is_shown_instead(shipped: Snapshot) -> None:
    first = ask(shipped, "whats the mood in kyiv")
    again = ask_on(shipped, "whats the mood in kyiv", "why?")
    assert isinstance(again, PassageAnswer)
    assert again.verdict is Verdict.ANSWER
    assert again.hits[0].passage != first.hits[0].passage


def test_since_when_is_answered_by_the_status_that_was_shown(shipped: Snapshot) -> None:
    assert isinstance(ask_on(shipped, "what is the status of sanctions?", "since when?"), Standing)


def test_who_has_seen_something_else_or_says_a_word_of_the_articles_is_shown_the_passage(
    shipped: Snapshot,
) -> None:
    history = [read("would a deal bring foreign investment?")]
    known = ask(shipped, history[0].text).hits[0].passage
    assert shipped.answer(read("why?"), WHEN, history, seen={"…"}).hits[0].passage == known
    asked_on = ask_on(shipped, history[0].text, "and military tensions?")
    assert asked_on.hits[0].passage == known


def test_who_has_seen_everything_is_told_that_there_is_no_more(shipped: Snapshot) -> None:
    everything = {passage.text for _, passage in shipped.corpus.entries}
    history = [read("would a deal bring foreign investment?")]
    answer = shipped.answer(read("why?"), WHEN, history, seen=everything)
    assert answer == Nothing("why?", is_exhausted=True)


def test_what_an_answer_shows_is_known_of_each_kind(shipped: Snapshot) -> None:
    listed = ask(shipped, "what are the risks of a deal")
    assert isinstance(listed, ListAnswer)
    assert find_shown(listed) == tuple(each.text for each in listed.items)
    passage = ask(shipped, "whats the mood in kyiv")
    assert find_shown(passage) == (passage.hits[0].passage.text,)
    several = Several("…", (listed, passage, About("who are you?", Matter.SELF), Nothing("why not?")))
    assert find_shown(several) == (*find_shown(listed), *find_shown(passage))
    assert find_unanswered(several) == ("why not?",)
    standing = ask(shipped, "what is the status of sanctions?")
    assert find_shown(standing) == (standing.hits[0].passage.text,)
