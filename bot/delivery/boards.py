"""Where does a server see at any time how things stand? In one pinned message, found again, never a second.

Before a board is posted, the store has it without a message: Discord may have it then. So it is looked for
by its own button, in the channel's pins and among the bot's last messages there, before it is posted; and it
is posted under a nonce that the store knows too. Where the bot may not look, nothing is posted.
"""

import asyncio
import logging
import secrets
from collections import defaultdict
from typing import Final
from weakref import ref

import discord
from aiohttp import ClientError
from msgspec.structs import replace

from bot import wording
from bot.clock import Clock
from bot.delivery._posting import Pace
from bot.delivery._wall import GONE, Shown, Wall, name_problem
from bot.replies.languages import words_for
from bot.stories import Stories
from bot.wording.spans import Text
from knowledge.errors import StoreError
from knowledge.notices.audience import Board
from knowledge.notices.share import ALL, Share

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
_APART_SECONDS: Final = 10.0
"""Between two changes of one board: a reload may follow another, and somebody may unpin again and again."""
_LATER_SECONDS, _MUCH_LATER_SECONDS = 60.0, 600.0
"""Until it is tried again: where Discord is out of reach, and where somebody has to do something."""
_PATIENCE_SECONDS = 60.0
"""How long Discord may take for one board, waiting for its limits included."""


