"""How does the bot take small talk? In words once, then with a reaction or not at all; memory only."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeAlias

import discord

from bot import wording
from bot.replies.requests import request
from bot.replies.sending import Asked, reply
from bot.wording import Host, Message, Reaction
from knowledge.answers import About, Coverage, SmallTalk, TalkKind

_SECONDS, _MOST = 6 * 60 * 60, 10_000
"""How long it is remembered that somebody was answered in words, and of how many."""

_Said: TypeAlias = tuple[int, int, TalkKind]
"""The ids of the channel and the user, and what was said."""


class Lately:
    """Remembers who was answered in words to what; bounded in number and age."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nobody yet; `clock` gives seconds that never go back."""
        self._clock = clock
        self._answered: OrderedDict[_Said, float] = OrderedDict()

    def is_first(self, place: int, user_id: int, kind: TalkKind) -> bool:
        """Tell whether somebody says this for the first time in some hours in a place, and remember it."""
        said, now = (place, user_id, kind), self._clock()
        while self._answered and now - next(iter(self._answered.values())) >= _SECONDS:
            self._answered.popitem(last=False)
        if said in self._answered:
            return False
        self._answered[said] = now
        if len(self._answered) > _MOST:
            self._answered.popitem(last=False)
        return True

    def forget(self, user_id: int) -> None:
        """Forget what somebody said."""
        for said in [each for each in self._answered if each[1] == user_id]:
            del self._answered[said]


class Manners:
    """Answers what is said for the sake of it, and what is asked about the bot itself."""

    def __init__(self, host: Host, lately: Lately) -> None:
        """Speak for the bot of a `host`, to those who were not answered `lately`."""
        self._host = host
        self._lately = lately

    async def answer(self, asked: Asked, found: SmallTalk | About, coverage: Coverage) -> None:
        """Answer; a slash command always gets a message, which only the asker sees."""
        response = self._respond(asked, found, coverage)
        if isinstance(response, Message):
            await reply(asked, response, private=True)
        elif response:
            # Where it may not react, nothing is lost.
            with suppress(discord.Forbidden, discord.NotFound):
                await request(partial(asked.message.add_reaction, response.emoji))

    def _respond(
        self, asked: Asked, found: SmallTalk | About, coverage: Coverage
    ) -> Message | Reaction | None:
        if isinstance(found, About):
            return wording.about(found, coverage, self._host)
        if asked.interaction:
            return wording.small_talk(found, coverage)
        is_first = self._lately.is_first(asked.channel.id, asked.author.id, found.kind)
        return wording.respond(found, coverage, is_first=is_first)
