"""Is the same answered, to the byte, whichever store the articles come from?"""

from pathlib import Path

import pytest

from bench.compare import questions
from knowledge.answering.thresholds import Thresholds
from knowledge.snapshot import Snapshot
from knowledge.store import Address, open_store
from soak.same_answers import answer_all
from tests.asking import WHEN

pytestmark = [pytest.mark.process, pytest.mark.discord, pytest.mark.unmeasured]

_EVERY = 25
"""Of about a thousand questions that are asked, each so many-th: trial D1 asks them all."""


async def test_the_same_is_answered_from_either_store(
    postgres: str, shipped: Snapshot, tmp_path: Path
) -> None:
    answers: list[list[bytes]] = []
    for place in (tmp_path, Address(postgres, schema="answers")):
        async with open_store(place) as store:
            head = await store.publish(shipped.corpus, "print")
        async with open_store(place, write=False) as store:
            kept = Snapshot(await store.corpora.load(head.corpus_id), Thresholds())
        asked = questions(kept.coverage.topics)[::_EVERY]
        answers.append(answer_all(kept, asked, WHEN))
    assert len(answers[0]) > 30
    assert answers[0] == answers[1]
