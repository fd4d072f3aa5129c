"""Which story is told in a server? What its channels follow, and its digest, move with it."""

from msgspec.structs import replace

from bot import wording
from bot.cogs.settings._options import SettingError
from bot.config import MAIN_CORPUS
from bot.stories import MAIN, Stories, Story
from bot.wording import Message
from bot.wording.spans import Name, text
from knowledge.notices.audience import Subscription


async def choose_corpus(stories: Stories, guild: int, typed: str, *, has_board: bool) -> Message:
    """Tell a server another story from now on, and say what that changes. Raises SettingError."""
    typed = typed.strip().casefold()
    chosen = stories.named(MAIN if typed == MAIN_CORPUS else typed)
    if chosen is None or typed == MAIN:
        known = ", ".join(map(_name, stories.all()))
        reason = text("settings.no_corpus", name=Name(typed))
        raise SettingError(reason, text("settings.corpora", names=Name(known)))
    before = stories.of(guild)
    moved, ended = (0, []) if chosen is before else await _copy(before, chosen, guild)
    if chosen is not before:
        moved += has_board  # which shows whatever story is told
    # What is told is kept with the new story before the old one forgets it: so it is never lost.
    await stories.servers.change(guild, corpus=chosen.name)
    for story in stories.all():
        if story is not chosen:
            await _end_telling(story, guild)
    return wording.confirm_corpus(chosen.title or _name(chosen), chosen.description, moved, ended)


async def _copy(before: Story, chosen: Story, guild: int) -> tuple[int, list[str]]:
    """Keep with another story what a server is told; count that, and name topics unknown to it."""
    moved, ended = 0, list[str]()
    for each in await before.store.subscriptions.find(guild=guild):
        topic = each.topic
        if topic is not None:
            filed = chosen.base.snapshot.ledger.find_exactly(topic)
            if filed is None:
                ended.append(topic)
                continue
            topic = filed.topic
        await _add(chosen, each, topic)
        moved += 1
    newest = await chosen.store.feed.get_newest()
    for plan in await before.store.digests.find_plans(guild):
        await chosen.store.digests.save_plan(replace(plan, after=newest))
        moved += 1
    return moved, ended


async def _add(story: Story, like: Subscription, topic: str | None) -> None:
    added = await story.store.subscriptions.add(
        topic, channel=like.channel, guild=like.guild, edits=like.edits
    )
    if like.paused:
        await story.store.subscriptions.pause(added.number)


async def _end_telling(story: Story, guild: int) -> None:
    """Tell a server nothing of a story any more."""
    for each in await story.store.subscriptions.find(guild=guild):
        await story.store.subscriptions.remove(each.number)
    await story.store.digests.remove_plan(guild)


def _name(story: Story) -> str:
    return story.name or MAIN_CORPUS
