"""Who speaks to the bot in a thread that it has opened? Whoever asked, as long as nobody else is there."""

import logging
import re
from collections import OrderedDict
from functools import partial

import discord

from bot import wording
from bot.replies.card import draw
from bot.replies.conversations import Conversations
from bot.replies.escape import cut, visible
from bot.replies.requests import NOT_TAKEN, request
from bot.replies.sending import Pressed, catalogue_of, in_time, reply
from bot.stories import Story
from bot.wording import Message

_log = logging.getLogger(__name__)

_THREADS, _READ = 2_000, 300
"""Threads that are remembered, and messages of one that are read after a restart."""
_ALONE = 2
"""The bot, and the one who asked."""
_NAME = 100
"""Characters of a thread's name."""
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
"""What the title of an answer has before signs that would be markup."""
_SAID = discord.MessageType.default, discord.MessageType.reply


class Threads:
    """Remembers whose each thread is; what it does not remember, Discord says."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._askers: OrderedDict[int, int | None] = OrderedDict()
        """Who asked, by thread; None where others have written there."""

    def open(self, thread: int, asker: int) -> None:
        """Remember whose thread was opened."""
        self._askers[thread] = asker
        self._askers.move_to_end(thread)
        if len(self._askers) > _THREADS:
            self._askers.popitem(last=False)

    def note(self, thread: int, author: int) -> None:
        """Take note that somebody has written in a thread."""
        if self._askers.get(thread, author) != author:
            self._askers[thread] = None

    def forget(self, user: int) -> None:
        """Forget which threads are somebody's; when they write there, Discord says it again."""
        for thread in [thread for thread, asker in self._askers.items() if asker == user]:
            del self._askers[thread]

    async def is_alone(self, thread: discord.Thread, author: int) -> bool:
        """Whether somebody who wrote in a thread is the one who asked there, and nobody else is in it."""
        try:
            if thread.id not in self._askers:
                asker = await _read_asker(thread)
                self._askers[thread.id] = asker
            if self._askers[thread.id] != author:
                return False
            # Discord does not tell the bot who joins, but how many there are.
            now = await request(partial(thread.guild.fetch_channel, thread.id))
        except NOT_TAKEN as error:
            _log.info("Whose thread %d is cannot be read: %s", thread.id, error or type(error).__name__)
            return False
        return isinstance(now, discord.Thread) and now.member_count <= _ALONE


class ThreadOpener:
    """Opens threads that hang on answers, for those who asked."""

    def __init__(self, conversations: Conversations, threads: Threads) -> None:
        """Remember in `conversations` what is followed up there, and in `threads` whose each is."""
        self._conversations = conversations
        self._threads = threads

    async def open_by_button(self, pressed: Pressed, _: Story, __: str) -> None:
        """Open the thread of the answer that the button stands under."""
        await reply(pressed, await in_time(pressed, self._open(pressed)), private=True)

    async def _open(self, pressed: Pressed) -> Message:
        answer = pressed.message
        if answer is None or await find_asker(answer) != pressed.user.id:
            return wording.report_not_yours()
        if pressed.guild and pressed.guild.get_thread(answer.id):
            return wording.show_thread(answer.id)
        if not may_open_threads(pressed.app_permissions):
            return wording.report_no_threads()
        title = _read_title(answer)
        asked = self._conversations.leading_to(answer.channel.id, question_of(answer) or 0)
        question = asked[-1] if asked else title
        name = cut(" ".join(visible(question).split()), _NAME) or "…"
        thread = await request(partial(answer.create_thread, name=name), again=False)
        self._threads.open(thread.id, pressed.user.id)
        for each in asked:
            self._conversations.add((thread.id, pressed.user.id), each)
        await request(partial(thread.add_user, pressed.user))
        hears_all = pressed.client.intents.message_content
        greeting = wording.greet_in_thread(title, question, hears_all=hears_all)
        card = draw(greeting, catalogue_of(pressed))
        await request(partial(thread.send, embed=card), again=False)
        return wording.show_thread(thread.id)


def may_open_threads(may: discord.Permissions) -> bool:
    """Whether the bot may open a thread that hangs on a message, and write in it."""
    return may.create_public_threads and may.send_messages_in_threads


def question_of(answer: discord.Message) -> int | None:
    """Give the id of the message or slash command that an answer belongs to."""
    if answer.interaction_metadata:
        return answer.interaction_metadata.id
    return answer.reference.message_id if answer.reference else None


async def find_asker(answer: discord.Message) -> int | None:
    """Find who asked for an answer, from what Discord says of it; None where the question is gone."""
    if answer.interaction_metadata:
        return answer.interaction_metadata.user.id
    if answer.reference is None or answer.reference.message_id is None:
        return None
    question = answer.reference.resolved
    if not isinstance(question, discord.Message):
        try:
            question = await request(partial(answer.channel.fetch_message, answer.reference.message_id))
        except discord.NotFound:
            return None
    return question.author.id


async def _read_asker(thread: discord.Thread) -> int | None:
    """Read whose a thread is: it hangs on the answer; None where others have written there."""
    parent = thread.parent
    if not isinstance(parent, discord.TextChannel):
        return None
    try:
        asker = await find_asker(await request(partial(parent.fetch_message, thread.id)))
    except discord.NotFound:
        return None
    number = 0
    async for each in thread.history(limit=_READ):
        number += 1
        if each.type in _SAID and not each.author.bot and each.author.id != asker:
            return None
    return asker if number < _READ else None


def _read_title(answer: discord.Message) -> str:
    """Read what an answer is headed, as plain words."""
    heading = next((each.title for each in answer.embeds if each.title), None) or answer.content
    return _ESCAPE.sub("", heading.partition("\n")[0]).strip("* #")
