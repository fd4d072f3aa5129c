"""Who hears what is written? Each message is taken for what `bot.hearing` says, and its answer follows it."""

import asyncio
import logging
import time
from collections import Counter
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot import wording
from bot.admission import Admission
from bot.cogs.questions import Questions
from bot.dialogue import Dialogue
from bot.hearing import Call, Heard, hear
from bot.limits import Gate
from bot.replies.answered import EDITED_SECONDS, Answered
from bot.replies.failures import tell_failure
from bot.replies.said import Said, remove_answer
from bot.replies.sending import reply
from bot.replies.unfinished import Unfinished
from bot.seen import Seen
from bot.servers import Servers
from bot.threads import Threads
from bot.wording.spans import CommandName, text

_log = logging.getLogger(__name__)

_PER_CHANNEL = 9
"""Answers that may wait in one channel, where Discord takes about five in five seconds."""
_SAID = discord.MessageType.default, discord.MessageType.reply


class Listener(commands.Cog):
    """Answers messages; edits an answer when its question is edited, and removes it when that is deleted."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        servers: Servers,
        seen: Seen,
        unfinished: Unfinished,
        gate: Gate,
        admission: Admission,
        questions: Questions,
        dialogue: Dialogue,
        threads: Threads,
        answered: Answered,
    ) -> None:
        """Hear for `bot`, as each server wishes; what is asked is put to `questions`."""
        self._bot = bot
        self._servers = servers
        self._seen = seen
        self._unfinished = unfinished
        self._gate = gate
        self._admission = admission
        self._questions = questions
        self._dialogue = dialogue
        self._threads = threads
        self._answered = answered
        self._waiting: Counter[int] = Counter()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """Of messages that are being answered: an edit waits for its turn."""

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take a message that somebody wrote."""
        if _is_said(message) and self._seen.is_new(message.id):
            await self._take(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, change: discord.RawMessageUpdateEvent) -> None:
        """Take a message that somebody has changed, for some minutes.

        Nobody remembers whether one from before the start was answered, so that is left as it is.
        """
        message = change.message
        age = self._seen.find_age(message.id)
        # Discord tells so of previews, too; those do not change the text.
        if age is None or age > EDITED_SECONDS or message.edited_at is None or not _is_said(message):
            return
        if not self._answered.has(message.id, message.content):
            await self._take(message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, gone: discord.RawMessageDeleteEvent) -> None:
        """Remove the answer to a message that is deleted."""
        await self._remove(gone.channel_id, {gone.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, gone: discord.RawBulkMessageDeleteEvent) -> None:
        """Remove the answers to messages that are deleted at once."""
        await self._remove(gone.channel_id, gone.message_ids)

    async def _remove(self, channel: int, questions: set[int]) -> None:
        answers = [answer for each in questions if (answer := self._answered.delete(each))]
        place = self._bot.get_partial_messageable(channel)
        for answer in answers:
            if answer not in questions:
                await remove_answer(place, answer)

    async def _take(self, message: discord.Message) -> None:
        """Take a message as a command, as a question, or as not meant for the bot."""
        asked = await self._bot.get_context(message, cls=Said)
        asked.answered, asked.came = self._answered, time.monotonic()
        heard = await self._hear(asked)
        if heard is None and asked.command is None and not _is_unknown_command(asked):
            return
        if not _may_write(asked):
            _log.info("No answer to %d: the bot may not write in channel %d.", message.id, message.channel.id)
            return
        if not self._admission.admit():
            return
        self._unfinished.add()
        async with self._turns.setdefault(message.id, asyncio.Lock()):
            if self._answered.has(message.id, message.content):
                return
            asked.earlier = self._answered.begin(message.id, message.content)
            self._waiting[message.channel.id] += 1
            try:
                async with tell_failure(asked, quietly=heard is not None and heard.call is Call.UNASKED):
                    await self._answer(asked, heard)
            finally:
                self._waiting -= Counter([message.channel.id])

    async def _hear(self, asked: Said) -> Heard | None:
        """Give what a message says to the bot; None for a command, and for what is not meant for it."""
        message, me = asked.message, asked.me.id
        thread = message.channel if isinstance(message.channel, discord.Thread) else None
        if thread:
            self._threads.note(thread.id, message.author.id)
        if asked.prefix:
            return None
        heard = hear(message, me, self._servers.of(message.guild.id if message.guild else None))
        if heard and thread and heard.call is Call.FOLLOW_UP:
            return heard if await self._threads.is_alone(thread, message.author.id) else None
        return heard

    async def _answer(self, asked: Said, heard: Heard | None) -> None:
        waiting = self._waiting[asked.channel.id]
        unasked = heard is not None and heard.call is Call.UNASKED
        if waiting > _PER_CHANNEL + 1 or (unasked and waiting > _PER_CHANNEL):
            _log.info(
                "Message %d is dropped: too many wait in channel %d.", asked.message.id, asked.channel.id
            )
        elif waiting > _PER_CHANNEL:
            await reply(
                asked,
                wording.report_failure(
                    text("mistakes.too_many_waiting"), text("mistakes.try_ask", command=CommandName("ask"))
                ),
            )
        elif wait := self._gate.pass_through(asked.author.id, asked.channel.id):
            if wait.is_first and not unasked:
                await reply(asked, wording.ask_for_patience(wait.seconds, of_channel=wait.of_channel))
        elif heard is None:
            await self._bot.invoke(asked)
        else:
            if unasked:
                await self._dialogue.answer_unasked(asked, heard.text, heard.title)
            else:
                await self._questions.hear(asked, heard.text)
            if asked.earlier:
                # What it says now has no answer in words: what it said before is not asked any more.
                await remove_answer(asked.channel, asked.earlier)
                self._answered.drop(asked.message.id)


def _is_said(message: discord.Message) -> bool:
    """Whether a person wrote a message."""
    return not message.author.bot and not message.webhook_id and message.type in _SAID


def _is_unknown_command(asked: Said) -> bool:
    """Whether this is a word after the prefix that is no command, in a message to the bot alone."""
    if asked.command or not asked.prefix:
        return False
    word = asked.invoked_with or ""
    return word[:1].isalpha() and (asked.guild is None or "<@" in asked.prefix)


def _may_write(asked: Said) -> bool:
    place = asked.channel
    if asked.guild is None or isinstance(place, discord.PartialMessageable):
        return True
    if isinstance(place, discord.Thread):
        return place.parent is None or asked.bot_permissions.send_messages_in_threads
    return asked.bot_permissions.send_messages
