"""Which questions are shown to whoever adds the bot? Those alone that it answers."""

from itertools import count

import pytest

from bot import commands
from bot.examples import find_examples, suggest
from bot.wording.catalogue import choose_catalogue
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Answer, Verdict
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from tests.asking import WHEN

ENGLISH = choose_catalogue()
FERRY = "The ferry to Holm island sails from the northern pier each Monday at seven."


def row(topic: str, line: int) -> Passage:
    cells = (("Project", topic), ("Status", "Proposed"))
    return Passage(f"Project: {topic}; Status: Proposed", Kind.ROW, ("Works",), (line, line), cells=cells)


def snapshot(*passages: Passage) -> Snapshot:
    return Snapshot(Corpus((Article("a.md", "The ferry", "en", passages, WHEN.today),)), Thresholds())


HOLM = snapshot(
    Passage(FERRY, Kind.PARAGRAPH, ("Ferry to Holm island",), (5, 5)),
    Passage("Nobody knows.", Kind.PARAGRAPH, ("Who pays for it?",), (7, 7)),
    Passage(FERRY, Kind.PARAGRAPH, ("x" * 101,), (9, 9)),
    Passage(FERRY, Kind.PARAGRAPH, (), (11, 11)),
    row("Harbour Bridge", 13),
    row("Night Boat", 14),
)


async def answer(question: str) -> Answer:
    return commands.ask(HOLM, question, WHEN)


def test_they_are_made_of_topics_and_headings_by_turns_each_once() -> None:
    assert list(suggest(HOLM, ENGLISH)) == [
        "Where does Harbour Bridge stand?",
        "What is said about Ferry to Holm island?",
        "Where does Night Boat stand?",
        "Who pays for it?",
        "What is said about The ferry?",
        "What is said about Works?",
    ]


async def test_each_of_them_is_answered() -> None:
    found = await find_examples(HOLM, answer, ENGLISH)
    assert len(found) == 3
    for each in found:
        assert (await answer(each)).verdict is Verdict.ANSWER


@pytest.mark.parametrize("most", [1, 2])
async def test_there_are_no_more_than_asked_for(most: int) -> None:
    assert len(await find_examples(HOLM, answer, ENGLISH, most)) == most


async def test_where_nothing_is_answered_there_are_none_and_few_are_tried() -> None:
    tried = count()

    async def refuse(_: str) -> Answer:
        next(tried)
        return commands.ask(HOLM, "quantum chromodynamics", WHEN)

    many = snapshot(*(row(f"Pier {number}", number) for number in range(100)))
    assert await find_examples(many, refuse, ENGLISH) == ()
    assert next(tried) == 24
