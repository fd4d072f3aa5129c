"""Who keeps the connections? A task for each shard, which ends with the bot, or where Discord wants no more.

discord.py's own loop tries without a pause where it is dropped after HELLO, identifies anew after each
outage, and dies in some of them; so only its websocket and its state are used here.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord.gateway import ReconnectWebSocket
from discord.shard import Shard
from msgspec import Struct

from bot.clock import Clock
from bot.connection.failures import UNREACHABLE, Failure, explain, explain_end
from bot.connection.identifying import Identifying, Limits
from bot.connection.outages import Outages
from bot.connection.pauses import HELD_SECONDS, Pauses
from bot.connection.websocket import Gateway
from bot.metrics import Metrics
from knowledge.notices.share import Share

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

_CONNECT_SECONDS = 100.0
"""How long one try may take: discord.py itself waits a minute for HELLO, and half of one for a farewell."""
_UNAUTHORIZED, _MISSING_INTENT = 401, 4014
_DROPPED = Failure("Each connection ends before it is ready", "See https://discordstatus.com.")
_SELDOM = 2
"""After so many connections that were not ready one speaks of an outage."""


class _Session(Struct, frozen=True):
    """What Discord goes on with after a lost connection."""

    number: str
    sequence: int | None
    gateway: yarl.URL


class Connection:
    """All connections of one bot."""

    def __init__(
        self,
        bot: discord.AutoShardedClient,
        identifying: Identifying,
        clock: Clock,
        metrics: Metrics,
        share: Share | None = None,
    ) -> None:
        """Connect `bot` with a share of the shards, or all that Discord recommends; nothing is done yet."""
        self.bot = bot
        self.identifying = identifying
        self.share = share
        """Which shards these are; None as long as Discord has not said how many there are."""
        self.clock = clock
        self.metrics = metrics
        self.outages = Outages(clock.monotonic)
        self._tasks: Sequence[asyncio.Task[None]] = ()
        self._is_over = False

    async def run(self) -> None:
        """Be connected until `stop`, or raise how Discord has ended it for good."""
        share = self.share = self.share or await self._count_shards()
        self._make_known(share)
        self._tasks = [asyncio.create_task(_Keeper(self, shard).keep()) for shard in share.shards]
        if self._is_over:
            self.stop()
        try:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.stop()
            await asyncio.wait(self._tasks)
        for task in done:
            if not task.cancelled():
                task.result()

    def stop(self) -> None:
        """Take nothing new from Discord, and make no connection any more."""
        self._is_over = True
        for task in self._tasks:
            task.cancel()

    def put(self, shard: int, websocket: Gateway) -> None:
        """Let the library know by which connection a shard is connected now."""
        # It knows its shards by a private dictionary alone; its queue is of no use here.
        known: dict[int, Shard] = vars(self.bot)["_AutoShardedClient__shards"]
        if shard in known:
            known[shard].ws = websocket
        else:
            known[shard] = Shard(websocket, self.bot, lambda _: None)

    async def ask(self) -> tuple[int, yarl.URL]:
        """Ask for the number of shards and the gateway's address, and learn how often one may identify."""
        limits: SessionStartLimit
        try:
            shards, address, limits = await self.bot.http.get_bot_gateway()
        except discord.GatewayNotFound as error:
            cause = error.__cause__
            if isinstance(cause, discord.HTTPException) and cause.status == _UNAUTHORIZED:
                raise discord.LoginFailure("The token is refused.") from error
            raise
        told = Limits(
            limits["total"], limits["remaining"], limits["reset_after"], max(1, limits["max_concurrency"])
        )
        self.identifying.learn(told, len(self.share.shards) if self.share else shards)
        return shards, yarl.URL(address)

    async def _count_shards(self) -> Share:
        """Give all shards that Discord recommends, once it says how many that are."""
        pauses = Pauses()
        while True:
            try:
                shards, _ = await self.ask()
            except discord.LoginFailure:
                raise
            except UNREACHABLE as error:
                self.outages.begin(None, explain(error))
                await self.clock.sleep(pauses.after_failure())
            else:
                self.outages.end(None)
                return Share(0, shards - 1, shards)

    def _make_known(self, share: Share) -> None:
        self.bot.shard_count, self.bot.shard_ids = share.of, [*share.shards]
        state: Any = self.bot._connection  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  as `launch_shards`
        state.shard_count, state.shard_ids = share.of, share.shards


