"""How does an answer follow its question? Where that is edited, it is edited, too: there is no second one."""

import logging
import time
from typing import Any

import discord
from discord.ext import commands

from bot.metrics import Counting
from bot.replies.answered import Answered
from bot.replies.requests import NOT_TAKEN, request

_log = logging.getLogger(__name__)

_NOT_EDITED = ("nonce", "reference")
"""What belongs to a new message alone."""


class Said(commands.Context[commands.AutoShardedBot]):
    """A message that somebody wrote, with or without a text command."""

    answered: Answered
    """Where its answer is remembered."""
    came: float
    """When, on a clock that only goes forward."""
    earlier: int | None = None
    """The answer that it got before it was edited: what is sent stands in its place."""

    async def send(  # pyright: ignore[reportIncompatibleMethodOverride]  it takes what `send` takes, untyped
        self, content: str | None = None, **what: Any
    ) -> discord.Message:
        """Send an answer, or put it in the place of the earlier one."""
        if self.earlier is not None:
            return await self._rewrite(self.earlier, content, what)
        answer = await super().send(content, **what)
        if isinstance(self.bot, Counting):
            self.bot.metrics.first_response.observe(time.monotonic() - self.came)
        if not self.answered.add(self.message.id, answer.id):
            await remove_answer(self.channel, answer.id)
        return answer

    async def _rewrite(self, earlier: int, content: str | None, what: dict[str, Any]) -> discord.Message:
        kept = {name: value for name, value in what.items() if name not in _NOT_EDITED}
        view = kept.pop("view", None) or None  # buttons that the new answer lacks are removed
        place = self.bot.get_partial_messageable(self.channel.id).get_partial_message(earlier)
        # Where somebody has removed it, Discord says so, and there is no other one.
        files: list[discord.File] = kept.pop("files", None) or []
        answer = await place.edit(content=content, view=view, attachments=files, **kept)
        self.earlier = None
        return answer


async def remove_answer(place: Any, answer: int) -> None:
    """Remove an answer of the bot; where that cannot be, the log says so."""
    try:
        await request(place.get_partial_message(answer).delete)
    except NOT_TAKEN as error:
        _log.info("Answer %d is not removed: %s", answer, error or type(error).__name__)
