"""What was proposed, and what became of it? Shown with two buttons, and carried out by the first, once."""

import asyncio
import logging
import secrets
from functools import partial

from bot import wording
from bot.metrics import Metrics
from bot.reloads import report_change
from bot.replies.requests import take_time
from bot.replies.sending import Pressed, asker, reply
from bot.rights import Rights
from bot.stories import Story
from bot.wording.spans import text
from knowledge.errors import KnowledgeError
from knowledge.proposing import carry_out
from knowledge.sources.documents import name_document
from knowledge.sources.proposals import AddArticle, AddSource, Proposal, RemoveArticle
from knowledge.statuses.changes import TakesBackError

_log = logging.getLogger(__name__)


class Proposals:
    """Keeps what somebody proposed, until a button carries it out or drops it."""

    def __init__(self, rights: Rights, metrics: Metrics) -> None:
        """Carry out for those whom `rights` allow, and count that."""
        self._rights, self._metrics = rights, metrics
        self._turn = asyncio.Lock()

    async def keep(self, story: Story, proposal: Proposal) -> str:
        """Keep a proposal to change a story, for a day and over a restart, and give its buttons' key."""
        key = secrets.token_hex(8)
        await story.store.proposals.add(key, proposal)
        return key

    async def publish_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Carry out the proposal with this key, behind which may stand the loss that was shown with it."""
        await take_time(pressed)
        number, _, loss = key.partition("-")
        if not await self._rights.allow(pressed, f"Publishing the proposal {number}"):
            return
        # One after the other: who presses second finds no proposal any more.
        async with self._turn:
            proposal = await story.store.proposals.get(number)
            card = wording.report_no_proposal()
            if proposal:
                _log.info("%s is to be published for user %d.", _name(proposal), asker(pressed))
                card = await self._publish(pressed, story, proposal, loss)
                await story.store.proposals.remove(number)
        await reply(pressed, card, private=True)

    async def cancel_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Drop the proposal with this key."""
        await take_time(pressed)
        if not await self._rights.allow(pressed, f"Cancelling the proposal {key}"):
            return
        async with self._turn:
            is_kept = await story.store.proposals.get(key) is not None
            await story.store.proposals.remove(key)
        cancelled = wording.confirm(text("proposals.cancelled"), text("reports.nothing_changed"))
        await reply(pressed, cancelled if is_kept else wording.report_no_proposal(), private=True)

    async def _publish(
        self, pressed: Pressed, story: Story, proposal: Proposal, loss: str
    ) -> wording.Message:
        report = partial(report_change, self._metrics, story.name, "publish", f"user {asker(pressed)}")
        try:
            changes = await carry_out(story.base, story.gatherer, proposal, confirmed=loss or False)
        except TakesBackError as error:
            report(error)
            # More would go by now than was shown: what is proposed is kept, and waits for a reload.
            return story.sign(wording.report_loss(error.changes))
        except KnowledgeError as error:
            report(error)
            raise
        report(changes)
        return wording.report_changes(changes, "publish")


def _name(proposal: Proposal) -> str:
    match proposal:
        case AddArticle(kept):
            return f"The article {name_document(kept, kept.version)}"
        case RemoveArticle():
            return f"The removal of the article {proposal.path}"
        case AddSource(spec):
            return f"The source {spec.name} at {spec.url!r}"
        case _:
            return f"The removal of the source {proposal.name}"
