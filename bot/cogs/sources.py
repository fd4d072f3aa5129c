"""Where do articles come from by themselves? Those who run the bot add, pause and remove live sources."""

import re
from datetime import timedelta
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.library import FOLDER
from bot.proposals import Proposals
from bot.replies.sending import Asked, choices, reply
from bot.rights import Rights
from bot.translator import about, describe
from bot.wording.message import CommandName, Name, text
from bot.wording.mistakes import MistakeError
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.proposing import preview
from knowledge.reading.urls import is_web
from knowledge.sources.kept import Kind, SourceRecord, SourceSpec
from knowledge.sources.proposals import ADDED, AddSource, RemoveSource

_NAME = re.compile("[a-z0-9][a-z0-9-]{0,31}")
_LANGUAGE = re.compile("[a-z]{2}")


class Sources(commands.Cog):
    """Lists live sources, and changes which there are, for those who may."""

    def __init__(self, base: KnowledgeBase, gatherer: Gatherer, rights: Rights, proposals: Proposals) -> None:
        """Change the sources of `base`; a new one is tried out by `gatherer`."""
        self._base = base
        self._gatherer = gatherer
        self._rights = rights
        self._proposals = proposals

    @commands.hybrid_group(fallback="list", description=about("sources"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def sources(self, asked: Asked) -> None:
        """List the live sources, and how each stands."""
        if await self._allow(asked, "Listing the sources"):
            records = await self._base.find_sources()
            await reply(asked, wording.list_sources(records, self._base.configured_sources), private=True)

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
            await self._check(spec)
            await reply(asked, await self._try_out(spec), private=True)

    @sources.command(description=about("sources_pause"))
    @describe("sources_pause", "name", "state")
    async def pause(self, asked: Asked, name: str, state: Literal["on", "off"] = "on") -> None:
        """Look at a source no more for a while; its articles stay."""
        if await self._allow(asked, f"Pausing the source {name!r} ({state})"):
            record = await self._find(name)
            await self._base.store.sources.pause(record.name, paused=state == "on")
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
        if await self._allow(asked, f"Removing the source {name!r}"):
            record = await self._find(name)
            if record.name in self._base.configured_sources:
                command = CommandName("sources pause")
                raise MistakeError(
                    text("sources.is_configured", source=Name(record.name)),
                    text("sources.take_out", command=command),
                )
            proposal = RemoveSource(record.name)
            changes = await preview(self._base, proposal)
            key = await self._proposals.keep(proposal)
            what = text("sources.with_articles", source=Name(record.name))
            await reply(asked, wording.propose_removal(what, changes, key), private=True)

    @pause.autocomplete("name")
    @remove.autocomplete("name")
    async def _suggest(
        self, _: discord.Interaction[commands.AutoShardedBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().casefold()
        return choices(each.name for each in await self._base.find_sources() if wanted in each.name)

    async def _allow(self, asked: Asked, what: str) -> bool:
        """Ask for time, since a source may take long, and see whether the asker may."""
        if asked.interaction:
            await asked.interaction.response.defer(ephemeral=True)
        return await self._rights.allow(asked, what)

    async def _find(self, name: str) -> SourceRecord:
        records = {each.name: each for each in await self._base.find_sources()}
        if found := records.get(name.strip().casefold()):
            return found
        known = text("sources.known", names=Name(", ".join(records)))
        none = text("sources.none_yet", command=CommandName("sources add"))
        raise MistakeError(text("sources.no_such"), known if records else none)

    async def _check(self, spec: SourceSpec) -> None:
        """Raise KnowledgeError for a source that cannot be meant, or whose name is taken."""
        if not _NAME.fullmatch(spec.name) or spec.name in {ADDED, FOLDER}:
            raise MistakeError(
                text("sources.no_name", name=Name(spec.name)),
                text("sources.names", one=ADDED, other=FOLDER),
            )
        if spec.name in {each.name for each in await self._base.find_sources()}:
            raise MistakeError(text("sources.exists", source=Name(spec.name)), text("sources.choose_another"))
        if not is_web(spec.url):
            raise MistakeError(text("sources.no_address"), text("sources.addresses"))
        if spec.language and not _LANGUAGE.fullmatch(spec.language):
            raise MistakeError(text("sources.no_language"), text("sources.languages"))

    async def _try_out(self, spec: SourceSpec) -> wording.Message:
        found, changes = await self._gatherer.try_out(spec)
        if found.state.reason:
            reason = text("sources.unreadable", reason=Name(found.state.reason))
            return wording.report_failure(reason, found.state.cure)
        key = await self._proposals.keep(AddSource(spec))
        return wording.propose_source(spec, found, changes, key)
