"""Where do articles come from by themselves? Those who run the bot add, pause and remove live sources."""

import re
from datetime import timedelta
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.buttons.proposals import Proposals
from bot.library import FOLDER
from bot.replies.requests import take_time
from bot.replies.sending import Asked, reply, server_of
from bot.rights import Rights
from bot.stories import Stories, Story
from bot.translator import about, describe
from bot.wording.mistakes import MistakeError
from bot.wording.spans import CommandName, Name, text
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

    @commands.hybrid_group(fallback="list", description=about("sources"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def sources(self, asked: Asked) -> None:
        """List the live sources, and how each stands."""
        base = self._stories.of(server_of(asked)).base
        if await self._allow(asked, "Listing the sources"):
            records = await base.intake.find_sources()
            await reply(asked, wording.list_sources(records, base.intake.configured_sources), private=True)

    @sources.command(description=about("sources_add"))
    @describe("sources_add", "name", "kind", "url", "every", "language", "max_age_days", "pattern")
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

    @sources.command(description=about("sources_pause"))
    @describe("sources_pause", "name", "state")
    async def pause(self, asked: Asked, name: str, state: Literal["on", "off"] = "on") -> None:
        """Look at a source no more for a while; its articles stay."""
        story = self._stories.of(server_of(asked))
        if await self._allow(asked, f"Pausing the source {name!r} ({state})"):
            record = await _find(story, name)
            await story.store.sources.pause(record.name, paused=state == "on")
            source = Name(record.name)
            if state == "on":
                card = wording.confirm(text("sources.is_paused"), text("sources.pauses", source=source))
            else:
                card = wording.confirm(text("sources.goes_on"), text("sources.looks_again", source=source))
            await reply(asked, card, private=True)

    @sources.command(description=about("sources_remove"))
    @describe("sources_remove", "name")
    async def remove(self, asked: Asked, name: str) -> None:
        """Show what would go with a source, and offer to remove it."""
        story = self._stories.of(server_of(asked))
        if await self._allow(asked, f"Removing the source {name!r}"):
            record = await _find(story, name)
            if record.name in story.base.intake.configured_sources:
                command = CommandName("sources pause")
                raise MistakeError(
                    text("sources.is_configured", source=Name(record.name)),
                    text("sources.take_out", command=command),
                )
            proposal = RemoveSource(record.name)
            changes = await preview(story.base, proposal)
            key = await self._proposals.keep(story, proposal)
            what = text("sources.with_articles", source=Name(record.name))
            card = story.sign(wording.propose_removal(what, changes, key))
            await reply(asked, card, private=True)

    async def _allow(self, asked: Asked, what: str) -> bool:
        """Ask for time, since a source may take long, and see whether the asker may."""
        if asked.interaction:
            await take_time(asked.interaction)
        return await self._rights.allow(asked, what)

    async def _try_out(self, story: Story, spec: SourceSpec) -> wording.Message:
        found, changes = await story.gatherer.try_out(spec)
        if found.state.reason:
            reason = text("sources.unreadable", reason=Name(found.state.reason))
            return wording.report_failure(reason, found.state.cure)
        key = await self._proposals.keep(story, AddSource(spec))
        return story.sign(wording.propose_source(spec, found, changes, key))


async def _find(story: Story, name: str) -> SourceRecord:
    records = {each.name: each for each in await story.base.intake.find_sources()}
    if found := records.get(name.strip().casefold()):
        return found
    known = text("sources.known", names=Name(", ".join(records)))
    none = text("sources.none_yet", command=CommandName("sources add"))
    raise MistakeError(text("sources.no_such"), known if records else none)


async def _check(story: Story, spec: SourceSpec) -> None:
    """Raise MistakeError for a source that cannot be meant, or whose name is taken."""
    if not _NAME.fullmatch(spec.name) or spec.name in {ADDED, FOLDER}:
        raise MistakeError(
            text("sources.no_name", name=Name(spec.name)), text("sources.names", one=ADDED, other=FOLDER)
        )
    if spec.name in {each.name for each in await story.base.intake.find_sources()}:
        raise MistakeError(text("sources.exists", source=Name(spec.name)), text("sources.choose_another"))
    if not is_web(spec.url):
        raise MistakeError(text("sources.no_address"), text("sources.addresses"))
    if spec.language and not _LANGUAGE.fullmatch(spec.language):
        raise MistakeError(text("sources.no_language"), text("sources.languages"))
