"""How does a notice go out, once and only once? Kept as begun, posted under its own name, kept as sent."""

import asyncio
import logging
from datetime import timedelta

import discord
from aiohttp import ClientError
from msgspec.structs import replace

from bot import wording
from bot.clock import Clock
from bot.delivery._cures import CURES
from bot.delivery._late import answer_late
from bot.delivery._parcels import Parcel, pack
from bot.delivery._posting import Pace, Posting
from bot.delivery._retelling import retell
from bot.delivery._tally import Outcome, Tally
from bot.metrics import Metrics
from bot.replies.unfinished import Unfinished
from bot.stories import Story
from knowledge.counting import count
from knowledge.errors import StoreError
from knowledge.model import NewArticle, StatusChange
from knowledge.notices.audience import Correction, Digest, Due, Known, Withdrawn
from knowledge.notices.share import ALL, Share

_log = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
_MOST, _IN_A_ROW, _AT_ONCE = 200, 5, 5
"""Notices looked at in one go, messages of these for one receiver, and receivers served side by side."""
_PATIENCE_SECONDS = 15.0
"""How long Discord may take for one notice, waiting for its limits included."""
_LONGEST_DELAY, _TRIES = 600.0, 8
"""Seconds between two tries, and how often a notice is tried that Discord finds wrong."""

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
        metrics: Metrics | None = None,
        share: Share = ALL,
    ) -> None:
        """Send what there is to say of `story` to a share of all servers, at the `pace` of all that is sent.

        It goes by `client`, which is logged in; direct messages go with the first shard.
        """
        self._story, self._base = story, story.base
        self._store, self._outbox = story.store, story.store.outbox
        self._clock, self._share = clock, share
        self._posting = Posting(client, clock, pace or Pace(clock, share), story.name)
        self._unfinished = unfinished
        self._tally = Tally(metrics or Metrics(), clock, story.name)

    async def run(self) -> None:
        """Send what is due, as it comes, until this is cancelled; raises StoreError where the store fails.

        What is being sent then goes on to its end.
        """
        while True:
            is_over = not await self.send_due()
            self._tally.tell(is_over=is_over)
            if is_over:
                await self._clock.sleep(_POLL_SECONDS)

    async def send_due(self) -> bool:
        """Send the first few of what is due to each receiver; False where nothing was due."""
        due = await self._outbox.find_due(self._clock.now(), _MOST, self._share)
        if due and self._store.is_shared:
            # What another process announces and is not served here yet would look as if it were taken back.
            await self._base.follow()
        queues: dict[tuple[int | None, int | None], list[Due]] = {}
        for each in due:
            queues.setdefault((each.notice.channel, each.notice.user), []).append(each)
        if len(due) == _MOST and len(queues) > 1:
            # Some of the last one's may be beyond the end, and are to go out as one message with these.
            queues.popitem()
        slots = asyncio.Semaphore(_AT_ONCE)
        sending = (self._send_in_order(queue, slots) for queue in queues.values())
        for failure in await asyncio.gather(*sending, return_exceptions=True):
            if failure:
                raise failure
        return bool(due)

    async def _send_in_order(self, queue: list[Due], slots: asyncio.Semaphore) -> None:
        async with slots:
            for parcel in (await pack(queue, self._outbox))[:_IN_A_ROW]:
                sending = asyncio.create_task(self._send(parcel))
                self._unfinished.add(sending)
                # Whoever cancels the loop lets it finish what Discord may have in its hands.
                if not await asyncio.shield(sending):
                    return

    async def _send(self, parcel: Parcel) -> bool:
        """Send one message; False where the receiver's next ones must wait, too, or are gone with it."""
        if parcel.is_joint and not parcel.is_correction:
            # From here on the outbox knows them by their common name.
            await self._outbox.begin(parcel.nonces, self._clock.now(), parcel.name)
        try:
            message = await self._hand_over(parcel)
        except StoreError:
            raise
        except discord.HTTPException as error:
            return await self._handle_refusal(parcel, error)
        except (discord.RateLimited, ClientError, OSError) as error:  # a TimeoutError is an OSError
            return await self._retry(parcel, error)
        except Exception as error:  # noqa: BLE001  whatever is wrong with one notice, it holds up no other
            return await self._retry_few_times(parcel, error)
        if message is None:
            return await self._give_up(parcel, "withdrawn")
        for name in parcel.names:
            await self._outbox.mark_sent(name, message)
        _log.debug("Notice %s is told in message %d.", parcel.name, message)
        self._tally.add("corrected" if parcel.is_correction else "sent", len(parcel.dues))
        self._posting.forget(parcel.name)
        return True

    async def _hand_over(self, parcel: Parcel) -> int | None:
        """Give the id of the message that Discord has in the end; None where nothing is left to be told."""
        if parcel.is_joint:
            return await self._hand_over_joint(parcel)
        notice, stop = parcel.notice, parcel.notice.subscription if parcel.notice.user else None
        match notice.matter:
            case Known(question):
                late = await answer_late(self._story, notice.user or 0, question)
                return await self._post(parcel, late) if late else None
            case Digest() as digest:
                return await self._post(parcel, wording.digest(digest))
            case NewArticle():
                return await self._announce_articles(parcel)
            case StatusChange() as change:
                told = await self._find_announcement(parcel.dues[0], change)
                return await self._post(parcel, wording.announcement(change, stop=stop), told)
            case Withdrawn(change):
                return await self._find(parcel, wording.announcement(change, stop=stop))
            case Correction() as correction:
                return await self._correct(parcel, correction, wording.correction(correction, stop=stop))

    async def _hand_over_joint(self, parcel: Parcel) -> int | None:
        """Do the same for several notices that are one message."""
        match parcel.notice.matter:
            case Correction():
                return await self._correct_joint(parcel)
            case NewArticle():
                return await self._announce_articles(parcel)
            case _:
                message = wording.announcements(parcel.changes, parcel.name, parcel.stops)
        if withdrawn := parcel.withdrawn:
            # They were handed to Discord with the others, if any were.
            if found := await self._find(parcel, message):
                return found
            for nonce in withdrawn:
                await self._outbox.drop(nonce)
            left = tuple(due for due in parcel.dues if due.notice.nonce not in withdrawn)
            if not left:
                return None
            parcel = replace(parcel, dues=left)
            message = wording.announcements(parcel.changes, parcel.name, parcel.stops)
        return await self._post(parcel, message)

    async def _announce_articles(self, parcel: Parcel) -> int | None:
        """Announce new articles, but for those that were taken back before they were told."""
        there = {article.path for article in self._base.snapshot.corpus.articles}
        told = [each for each in parcel.articles if parcel.begun or each.path in there]
        return await self._post(parcel, wording.new_articles(told)) if told else None

    async def _post(self, parcel: Parcel, message: wording.Message, told: int | None = None) -> int:
        if not parcel.is_joint:
            await self._outbox.begin(parcel.nonces, self._clock.now())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._posting.post(parcel, self._story.sign(message), told)

    async def _find(self, parcel: Parcel, message: wording.Message) -> int | None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._posting.find(parcel, self._story.sign(message))

    async def _correct(self, parcel: Parcel, correction: Correction, message: wording.Message) -> int | None:
        """Edit the message that told what is not so; None where there is none, or somebody has deleted it.

        An edit can be made again after a crash, so it need not be kept that it was begun.
        """
        told = await self._outbox.find_sent(correction.notice)
        return await self._edit(parcel, told, message) if told else None

    async def _correct_joint(self, parcel: Parcel) -> int | None:
        """Edit a message of several changes, some of which are not so; None where there is none any more."""
        joint = await self._outbox.find_joint(parcel.name)
        message = joint and await retell(self._story, joint, parcel)
        return await self._edit(parcel, joint.message, message) if joint and message else None

    async def _edit(self, parcel: Parcel, told: int, message: wording.Message) -> int | None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._posting.edit(parcel, told, self._story.sign(message))

    async def _find_announcement(self, due: Due, change: StatusChange) -> int | None:
        """Find the message to be edited, where there is one and the subscription wants that."""
        if due.notice.subscription is None or not due.edits:
            return None
        return await self._outbox.get_message(due.notice.subscription, change.topic)

    async def _handle_refusal(self, parcel: Parcel, error: discord.HTTPException) -> bool:
        if error.code in CURES:
            await self._close_receiver(parcel, error)
            return False
        if error.code == _DELETED:
            return await self._give_up(parcel)
        # A 403 without a code comes from what stands before Discord, and passes like an outage.
        passes = error.status in (401, 429) or error.status >= 500 or (error.status, error.code) == (403, 0)
        return await (self._retry if passes or error.code in _BUSY else self._retry_few_times)(parcel, error)

    async def _close_receiver(self, parcel: Parcel, error: discord.HTTPException) -> None:
        """Send nothing more to where Discord refuses it, until somebody asks for it anew."""
        notice, cure = parcel.notice, CURES[error.code]
        where = f"channel {notice.channel}" if notice.channel else "a user's direct messages"
        refused = f"Discord refuses what is sent to {where} ({error.code}, {error.text})"
        if notice.subscription is None:
            _log.warning("%s; it is dropped. %s", refused, cure)
            await self._give_up(parcel)
            return
        self._posting.forget(parcel.name)
        for number in parcel.subscriptions:
            _log.warning("%s; subscription %d is paused. %s", refused, number, cure)
            await self._store.subscriptions.pause(number)
            self._tally.add("paused")

    async def _retry(self, parcel: Parcel, error: Exception) -> bool:
        """Try again later, later each time, and the receiver's next ones after it."""
        delay = min(_LONGEST_DELAY, 2.0 ** min(parcel.tries, 10))
        if isinstance(error, discord.RateLimited):
            delay = max(delay, error.retry_after)
        said = str(error) or type(error).__name__
        _log.info("Notice %s is tried again in %s: %s.", parcel.name, count(delay, "second"), said)
        for name in parcel.names:
            await self._outbox.postpone(name, self._clock.now() + timedelta(seconds=delay))
        return False

    async def _retry_few_times(self, parcel: Parcel, error: Exception) -> bool:
        """Try again what should have gone out, a few times."""
        if parcel.tries + 1 < _TRIES:
            return await self._retry(parcel, error)
        tries = count(_TRIES, "try", "tries")
        _log.error("Notice %s is given up after %s.", parcel.name, tries, exc_info=error)
        return await self._give_up(parcel)

    async def _give_up(self, parcel: Parcel, outcome: Outcome = "given_up") -> bool:
        self._tally.add(outcome, len(parcel.dues))
        self._posting.forget(parcel.name)
        for name in parcel.names:
            await self._outbox.drop(name)
        return True
