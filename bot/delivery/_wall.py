"""How is a board put up, and is it there already? Posted, found by its own button, edited, pinned."""

import json
from collections.abc import Mapping
from functools import cached_property, partial
from hashlib import sha256
from typing import Final

import discord

from bot.delivery._posting import Pace, find_ids
from bot.replies.card import draw
from bot.replies.requests import request
from bot.replies.views import name_button, view_of
from bot.wording import Message
from bot.wording.catalogue import Catalogue
from knowledge.notices.notices import make_nonce

GONE = 10008
"""What Discord says of a message that is not there (any more)."""
_PROBLEMS: Final[Mapping[int, str]] = {10003: "gone", 50001: "lacks_read", 30003: "pins_full"}
_NO_PERMISSION = 50013
_PINS, _OWN, _LOOKED_THROUGH = 250, 50, 1_000
"""Where a board is looked for: pins, and the bot's own messages among so many of all."""
_NOBODY = discord.AllowedMentions.none()


def name_problem(error: discord.HTTPException, *, is_there: bool) -> str | None:
    """Name what somebody has to do something about; None for what passes."""
    if error.code == _NO_PERMISSION:
        # A board is written before it is pinned.
        return "lacks_pin" if is_there else "lacks_write"
    return _PROBLEMS.get(error.code)


class Shown:
    """What a board shows."""

    def __init__(self, message: Message, words: Catalogue) -> None:
        """Show a message in the words of a catalogue."""
        self._message, self._words = message, words
        self.embed = draw(message, words)
        self.ids = {name_button(each) for each in message.buttons}
        """The ids of its buttons, which no other message has."""

    @property
    def view(self) -> discord.ui.View:
        """Its buttons, made anew: discord.py sends a view once."""
        return view_of(self._message.buttons, self._words)

    @cached_property
    def digest(self) -> str:
        """Names all that is seen."""
        labels = [self._words.write(each.label) for each in self._message.buttons]
        seen = json.dumps([self.embed.to_dict(), labels], sort_keys=True)
        return sha256(seen.encode()).hexdigest()[:16]


class Wall:
    """Hands boards to Discord; raises what discord.py raises where it does not take them."""

    def __init__(self, client: discord.Client, pace: Pace) -> None:
        """Write as `client`, at a `pace`."""
        self._client, self._turn = client, pace.turn

    async def find(self, channel: int, shown: Shown) -> int | None:
        """Look for a board among the pins of a channel and the bot's last messages there."""
        place, own = self._client.get_partial_messageable(channel), 0
        await self._turn()
        async for each in place.pins(limit=_PINS):
            if self._is_it(each, shown):
                return each.id
        await self._turn()
        async for each in place.history(limit=_LOOKED_THROUGH):
            own += each.author == self._client.user
            if self._is_it(each, shown):
                return each.id
            if own == _OWN:
                break
        return None

    async def post(self, channel: int, shown: Shown, attempt: str) -> int:
        """Post a board; Discord takes no second one of the same attempt for some minutes."""
        await self._turn()
        place, nonce = self._client.get_partial_messageable(channel), make_nonce("board", channel, attempt)
        send = partial(place.send, embed=shown.embed, nonce=nonce, silent=True, allowed_mentions=_NOBODY)
        sent = await request(lambda: send(view=shown.view))
        return sent.id

    async def look(self, channel: int, message: int) -> bool | None:
        """Tell whether a message is pinned; None where it is gone."""
        await self._turn()
        try:
            place = self._client.get_partial_messageable(channel)
            return (await request(partial(place.fetch_message, message))).pinned
        except discord.NotFound as error:
            return _none_if_gone(error)

    async def edit(self, channel: int, message: int, shown: Shown) -> bool | None:
        """Let a board show something else, and tell whether it is pinned; None where it is gone."""
        await self._turn()
        board = self._get(channel, message)
        try:
            edited = await request(
                lambda: board.edit(embed=shown.embed, view=shown.view, allowed_mentions=_NOBODY)
            )
        except discord.NotFound as error:
            return _none_if_gone(error)
        return edited.pinned

    async def pin(self, channel: int, message: int) -> None:
        """Pin a board; where it is gone, that is seen the next time."""
        await self._turn()
        try:
            await request(self._get(channel, message).pin)
        except discord.NotFound as error:
            _none_if_gone(error)

    async def delete(self, channel: int, message: int) -> None:
        """Delete a board where it is there and the bot gets at it."""
        await self._turn()
        try:
            await request(self._get(channel, message).delete)
        except (discord.NotFound, discord.Forbidden):
            return

    def _get(self, channel: int, message: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel).get_partial_message(message)

    def _is_it(self, message: discord.Message, shown: Shown) -> bool:
        return message.author == self._client.user and bool(shown.ids & find_ids(message))


def _none_if_gone(error: discord.NotFound) -> None:
    """Pass over that a message is gone; that its channel is, is another matter."""
    if error.code != GONE:
        raise error
