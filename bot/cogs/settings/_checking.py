"""What keeps the bot from what a server wants of it? Permissions, channels, and its application."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

import discord

from bot import wording
from bot.stories import Story
from bot.wording import Finding, Message, Use
from knowledge.notices.audience import Board, DigestPlan, Subscription
from knowledge.notices.preferences import Preferences

_Place: TypeAlias = discord.abc.GuildChannel | discord.Thread

_WRITE = "view_channel", "send_messages", "embed_links"
_ANSWER = *_WRITE, "read_message_history", "attach_files", "create_public_threads"
_NEEDED = {
    Use.HERE: _ANSWER,
    Use.OWN: _ANSWER,
    Use.BOARD: (*_WRITE, "read_message_history", "pin_messages"),
}
"""What the bot needs where it does more than write."""


async def check(
    client: discord.Client,
    story: Story,
    guild: discord.Guild,
    here: Any,
    wishes: Preferences,
    board: Board | None,
    stale_since: datetime | None,
    *,
    is_deaf: bool,
) -> Message:
    """Find all that is wrong in a server, as seen from the channel `here`; `is_deaf` without the intent.

    While the store cannot be reached, `stale_since` then, what only the store knows is not looked at.
    """
    findings = [wording.find_stale(stale_since)] if stale_since else []
    findings += [wording.find_deaf()] if is_deaf else []
    if (await client.application_info()).bot_require_code_grant:
        findings.append(wording.find_code_grant())
    subscriptions = () if stale_since else await story.store.subscriptions.find(guild=guild.id)
    plans = () if stale_since else await story.store.digests.find_plans(guild.id)
    uses = _find_uses(wishes, board, subscriptions, plans)
    if isinstance(here, _Place):
        uses.setdefault(here.id, []).insert(0, Use.HERE)
    for number, there in uses.items():
        findings += await _check_place(guild, number, there)
    paused = {each.channel for each in subscriptions if each.paused and each.channel}
    findings += [wording.find_paused(each) for each in sorted(paused)]
    return wording.report_check(findings)


def _find_uses(
    wishes: Preferences,
    board: Board | None,
    subscriptions: Iterable[Subscription],
    plans: Iterable[DigestPlan],
) -> dict[int, list[Use]]:
    """Find what each channel is used for."""
    uses: dict[int, list[Use]] = {}
    for channel, use in (
        *((each, Use.OWN) for each in wishes.own_channels),
        *((each.channel, Use.ANNOUNCEMENTS) for each in subscriptions),
        (board.channel if board else None, Use.BOARD),
        *((each.channel, Use.DIGEST) for each in plans),
        (wishes.article_channel, Use.ARTICLES),
    ):
        if channel is not None and use not in uses.setdefault(channel, []):
            uses[channel].append(use)
    return uses


async def _check_place(guild: discord.Guild, number: int, uses: list[Use]) -> list[Finding]:
    try:
        place = guild.get_channel_or_thread(number) or await guild.fetch_channel(number)
    except discord.NotFound:
        return [wording.find_gone(use) for use in uses]
    except discord.Forbidden:
        return [wording.find_unseen(number, uses)]
    if isinstance(place, discord.Thread) and (place.parent is None or _is_closed_to(place)):
        return [wording.find_unseen(number, uses)]
    lacking = _find_lacking(place, guild.me, uses)
    return [wording.find_lacking(number, uses, lacking)] if lacking else []


def _is_closed_to(thread: discord.Thread) -> bool:
    """Whether the bot is not among those who were added to a private thread."""
    return thread.is_private() and thread.me is None


def _find_lacking(place: _Place, me: discord.Member, uses: Iterable[Use]) -> list[str]:
    """Name the permissions that the bot needs in a channel, and has not, each once."""
    needed = dict.fromkeys(name for use in uses for name in _NEEDED.get(use, _WRITE))
    in_threads = isinstance(place, discord.Thread | discord.ForumChannel)
    if in_threads:
        # In threads another right lets it write, and it opens none below its answers.
        names = ("send_messages_in_threads" if each == "send_messages" else each for each in needed)
        needed = dict.fromkeys(each for each in names if each != "create_public_threads")
    may = place.permissions_for(me)
    # Who may not view a channel has no other right there: only that is to be granted first.
    if not may.view_channel:
        return ["view_channel"]
    return [each for each in needed if not getattr(may, each)]
