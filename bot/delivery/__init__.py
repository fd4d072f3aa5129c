"""How does a notice go out, once and only once? Kept as begun, posted under its own name, kept as sent."""

import asyncio
import logging
from datetime import timedelta

import discord
from aiohttp import ClientError

from bot import commands, wording
from bot.clock import Clock
from bot.delivery._posting import Pace, Posting
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError, StoreError
from knowledge.model import StatusChange
from knowledge.notices.audience import Correction, Digest, Due, Known, Notice, Withdrawn

_log = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
_MOST, _IN_A_ROW, _AT_ONCE = 200, 5, 5
"""Notices looked at in one go, of these for one receiver, and receivers served side by side."""
_PATIENCE_SECONDS = 15.0
"""How long Discord may take for one notice, waiting for its limits included."""
_LONGEST_DELAY, _TRIES = 600.0, 8
"""Seconds between two tries, and how often a notice is tried that Discord finds wrong."""

_CURES = {
    10003: "The channel is gone: choose another with /settings.",
    10004: "The bot is not in that server any more: invite it again.",
    10013: "That user is gone.",
    50001: "Give the bot View Channel there, then set it again with /settings.",
    50007: "That user takes no direct messages from the bot; /follow begins anew.",
    50008: "That channel takes no messages: choose another with /settings.",
    50013: "Give the bot Send Messages and Embed Links there, then set it again with /settings.",
    50033: "That user is gone.",
    50083: "That thread is closed: open it, then set it again with /settings.",
    50278: "That user shares no server with the bot any more; /follow begins anew.",
    160005: "That thread is locked: unlock it, then set it again with /settings.",
}
"""What Discord refuses until somebody changes something: its error codes, each with what helps."""
_BUSY = {20016, 20028, 40003, 130000}
"""What it refuses for a while: slow mode, too much written, too many opened, too much to do."""
_DELETED = 10008
"""What it says of a nonce whose message somebody has deleted since."""


__all__ = ["Delivery", "Pace"]


