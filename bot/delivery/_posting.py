"""How does a notice reach Discord, and is it there already? Posted under its own name, edited, or found.

Discord takes no second message of the same nonce for some minutes. Where longer ago, or by a process that
has died since, something was begun that Discord may have, it is looked for in the place where it would be.
"""

from datetime import timedelta
from functools import partial
from typing import TypeAlias

import discord

from bot.clock import Clock
from bot.delivery._parcels import Parcel
from bot.replies.card import draw
from bot.replies.languages import words_for
from bot.replies.paging import open_page
from bot.replies.requests import request
from bot.replies.views import name_button, view_of
from bot.wording import Action, Message
from bot.wording.catalogue import Catalogue, find_codes, read_catalogue
from knowledge.notices.notices import make_nonce
from knowledge.notices.share import ALL, Share

_PER_SECOND = 40
"""Requests of all processes together: Discord takes 50 from the whole bot, and answers need some of them."""
_REMEMBERED_SECONDS = 120.0
"""How long Discord surely knows a nonce."""
_SLACK = timedelta(minutes=10)
"""How far this machine's clock may be from Discord's."""
_LOOKED_THROUGH = 1_000
"""Messages to look through for one that may have gone out."""
_UNKNOWN_MESSAGE = 10008

_NOBODY = discord.AllowedMentions.none()

Place: TypeAlias = discord.PartialMessageable | discord.DMChannel


class Pace:
    """Keeps what is posted at most at forty requests a second, all stories and all processes together."""

    def __init__(self, clock: Clock, share: Share = ALL) -> None:
        """Take as much of that as the share is of all servers, and let the first one go at once."""
        self._clock = clock
        self._apart = share.of / (_PER_SECOND * len(share.shards))
        self._free_at = clock.monotonic()

    async def turn(self) -> None:
        """Wait until another request may be made."""
        now = self._clock.monotonic()
        turn = max(now, self._free_at)
        self._free_at = turn + self._apart
        if turn > now:
            await self._clock.sleep(turn - now)


class Posting:
    """Hands the notices of one story to Discord."""

    def __init__(self, client: discord.Client, clock: Clock, pace: Pace, story: str) -> None:
        """Post as `client`, which is logged in; no other story has notices of the same name."""
        self._client = client
        self._clock = clock
        self._turn = pace.turn
        self._story = story
        self._posted: dict[str, float] = {}

    def forget(self, nonce: str) -> None:
        """Forget when a notice was posted that is not posted again."""
        self._posted.pop(nonce, None)

    async def post(self, parcel: Parcel, message: Message, told: int | None) -> int:
        """Give the id of the message that Discord has in the end; `told` is one to be edited instead.

        Raises what discord.py raises where Discord does not take it.
        """
        place, words = await self._place(parcel), self._words(parcel)
        page = open_page(message, words)
        if told is not None and await self._edit(place, told, page, words):
            return told
        nonce = self._name(parcel)
        if self._may_be_forgotten(parcel):
            if found := await self._look_for(parcel, place, message):
                return found
            self._posted.pop(parcel.name, None)
        await self._turn()
        self._posted.setdefault(parcel.name, self._clock.monotonic())
        embed = draw(page, words)
        send = partial(place.send, embed=embed, nonce=nonce, allowed_mentions=_NOBODY)
        if not page.buttons:
            return (await request(send)).id
        return (await request(lambda: send(view=view_of(page.buttons, words)))).id

    async def edit(self, parcel: Parcel, told: int, message: Message) -> int | None:
        """Put a message in the place of one that was posted, and give its id; None where that is gone."""
        place, words = await self._place(parcel), self._words(parcel)
        return told if await self._edit(place, told, open_page(message, words), words) else None

    async def find(self, parcel: Parcel, message: Message) -> int | None:
        """Look for a notice that Discord may have, and give its message; post nothing where there is none."""
        return await self._look_for(parcel, await self._place(parcel), message)

    async def _place(self, parcel: Parcel) -> Place:
        notice = parcel.notice
        if notice.channel is not None:
            return self._client.get_partial_messageable(notice.channel)
        await self._turn()
        return await request(partial(self._client.create_dm, discord.Object(notice.user or 0)))

    def _words(self, parcel: Parcel) -> Catalogue:
        """Give the words of the receiver: a server's, or those in which a user was last seen."""
        notice = parcel.notice
        channel = None if notice.channel is None else self._client.get_channel(notice.channel)
        guild = channel.guild if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else None
        return words_for(self._client, guild, notice.user or 0)

    async def _edit(self, place: Place, told: int, message: Message, words: Catalogue) -> bool:
        """Edit a message; False where it is gone."""
        await self._turn()
        edit = place.get_partial_message(told).edit
        card, buttons = draw(message, words), message.buttons
        try:
            await request(
                lambda: edit(
                    embed=card, view=view_of(buttons, words) if buttons else None, allowed_mentions=_NOBODY
                )
            )
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
                raise
            return False
        return True

    def _may_be_forgotten(self, parcel: Parcel) -> bool:
        """Whether Discord may have the notice, and not know its nonce any more.

        What another process kept says nothing of that: a clock may have jumped since.
        """
        posted = self._posted.get(parcel.name, float("-inf"))
        return parcel.begun is not None and self._clock.monotonic() - posted > _REMEMBERED_SECONDS

    async def _look_for(self, parcel: Parcel, place: Place, message: Message) -> int | None:
        """Look for the message where it would be: by its nonce, by its own button, else by what it says."""
        # Set back since, the clock does not tell how far to look.
        after = parcel.begun - _SLACK if parcel.begun and parcel.begun <= self._clock.now() else None
        # A process that has died since may have said it in another language.
        languages = [read_catalogue(code) for code in find_codes()]
        said = {_read_embed(draw(open_page(message, words), words)) for words in languages}
        own = _own_ids(message)
        await self._turn()
        try:
            async for each in place.history(limit=_LOOKED_THROUGH, after=after, oldest_first=False):
                if each.author != self._client.user:
                    continue
                if str(each.nonce) == self._name(parcel):
                    return each.id
                if own & find_ids(each):
                    return each.id
                if each.nonce is None and not own and not said.isdisjoint(map(_read_embed, each.embeds)):
                    return each.id
        except discord.Forbidden:
            return None  # where it may not read, the nonce alone must do
        return None

    def _name(self, parcel: Parcel) -> str:
        """Give the nonce of a message: stores number alike what each of them keeps."""
        return make_nonce(self._story, parcel.name) if self._story else parcel.name


def find_ids(message: discord.Message) -> set[str]:
    """Give the ids of the buttons below a message."""
    rows = (row.children for row in message.components if isinstance(row, discord.ActionRow))
    return {each.custom_id or "" for row in rows for each in row}


def _own_ids(message: Message) -> set[str]:
    """Give the ids of the buttons that no other message has: those that its details are found by."""
    return {name_button(each) for each in message.buttons if each.action is Action.DETAILS}


def _read_embed(embed: discord.Embed) -> tuple[str, str]:
    """Give title and description without white space, which Discord keeps as it likes."""
    return "".join((embed.title or "").split()), "".join((embed.description or "").split())