class Boards:
    """Keeps the boards of a share of all servers up to date; the one that changes what is kept of them."""

    def __init__(self, client: discord.Client, stories: Stories, clock: Clock, share: Share = ALL) -> None:
        """Write as `client`; everything else that is posted unasked is to keep to the same pace."""
        self._client, self._stories, self._clock, self._share = client, stories, clock, share
        self._store = stories.main.store.boards
        self.pace = Pace(clock, share)
        """Of all that is posted unasked."""
        self._wall = Wall(client, self.pace)
        self._boards: dict[int, Board] = {}
        self._is_loaded = False
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._seen: dict[int, object] = {}
        """What each board was made of when it was last looked at, but for those to be looked at."""
        self._not_before: dict[int, float] = {}
        self._problems: dict[int, str] = {}

    async def run(self) -> None:
        """Keep them up to date until this is cancelled. Raises StoreError where the store fails."""
        while True:
            await self.update_all()
            await self._clock.sleep(_LOOK_SECONDS)

    async def update_all(self) -> None:
        """Bring those up to date, one after another, of which something may have changed."""
        await self._load()
        for guild in tuple(self._boards):
            if self._is_due(guild):
                await self._update(guild)

    async def find(self, guild: int) -> Board | None:
        """Give the board of a server."""
        await self._load()
        return self._boards.get(guild)

    def get_problem(self, guild: int) -> Text | None:
        """Say what keeps the board of a server from being up to date."""
        board, problem = self._boards.get(guild), self._problems.get(guild)
        return wording.report_problem(problem, board.channel) if board and problem else None

    async def begin(self, guild: int, channel: int) -> None:
        """Begin a server's board, or move it; it is posted within a moment.

        The one in another channel is deleted first, and raises what discord.py raises where that fails.
        """
        await self._load()
        async with self._locks[guild]:
            old = self._boards.get(guild)
            if old is None or old.channel != channel:
                if old:
                    await self._take_down(old)
                await self._keep(_begin(guild, channel))
            self._look_again(guild, at_once=True)

    async def end(self, guild: int) -> bool:
        """End a server's board and delete its message; False where it has none."""
        await self._load()
        async with self._locks[guild]:
            old = self._boards.pop(guild, None)
            self.forget(guild)
            if old is None:
                return False
            # A board that is in the store without being there would be posted anew; the other way round not.
            await self._store.remove(guild)
            await self._take_down(old)
            return True

    def forget(self, guild: int) -> None:
        """Forget a server that the bot has left; the store forgets it with all else."""
        for each in (self._boards, self._seen, self._not_before, self._problems):
            each.pop(guild, None)

    def notice_deleted(self, messages: set[int]) -> None:
        """Look again at the boards among messages that somebody has deleted."""
        for board in self._boards.values():
            if board.message in messages:
                self._look_again(board.guild)

    def notice_pins(self, channel: int) -> None:
        """Look again at the board of a channel whose pins have changed."""
        for board in self._boards.values():
            if board.channel == channel:
                self._look_again(board.guild)

    def _look_again(self, guild: int, *, at_once: bool = False) -> None:
        self._seen.pop(guild, None)
        if at_once:
            self._not_before.pop(guild, None)

    async def _load(self) -> None:
        if not self._is_loaded:
            self._boards = {board.guild: board for board in await self._store.find(self._share)}
            self._is_loaded = True

    def _is_due(self, guild: int) -> bool:
        if self._clock.monotonic() < self._not_before.get(guild, float("-inf")):
            return False
        return self._seen.get(guild) != self._made_of(guild)

    def _made_of(self, guild: int) -> tuple[object, ...]:
        """Give all that decides what a board shows, to be compared."""
        base = self._stories.of(guild).base
        # What is served no more is not kept for this.
        return ref(base.snapshot), base.when(), self._stories.servers.of(guild).language

    async def _update(self, guild: int) -> None:
        """Bring a board up to date; where that fails, later again, and the others are none the worse."""
        async with self._locks[guild]:
            board = self._boards.get(guild)
            if board is None:
                return
            made_of = self._made_of(guild)
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._show(board)
            except StoreError:
                raise
            except discord.HTTPException as error:
                self._handle_refusal(board, error)
            except (discord.RateLimited, ClientError, OSError) as error:
                self._wait(guild, _LATER_SECONDS)
                _log.info("The board of server %d is tried again: %r.", guild, error)
            except Exception:  # noqa: BLE001  whatever is wrong with one board, it holds up no other
                self._wait(guild, _MUCH_LATER_SECONDS)
                _log.exception("The board of server %d cannot be shown.", guild)
            else:
                self._wait(guild, _APART_SECONDS)
                self._seen[guild] = made_of
                self._problems.pop(guild, None)

    async def _show(self, board: Board) -> None:
        """Let Discord have a board as it should be now: once, pinned."""
        shown = self._draw(board.guild)
        if board.message is not None and not await self._renew(board, board.message, shown):
            board = await self._keep(_begin(board.guild, board.channel))
        if board.message is None:
            await self._post(board, shown)

    async def _renew(self, board: Board, message: int, shown: Shown) -> bool:
        """Edit a board where it shows something else, and pin it where it is not; False where it is gone."""
        if board.shown == shown.digest:
            is_pinned = await self._wall.look(board.channel, message)
        else:
            is_pinned = await self._wall.edit(board.channel, message, shown)
            if is_pinned is not None:
                await self._keep(replace(board, shown=shown.digest))
        if is_pinned is False:
            await self._wall.pin(board.channel, message)
        return is_pinned is not None

    async def _post(self, board: Board, shown: Shown) -> None:
        """Find the message that Discord may have, or else post it; then pin it."""
        found = await self._wall.find(board.channel, shown)
        if found is None:
            try:
                found = await self._wall.post(board.channel, shown, board.shown)
            except discord.HTTPException as error:
                if error.code == GONE:
                    # Somebody has deleted it since, and Discord takes no other of this nonce.
                    await self._keep(_begin(board.guild, board.channel))
                raise
            board = await self._keep(replace(board, message=found, shown=shown.digest))
        else:
            await self._wall.edit(board.channel, found, shown)
            board = await self._keep(replace(board, message=found, shown=shown.digest))
        await self._wall.pin(board.channel, found)

    async def _keep(self, board: Board) -> Board:
        await self._store.save(board)
        self._boards[board.guild] = board
        return board

    async def _take_down(self, board: Board) -> None:
        if board.message is not None:
            await self._wall.delete(board.channel, board.message)

    def _draw(self, guild: int) -> Shown:
        story, server = self._stories.of(guild), self._client.get_guild(guild)
        snapshot, when = story.base.snapshot, story.base.when()
        message = wording.pinned_board(snapshot.board(None), snapshot.coverage, when, guild)
        return Shown(message, words_for(self._client, server, 0))

    def _handle_refusal(self, board: Board, error: discord.HTTPException) -> None:
        now = self._boards.get(board.guild)
        problem = name_problem(error, is_there=now is not None and now.message is not None)
        if problem is None:
            self._wait(board.guild, _LATER_SECONDS)
            _log.info("The board of server %d is tried again: %s.", board.guild, error)
            return
        self._wait(board.guild, _MUCH_LATER_SECONDS)
        if self._problems.get(board.guild) != problem:
            _log.warning(
                "The board of server %d in channel %d is paused (%d, %s). /settings there says what helps.",
                board.guild,
                board.channel,
                error.code,
                error.text,
            )
        self._problems[board.guild] = problem

    def _wait(self, guild: int, seconds: float) -> None:
        self._not_before[guild] = self._clock.monotonic() + seconds


def _begin(guild: int, channel: int) -> Board:
    """Make a board that is yet to be posted; what it shows is meanwhile the name of the attempt."""
    return Board(guild, channel, None, secrets.token_hex(8))
