"""What do the tests of commands play on? A server with a channel, and somebody in it who uses the bot."""

from dataclasses import dataclass
from typing import Any

import discord
import simcord

from knowledge.base import KnowledgeBase
from knowledge.notices.audience import DigestPlan


@dataclass(frozen=True)
class Reply:
    """What somebody sees in answer to a command or a press."""

    text: str
    private: bool
    """Whether nobody else sees it."""
    message: simcord.ResponseMessage | None = None
    """What can be pressed on; None where the command was typed."""


def read(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """Give all that a message says."""
    assert message is not None
    embeds = [f"{embed.title}\n{embed.description}" for embed in message.embeds]
    return "\n".join([message.content, *embeds]).strip()


class Scene:
    """A server with two channels, the bot's store, and one member who gives it commands in #general."""

    def __init__(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        member: simcord.MemberActor,
        base: KnowledgeBase,
    ) -> None:
        self.env = env
        self.guild = guild
        self.channel = channel
        self.news = guild.create_news_channel("news")
        self.member = member
        self.store = base.store

    async def slash(self, command: str, **options: Any) -> Reply:
        """Give a command by its name, without the slash."""
        result = await self.member.slash(self.channel, command, **options)
        return Reply(read(result.response), result.ephemeral, result.response)

    async def send(self, text: str) -> Reply:
        """Write in #general, and read the last message there."""
        await self.member.send(self.channel, text)
        return Reply(read(self.channel.last_message), private=False)

    async def send_dm(self, text: str) -> Reply:
        """Write to the bot alone."""
        await self.member.send_dm(text)
        return Reply(read(self.member.user.dm_channel.last_message), private=True)

    async def press(self, reply: Reply) -> Reply:
        """Press the first button below a reply."""
        assert reply.message
        (row,) = reply.message.components
        result = await self.member.click(reply.message, custom_id=row["components"][0]["custom_id"])
        return Reply(read(result.response), result.ephemeral, result.response)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        """Give the values that are offered for what is typed; each is shown as it is."""
        offered = await self.member.autocomplete(self.channel, command, option, typed)
        assert [each["name"] for each in offered] == [each["value"] for each in offered]
        return [each["value"] for each in offered]

    async def announce(self, **options: Any) -> Reply:
        """Set announcements, in #general where no channel is named."""
        return await self.slash("settings announcements", **options)

    async def digest(self, **options: Any) -> Reply:
        """Set the server's digest."""
        return await self.slash("settings digest", **options)

    async def subscribe(self, topic: str | None, channel: int | None = None) -> int:
        """Keep an announcement in the store, in #general where no channel is given, and give its number."""
        kept = await self.store.subscriptions.add(
            topic, channel=channel or self.channel.id, guild=self.guild.id
        )
        return kept.number

    async def announced(self) -> list[tuple[int | None, str | None, bool]]:
        """Give the server's announcements: the channel, the topic, and whether one message is edited."""
        found = await self.store.subscriptions.find(guild=self.guild.id)
        return [(each.channel, each.topic, each.edits) for each in found]

    async def plan(self) -> DigestPlan:
        """Give the one digest that there is."""
        (plan,) = await self.store.digests.find_plans()
        return plan

    async def followed(self) -> list[str | None]:
        """Give the topics that the member follows."""
        return [each.topic for each in await self.store.subscriptions.find(user=self.member.id)]