class _Keeper:
    """Keeps one shard connected."""

    def __init__(self, connection: Connection, shard: int) -> None:
        self._of = connection
        self._shard = shard
        self._pauses = Pauses()
        self._session: _Session | None = None
        self._good_since: float | None = None

    async def keep(self) -> None:
        """Connect, listen, and connect again."""
        while not self._of.bot.is_closed():
            failure = None
            try:
                await self._listen(await self._connect())
            except ReconnectWebSocket as lost:
                if not lost.resume:
                    self._of.metrics.gateway.labels("invalid").inc()
                    self._session = None
            except discord.ConnectionClosed as closed:
                self._judge(closed)
            except discord.LoginFailure:
                raise
            except UNREACHABLE as error:
                failure = explain(error)
            if seconds := self._find_pause(failure):
                await self._of.clock.sleep(seconds)

    async def _connect(self) -> Gateway:
        session, identifying = self._session, self._of.identifying
        if session is None:
            _, address = await self._of.ask()
            async with identifying.turn(self._shard):
                return await self._open(gateway=address)
        # The session's own gateway is the first choice; where that is gone, any other may know the session.
        gateway = (await self._of.ask())[1] if self._pauses.failed % 2 else session.gateway
        return await self._open(
            gateway=gateway, session=session.number, sequence=session.sequence, resume=True
        )

    async def _open(self, **how: Any) -> Gateway:
        async with asyncio.timeout(_CONNECT_SECONDS):
            websocket = await Gateway.from_client(self._of.bot, shard_id=self._shard, **how)
        self._of.put(self._shard, websocket)
        return websocket

    async def _listen(self, websocket: Gateway) -> None:
        try:
            while True:
                await websocket.poll_event()
                if self._good_since is None and websocket.is_good:
                    self._welcome()
        finally:
            self._keep_session(websocket)

    def _welcome(self) -> None:
        """Take note that the session has begun, or goes on."""
        self._good_since = self._of.clock.monotonic()
        if self._session:
            self._of.metrics.gateway.labels("resume").inc()
        self._of.outages.end(self._shard)

    def _keep_session(self, websocket: Gateway) -> None:
        if websocket.session_id is None:
            return
        earlier = self._session
        gateway = earlier.gateway if earlier and not websocket.is_good else websocket.gateway
        self._session = _Session(websocket.session_id, websocket.sequence, gateway)

    def _judge(self, closed: discord.ConnectionClosed) -> None:
        """Raise where Discord will not have the connection again."""
        if closed.code == _MISSING_INTENT:
            raise discord.PrivilegedIntentsRequired(self._shard) from None
        if explain_end(closed.code):
            raise closed

    def _find_pause(self, failure: Failure | None) -> float:
        """Give the seconds until the next try, and tell the bot and the operator what they are to know."""
        since, self._good_since = self._good_since, None
        if since is None:
            seconds = self._pauses.after_failure()
            if failure or self._pauses.failed > _SELDOM:
                self._of.outages.begin(self._shard, failure or _DROPPED)
            return seconds
        held = self._of.clock.monotonic() - since
        self._of.metrics.gateway.labels("disconnect").inc()
        for event, *about in (("disconnect",), ("shard_disconnect", self._shard)):
            self._of.bot.dispatch(event, *about)
        if held >= HELD_SECONDS:
            self._of.identifying.hold(self._shard)
        return self._pauses.after_loss(held)
