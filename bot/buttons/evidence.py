"""What stands behind an answer, and did it help? What the buttons below it show, to whoever presses."""

import asyncio
import time
from collections.abc import Callable

from bot import wording
from bot.replies.answering import READING_SECONDS, Answerer
from bot.replies.sending import Pressed, asker, in_time, reply, server_of, turn, when_of
from bot.stories import Story
from bot.wording import Message
from knowledge.answering.question import Question
from knowledge.evidence import find_more, find_passage
from knowledge.notices.inquiries import Inquiry
from knowledge.when import When


class Evidence:
    """Shows more passages, where one stands, why it was chosen and how a topic got there; keeps votes."""

    def __init__(self, answerer: Answerer) -> None:
        """Let `answerer` work out what takes as long as a question."""
        self._answerer = answerer

    async def more_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Show the next passages on a question: its key, behind which stands the place of the first one."""
        of, _, start = key.partition("-")
        begin = int(start) if start.isdecimal() else 0
        message = await in_time(
            pressed, self._ask_again(story, of, _find_more(story, when_of(story, pressed), begin))
        )
        message = _share(pressed, message, of)
        # The first page leaves the answer above it; those after it take its place.
        await (turn(pressed, story.sign(message)) if begin else _show(pressed, story, message))

    async def why_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Explain the answer to the question of this key."""
        await _show(pressed, story, await in_time(pressed, self._ask_again(story, key, _explain(story))))

    async def source_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Show the passage of this key between its neighbours."""
        corpus = story.base.snapshot.corpus
        found = await in_time(pressed, asyncio.to_thread(find_passage, corpus, key))
        if found is None:
            await _show(pressed, story, wording.report_no_passage())
        else:
            message = wording.show_source(found, when_of(story, pressed))
            await _show(pressed, story, _share(pressed, message, key))

    async def history_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Show the course of the topic of this key."""
        snapshot, when = story.base.snapshot, when_of(story, pressed)
        topic = next((each for each in snapshot.coverage.topics if wording.topic_key(each) == key), None)
        if topic is None:
            await _show(pressed, story, wording.report_no_topic())
        else:
            message = wording.answer(snapshot.course(topic), snapshot.coverage, when)
            await _show(pressed, story, _share(pressed, message, key))

    async def praise_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Keep that the answer to the question of this key helped."""
        await _vote(pressed, story, key, helpful=True)

    async def blame_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Keep that the answer to the question of this key did not help."""
        await _vote(pressed, story, key, helpful=False)

    async def _ask_again(self, story: Story, key: str, work: Callable[[Inquiry, float], Message]) -> Message:
        inquiry = await story.store.inquiries.get(key)
        if inquiry is None:
            return wording.report_no_question()
        until = time.monotonic() + READING_SECONDS
        return await self._answerer.work_out(lambda: work(inquiry, until))


def _find_more(story: Story, when: When, start: int) -> Callable[[Inquiry, float], Message]:
    snapshot = story.base.snapshot

    def find(inquiry: Inquiry, until: float) -> Message:
        earlier = [Question.read(each, when.today) for each in inquiry.earlier]
        asked = Question.read(inquiry.question, when.today)
        found = find_more(snapshot, asked, when, earlier, start, until)
        return wording.show_more(found, inquiry.question, inquiry.key, when)

    return find


def _explain(story: Story) -> Callable[[Inquiry, float], Message]:
    snapshot, when = story.base.snapshot, story.base.when()

    def explain(inquiry: Inquiry, until: float) -> Message:
        earlier = [Question.read(each, when.today) for each in inquiry.earlier]
        asked = Question.read(inquiry.question, when.today)
        return wording.explain(snapshot.explain(asked, when, earlier, until))

    return explain


async def _vote(pressed: Pressed, story: Story, key: str, *, helpful: bool) -> None:
    await _show(pressed, story, await in_time(pressed, _rate(pressed, story, key, helpful=helpful)))


async def _rate(pressed: Pressed, story: Story, key: str, *, helpful: bool) -> Message:
    inquiries = story.store.inquiries
    inquiry = await inquiries.get(key)
    if inquiry and await inquiries.rate(key, asker(pressed), helpful, server_of(pressed)):
        return wording.thank(inquiry, helpful=helpful)
    return wording.report_no_question()


def _share(pressed: Pressed, message: Message, key: str) -> Message:
    """Let what was found be shared, where there is somebody to share it with."""
    return message if pressed.guild_id is None else wording.let_share(message, key)


async def _show(pressed: Pressed, story: Story, message: Message) -> None:
    await reply(pressed, story.sign(message), private=True)
