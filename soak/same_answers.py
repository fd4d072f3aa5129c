"""Is the same answered, to the byte, whichever store the articles come from? A thousand questions tell."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from bench.compare import questions
from bot.clock import Clock
from bot.config import AnswerOptions
from knowledge.answering.question import Question
from knowledge.opening import open_base
from knowledge.snapshot import Snapshot
from knowledge.store import Address
from knowledge.when import When
from soak.postgres import open_postgres
from soak.trial import Outcome, Trial


async def _run(most: int, folder: Path) -> Outcome:
    """Ask so many questions of the shipped articles, out of a file and out of a database."""
    when = partial(Clock().when, AnswerOptions())
    today = when()
    answers: list[list[bytes]] = []
    with open_postgres(folder) as url:
        for number, address in enumerate((None, Address(url))):
            data = folder / str(number)
            async with open_base(data, when=when, address=address):
                pass  # it is filled, and what answers is read from the store
            async with open_base(data, when=when, address=address) as base:
                asked = questions(base.snapshot.coverage.topics)[:most]
                answers.append(answer_all(base.snapshot, asked, today))
    differ = sum(one != other for one, other in zip(*answers, strict=True))
    size = sum(map(len, answers[0]))
    return Outcome(
        len(answers[0]),
        len(answers[0]) - differ,
        differ,
        (f"{size / 1024:,.0f} KB of answers compared, byte by byte",),
    )


def answer_all(snapshot: Snapshot, asked: Sequence[str], when: When) -> list[bytes]:
    """Answer questions, each answer as bytes."""
    read = (Question.read(each, when.today) for each in asked)
    return [msgspec.json.encode(snapshot.answer(each, when)) for each in read]


TRIAL = Trial("D1", "the same questions, with the store in a file and in PostgreSQL", _run, 0, 1_000)
