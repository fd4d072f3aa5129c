"""What is announced in a channel? All changes, or those of some topics."""

from collections.abc import Sequence

import discord

from bot import wording
from bot.cogs.settings._options import SettingError, usable
from bot.stories import Story
from bot.wording import Message
from bot.wording.spans import CommandName, Name, text
from knowledge.answers import Course, UnknownTopic
from knowledge.notices.audience import Subscription
from knowledge.text import normalise


async def begin_announcing(
    story: Story, guild: discord.Guild, channel: int, topic: str, *, edits: bool
) -> Message:
    """Begin announcements in a channel, or have them go out another way."""
    where = usable(guild, channel)
    there = await find_there(story, guild.id, channel)
    if topic:
        return await _announce_topic(story, topic, there, where, edits=edits)
    begun = await story.store.subscriptions.add(None, channel=channel, guild=guild.id, edits=edits)
    # Each subscription is told of all that concerns it: so one for all topics, or some for single ones.
    for each in there:
        if each.topic is not None:
            await story.store.subscriptions.remove(each.number)
    return wording.confirm_announcements(begun)


async def _announce_topic(
    story: Story,
    topic: str,
    there: Sequence[Subscription],
    where: discord.TextChannel | discord.Thread,
    *,
    edits: bool,
) -> Message:
    """Announce one topic where some may be announced already."""
    snapshot, when = story.base.snapshot, story.base.when()
    found = snapshot.course(topic)
    if isinstance(found, UnknownTopic):
        return wording.answer(found, snapshot.coverage, when)
    if any(each.topic is None and not each.paused for each in there):
        command = CommandName("settings announcements")
        raise SettingError(
            text("settings.announced_already", channel=Name(where.name)),
            text("settings.end_first", command=command),
        )
    name = found.step.topic
    same = next((each.topic for each in there if _is_about(story, each, name)), name)
    return wording.confirm_announcements(
        await story.store.subscriptions.add(same, channel=where.id, guild=where.guild.id, edits=edits)
    )


async def end_announcing(story: Story, guild: discord.Guild, channel: int, topic: str) -> Message:
    """End the announcements in a channel, all or those of one topic."""
    if topic and isinstance(found := story.base.snapshot.course(topic), Course):
        topic = found.step.topic
    there = await find_there(story, guild.id, channel)
    ended = [each for each in there if not topic or _is_about(story, each, topic)]
    for each in ended:
        await story.store.subscriptions.remove(each.number)
    place = guild.get_channel_or_thread(channel)
    where = text("settings.in_channel", channel=Name(place.name)) if place else text("settings.there")
    if ended:
        of_one = text("settings.ended_of_one", topic=Name(topic), where=where)
        said = of_one if topic else text("settings.ended", where=where)
        return wording.confirm(text("settings.announcements_ended"), said)
    of_one = text("settings.none_of_one", topic=Name(topic), where=where)
    none = of_one if topic else text("settings.none", where=where)
    return wording.report_failure(none, text("settings.see", command=CommandName("settings show")))


async def find_there(story: Story, guild: int, channel: int) -> list[Subscription]:
    """Give what is announced in a channel."""
    subscriptions = await story.store.subscriptions.find(guild=guild)
    return [each for each in subscriptions if each.channel == channel]


def _is_about(story: Story, subscription: Subscription, topic: str) -> bool:
    """Whether a subscription is to this topic, spelt in any way, also where no article names it now."""
    if subscription.topic is None:
        return False
    if normalise(subscription.topic) == normalise(topic):
        return True
    filed = story.base.snapshot.ledger.find_exactly(subscription.topic)
    return filed is not None and filed.topic == topic
