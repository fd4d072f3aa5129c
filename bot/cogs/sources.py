"""Where do articles come from by themselves? Those who run the bot add, pause and remove live sources."""

import re
from datetime import timedelta
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.commands import ABOUT
from bot.library import FOLDER
from bot.proposals import Proposals
from bot.replies.sending import Asked, reply, server_of
from bot.rights import Rights
from bot.stories import Stories, Story
from knowledge.errors import KnowledgeError
from knowledge.proposing import preview
from knowledge.reading.urls import is_web
from knowledge.sources.kept import Kind, SourceRecord, SourceSpec
from knowledge.sources.proposals import ADDED, AddSource, RemoveSource

_NAME = re.compile("[a-z0-9][a-z0-9-]{0,31}")
_LANGUAGE = re.compile("[a-z]{2}")


class Sources(commands.Cog):
    """Lists live sources, and changes which there are, for those who may."""

    def __init__(self, stories: Stories, rights: Rights, proposals: Proposals) -> None:
        """Change the sources of the story of the place; what is to be changed is kept in `proposals`."""
        self._stories = stories
        self._rights = rights
        self._proposals = proposals

    @commands.hybrid_group(fallback="list", description=ABOUT["sources"])
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def sources(self, asked: Asked) -> None:
        """List the live sources, and how each stands."""
        base = self._stories.of(server_of(asked)).base
        if await self._allow(asked, "Listing the sources"):
            records = await base.find_sources()
            await reply(asked, wording.list_sources(records, base.configured_sources), private=True)

    @sources.command()
    @app_commands.describe(
        name="What it is called: small letters, digits and hyphens",
        kind="What is at the address",
        url="Its address",
        every="How many minutes lie between two looks; 30 if you leave it out",
        language="The language of its articles, where they do not say, such as uk",
        max_age_days="Leave out articles that are older than this at first; 0 takes all",
        pattern="Of a sitemap: which addresses are articles, with * for anything",
    )
    async def add(
        self,
        asked: Asked,
        name: commands.Range[str, 1, 32],
        kind: Literal["feed", "page", "sitemap"],
        url: commands.Range[str, 1, 2000],
        every: commands.Range[int, 1, 10_080] = 30,
        language: commands.Range[str, 0, 2] = "",
        max_age_days: commands.Range[int, 0, 36_500] = 0,
        pattern: commands.Range[str, 1, 300] = "*",
    ) -> None:
        """Look at a new source once, show what came, and offer to add it."""
        story = self._stories.of(server_of(asked))
        if await self._allow(asked, f"Adding the source {name!r} at {url!r}"):
            language = language.casefold()
            spec = SourceSpec(
                name.strip(),
                Kind(kind),
                url.strip(),
                timedelta(minutes=every),
                language or None,
                max_age_days or None,
                pattern,
            )
            await _check(story, spec)
            await reply(asked, await self._try_out(story, spec), private=True)

    @sources.command()
    @app_commands.describe(name="Which source", state="off: look at it again")
    async def pause(self, asked: Asked, name: str, state: Literal["on", "off"] = "on") -> None:
        """Look at a source no more for a while; its articles stay."""
        story = self._stories.of(server_of(asked))
        if await self._allow(asked, f"Pausing the source {name!r} ({state})"):
            record = await _find(story, name)
            await story.store.sources.pause(record.name, paused=state == "on")
            if state == "on":
                card = wording.confirm("Paused", f"I look at {record.name} no more. Its articles stay.")
            else:
                card = wording.confirm("No longer paused", f"I look at {record.name} again.")
            await reply(asked, card, private=True)

    @sources.command()
    @app_commands.describe(name="Which source")
    async def remove(self, asked: Asked, name: str) -> None:
        """Show what would go with a source, and offer to remove it."""
        story = self._stories.of(server_of(asked))
        if await self._allow(asked, f"Removing the source {name!r}"):
            record = await _find(story, name)
            if record.name in story.base.configured_sources:
                raise KnowledgeError(
                    f"The source {record.name} is set in config.toml, where I change nothing.",
                    "Take its [[sources]] out there and start me anew, or use /sources pause.",
                )
            proposal = RemoveSource(record.name)
            changes = await preview(story.base, proposal)
            key = await self._proposals.keep(story, proposal)
            title = f"{record.name}, with all its articles"
            card = story.sign(wording.propose_removal(title, changes, key))
            await reply(asked, card, private=True)

    async def _allow(self, asked: Asked, what: str) -> bool:
        """Ask for time, since a source may take long, and see whether the asker may."""
        if asked.interaction:
            await asked.interaction.response.defer(ephemeral=True)
        return await self._rights.allow(asked, what)

    async def _try_out(self, story: Story, spec: SourceSpec) -> wording.Message:
        found, changes = await story.gatherer.try_out(spec)
        if found.state.reason:
            return wording.report_failure(
                f"This source cannot be read: it {found.state.reason}.", found.state.cure
            )
        key = await self._proposals.keep(story, AddSource(spec))
        return story.sign(wording.propose_source(spec, found, changes, key))


async def _find(story: Story, name: str) -> SourceRecord:
    records = {each.name: each for each in await story.base.find_sources()}
    if found := records.get(name.strip().casefold()):
        return found
    known = f"There are: {', '.join(records)}." if records else "There is none yet: /sources add."
    raise KnowledgeError("There is no such source.", known)


async def _check(story: Story, spec: SourceSpec) -> None:
    """Raise KnowledgeError for a source that cannot be meant, or whose name is taken."""
    if not _NAME.fullmatch(spec.name) or spec.name in {ADDED, FOLDER}:
        raise KnowledgeError(
            f"“{spec.name}” cannot be the name of a source.",
            f"Use small letters, digits and hyphens, and neither {ADDED} nor {FOLDER}.",
        )
    if spec.name in {each.name for each in await story.base.find_sources()}:
        raise KnowledgeError(
            f"There is a source {spec.name} already.", "Choose another name, or remove that one first."
        )
    if not is_web(spec.url):
        raise KnowledgeError("This is no web address.", "It begins with https:// or http://.")
    if spec.language and not _LANGUAGE.fullmatch(spec.language):
        raise KnowledgeError("This is no language.", "Use its code of two letters, such as uk.")
