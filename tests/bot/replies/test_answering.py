"""Where is an answer worked out, and when is it known already?"""

import asyncio
from datetime import date

import pytest

from bot.admission import BusyError
from bot.replies import answering
from bot.replies.answering import Answerer
from knowledge.answering.thresholds import Thresholds
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from tests.asking import WHEN

FERRY = Passage("The ferry to Holm island sails on Monday.", Kind.PARAGRAPH, (), (1, 1))
QUESTION = "When does the ferry sail?"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading take as long as it takes on a busy machine."""
    monkeypatch.setattr(answering, "READING_SECONDS", 3600.0)


def snapshot() -> Snapshot:
    return Snapshot(Corpus((Article("a.md", "News", "en", (FERRY,), date(2026, 3, 2)),), ()), Thresholds())


async def test_what_many_ask_is_worked_out_once_for_each_state_of_the_articles() -> None:
    answerer, known = Answerer(), snapshot()
    first = await answerer.ask(known, QUESTION, WHEN)
    assert await answerer.ask(known, QUESTION, WHEN) is first
    assert await answerer.ask(snapshot(), QUESTION, WHEN) is not first
    assert await answerer.ask(known, QUESTION, WHEN, ["And the boat?"]) is not first
    assert await answerer.ask(known, QUESTION, WHEN, seen=frozenset({FERRY.text})) is not first


async def test_the_answers_that_were_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST_REMEMBERED", 20)
    answerer, known = Answerer(), snapshot()
    first = await answerer.ask(known, QUESTION, WHEN)
    for number in range(answering.MOST_REMEMBERED):
        await answerer.ask(known, f"{QUESTION} {number}", WHEN)
    assert await answerer.ask(known, QUESTION, WHEN) is not first


async def test_what_a_crowd_is_told_by_words_alone_is_read_again_later() -> None:
    answerer, known = Answerer(), snapshot()
    crowd = await asyncio.gather(*(answerer.ask(known, f"{QUESTION} {each}", WHEN) for each in range(5)))
    again = [await answerer.ask(known, f"{QUESTION} {each}", WHEN) for each in range(5)]
    assert [one is two for one, two in zip(crowd, again, strict=True)] == [True, True, False, False, False]


async def test_who_has_waited_too_long_gets_no_answer_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "AGE_SECONDS", -1.0)
    with pytest.raises(BusyError):
        await Answerer().ask(snapshot(), QUESTION, WHEN)