class Delivery:
    """Sends what is in the outbox: in order to each receiver, to several receivers at once."""

    def __init__(
        self,
        client: discord.Client,
        story: Story,
        clock: Clock,
        unfinished: Unfinished,
        pace: Pace | None = None,
    ) -> None:
        """Send what there is to say of `story`, by `client`, which is logged in, at the `pace` of all."""
        self._story, self._base = story, story.base
        self._store, self._outbox = story.store, story.store.outbox
        self._clock = clock
        self._posting = Posting(client, clock, pace or Pace(clock), story.name)
        self._unfinished = unfinished

    async def run(self) -> None:
        """Send what is due, as it comes, until this is cancelled; raises StoreError where the store fails.

        What is being sent then goes on to its end.
        """
        while True:
            if not await self.send_due():
                await self._clock.sleep(_POLL_SECONDS)

    async def send_due(self) -> bool:
        """Send the first few of what is due to each receiver; False where nothing was due."""
        due = await self._outbox.find_due(self._clock.now(), _MOST)
        queues: dict[tuple[int | None, int | None], list[Due]] = {}
        for each in due:
            queues.setdefault((each.notice.channel, each.notice.user), []).append(each)
        slots = asyncio.Semaphore(_AT_ONCE)
        sending = (self._send_in_order(queue[:_IN_A_ROW], slots) for queue in queues.values())
        for failure in await asyncio.gather(*sending, return_exceptions=True):
            if failure:
                raise failure
        return bool(due)

    async def _send_in_order(self, queue: list[Due], slots: asyncio.Semaphore) -> None:
        async with slots:
            for due in queue:
                sending = asyncio.create_task(self._send(due))
                self._unfinished.add(sending)
                # Whoever cancels the loop lets it finish what Discord may have in its hands.
                if not await asyncio.shield(sending):
                    return

    async def _send(self, due: Due) -> bool:
        """Send one notice; False where the receiver's next ones must wait, too, or are gone with it."""
        notice = due.notice
        try:
            message = await self._hand_over(due)
        except StoreError:
            raise
        except discord.HTTPException as error:
            return await self._handle_refusal(due, error)
        except (discord.RateLimited, ClientError, OSError) as error:  # a TimeoutError is an OSError
            return await self._retry(due, error)
        except Exception as error:  # noqa: BLE001  whatever is wrong with one notice, it holds up no other
            return await self._retry_few_times(due, error)
        if message is None:
            return await self._give_up(notice)
        await self._outbox.mark_sent(notice.nonce, message)
        self._posting.forget(notice.nonce)
        return True

    async def _hand_over(self, due: Due) -> int | None:
        """Give the id of the message that Discord has in the end; None where nothing is left to be told."""
        notice, stop = due.notice, due.notice.subscription if due.notice.user else None
        match notice.matter:
            case Known(question):
                late = await self._answer(notice.user or 0, question)
                return await self._post(due, late) if late else None
            case Digest() as digest:
                return await self._post(due, wording.digest(digest))
            case StatusChange() as change:
                told = await self._find_announcement(notice, change)
                return await self._post(due, wording.announcement(change, stop=stop), told)
            case Withdrawn(change):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    return await self._posting.find(due, wording.announcement(change, stop=stop))
            case Correction() as correction:
                return await self._correct(notice, correction, wording.correction(correction, stop=stop))

    async def _post(self, due: Due, message: wording.Message, told: int | None = None) -> int:
        await self._outbox.begin([due.notice.nonce], self._clock.now())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._posting.post(due, self._story.sign(message), told)

    async def _correct(self, notice: Notice, correction: Correction, message: wording.Message) -> int | None:
        """Edit the message that told what is not so; None where there is none, or somebody has deleted it.

        An edit can be made again after a crash, so it need not be kept that it was begun.
        """
        told = await self._outbox.find_sent(correction.notice)
        if told is None:
            return None
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._posting.edit(notice, told, self._story.sign(message))

    async def _find_announcement(self, notice: Notice, change: StatusChange) -> int | None:
        """Find the message to be edited, where there is one and the subscription wants that."""
        if notice.subscription is None:
            return None
        return await self._outbox.get_message(notice.subscription, change.topic)

    async def _answer(self, user: int, question: str) -> wording.Message | None:
        """Answer what a user has waited for; where the answer was taken back meanwhile, let them wait on."""
        snapshot, when = self._base.snapshot, self._base.when()
        answer = commands.ask(snapshot, question, when)
        if answer.verdict is Verdict.ANSWER:
            return wording.late_answer(answer, snapshot.coverage, when)
        try:
            await self._store.waiting.add(user, question)
        except StoreError:
            raise
        except KnowledgeError as error:
            _log.info("An answer that was taken back is not waited for again: %s", error)
        return None

    async def _handle_refusal(self, due: Due, error: discord.HTTPException) -> bool:
        if error.code in _CURES:
            await self._close_receiver(due.notice, error)
            return False
        if error.code == _DELETED:
            return await self._give_up(due.notice)
        # A 403 without a code comes from what stands before Discord, and passes like an outage.
        passes = error.status in (401, 429) or error.status >= 500 or (error.status, error.code) == (403, 0)
        return await (self._retry if passes or error.code in _BUSY else self._retry_few_times)(due, error)

    async def _close_receiver(self, notice: Notice, error: discord.HTTPException) -> None:
        """Send nothing more to where Discord refuses it, until somebody asks for it anew."""
        where = f"channel {notice.channel}" if notice.channel else "a user's direct messages"
        refused = f"Discord refuses what is sent to {where} ({error.code}, {error.text})"
        if notice.subscription is None:
            _log.warning("%s; it is dropped. %s", refused, _CURES[error.code])
            await self._give_up(notice)
        else:
            self._posting.forget(notice.nonce)
            _log.warning(
                "%s; subscription %d is paused. %s", refused, notice.subscription, _CURES[error.code]
            )
            await self._store.subscriptions.pause(notice.subscription)

    async def _retry(self, due: Due, error: Exception) -> bool:
        """Try again later, later each time, and the receiver's next ones after it."""
        delay = min(_LONGEST_DELAY, 2.0 ** min(due.tries, 10))
        if isinstance(error, discord.RateLimited):
            delay = max(delay, error.retry_after)
        said = str(error) or type(error).__name__
        _log.info("Notice %s is tried again in %d seconds: %s.", due.notice.nonce, delay, said)
        await self._outbox.postpone(due.notice.nonce, self._clock.now() + timedelta(seconds=delay))
        return False

    async def _retry_few_times(self, due: Due, error: Exception) -> bool:
        """Try again what should have gone out, a few times."""
        if due.tries + 1 < _TRIES:
            return await self._retry(due, error)
        _log.error("Notice %s is given up after %d tries.", due.notice.nonce, _TRIES, exc_info=error)
        return await self._give_up(due.notice)

    async def _give_up(self, notice: Notice) -> bool:
        self._posting.forget(notice.nonce)
        await self._outbox.drop(notice.nonce)
        return True
