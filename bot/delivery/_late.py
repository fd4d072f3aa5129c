"""What does somebody get who has waited for an answer? The one of this moment."""

import logging

from bot import commands, wording
from bot.stories import Story
from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError, StoreError

_log = logging.getLogger(__name__)


async def answer_late(story: Story, user: int, question: str) -> wording.Message | None:
    """Answer what a user has waited for; where the answer was taken back meanwhile, let them wait on."""
    snapshot, when = story.base.snapshot, story.base.when()
    answer = commands.ask(snapshot, question, when)
    if answer.verdict is Verdict.ANSWER:
        return wording.late_answer(answer, snapshot.coverage, when)
    try:
        await story.store.waiting.add(user, question)
    except StoreError:
        raise
    except KnowledgeError as error:
        _log.info("An answer that was taken back is not waited for again: %s", error)
    return None
