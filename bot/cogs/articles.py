"""Which articles are loaded? Everybody sees them; those who run the bot hand some in, and take some out."""

import asyncio
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands
from msgspec.structs import replace

from bot import wording
from bot.buttons.proposals import Proposals
from bot.library import FOLDER, find_article, find_page, find_section
from bot.replies.failures import require_day
from bot.replies.requests import take_time
from bot.replies.sending import Asked, in_time, reply, server_of
from bot.rights import Rights
from bot.stories import Stories, Story
from bot.translator import about, describe
from bot.wording.mistakes import MistakeError
from bot.wording.spans import CommandName, Name, text
from knowledge.answering.period import read_day
from knowledge.model import Article
from knowledge.proposing import preview
from knowledge.reading.dates import parse_date
from knowledge.reading.urls import is_web
from knowledge.sources.documents import name_document
from knowledge.sources.handed_in import Said, check_file
from knowledge.sources.inspection import Inspection, inspect_article
from knowledge.sources.proposals import ADDED, AddArticle, RemoveArticle
from knowledge.when import When


class Articles(commands.Cog):
    """Lists and shows articles, and takes them in and out for those who may."""

    def __init__(self, stories: Stories, rights: Rights, proposals: Proposals) -> None:
        """Show those of the place's story; a change is kept in `proposals` until it is published."""
        self._stories = stories
        self._rights = rights
        self._proposals = proposals

    @commands.hybrid_group(fallback="list", description=about("articles"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @describe("articles", "source")
    async def articles(self, asked: Asked, *, source: commands.Range[str, 0, 100] = "") -> None:
        """List what is loaded, newest first."""
        source = source.strip().casefold()
        # After a prefix, the word may be there or not.
        source = source.removeprefix("list").strip() if asked.interaction is None else source
        story = self._stories.of(server_of(asked))
        await reply(asked, await in_time(asked, list_page(story, 0, source)), private=True)

    @articles.command(description=about("articles_show"))
    @describe("articles_show", "article", "section")
    async def show(
        self,
        asked: Asked,
        *,
        article: commands.Range[str, 1, 300],
        section: commands.Range[str, 0, 300] = "",
    ) -> None:
        """Show what was read of an article: its statuses, what was not understood, its passages."""
        story = self._stories.of(server_of(asked))
        read = asyncio.to_thread(_inspect, story, article, section)
        message = story.sign(wording.report_reading(await in_time(asked, read)))
        # The pages of an article are those of the whole of it.
        message = replace(message, pages=None) if section.strip() else message
        await reply(asked, message, private=True)

    @articles.command(description=about("articles_add"))
    @describe("articles_add", "file", "url", "title", "published")
    async def add(
        self,
        asked: Asked,
        file: discord.Attachment | None = None,
        url: commands.Range[str, 0, 2000] = "",
        title: commands.Range[str, 0, 200] = "",
        *,
        published: commands.Range[str, 0, 40] = "",
    ) -> None:
        """Show what an article would change, and offer to take it up."""
        if asked.interaction:
            await take_time(asked.interaction)
        name = file.filename if file else url.strip()
        story = self._stories.of(server_of(asked))
        if await self._rights.allow(asked, f"Adding the article {name!r}"):
            said = Said(title.strip(), _read_day(story, published))
            await reply(asked, await self._propose(story, file, url.strip(), said), private=True)

    @articles.command(description=about("articles_remove"))
    @describe("articles_remove", "article")
    async def remove(self, asked: Asked, *, article: commands.Range[str, 1, 300]) -> None:
        """Show what would go with an article, and offer to remove it."""
        if asked.interaction:
            await take_time(asked.interaction)
        if await self._rights.allow(asked, f"Removing the article {article!r}"):
            story = self._stories.of(server_of(asked))
            await reply(asked, await self._propose_removal(story, article), private=True)

    async def _propose(
        self, story: Story, file: discord.Attachment | None, url: str, said: Said
    ) -> wording.Message:
        """Read what is handed in, and say what it would change; what cannot be read is not kept."""
        handed_in = await _take(story, file, url, said)
        found = await story.gatherer.inspect(file.filename if file else url, handed_in)
        if found.article is None:
            return wording.report_reading(found)
        changes = await preview(story.base, handed_in)
        key = await self._proposals.keep(story, handed_in)
        return story.sign(wording.propose_article(found, found.article, changes, key))

    async def _propose_removal(self, story: Story, typed: str) -> wording.Message:
        article = await asyncio.to_thread(find_article, _served(story), typed)
        proposal = await _find_removal(story, article)
        changes = await preview(story.base, proposal)
        key = await self._proposals.keep(story, proposal)
        return story.sign(wording.propose_removal(Name(article.title), changes, key))


def _served(story: Story) -> tuple[Article, ...]:
    return story.base.snapshot.corpus.articles


def _inspect(story: Story, typed: str, section: str) -> Inspection:
    article = find_article(_served(story), typed)
    return inspect_article(find_section(article, section) if section.strip() else article, story.base.own)


async def show_again(story: Story, key: str, _: When) -> wording.Message:
    """Show what was read of the article of this key."""
    article = next((each for each in _served(story) if wording.article_key(each.path) == key), None)
    if article is None:
        raise MistakeError(
            text("articles.no_longer"), text("articles.see", command=CommandName("articles list"))
        )
    return wording.report_reading(await asyncio.to_thread(inspect_article, article, story.base.own))


async def list_page(story: Story, number: int, source: str) -> wording.Message:
    """List a page of the articles of a source, or of all."""
    records = await story.base.intake.find_sources()
    known = {ADDED, FOLDER, *(each.name for each in records)}
    if source and source not in known:
        names = Name(", ".join(sorted(known)))
        raise MistakeError(text("sources.no_such"), text("sources.known", names=names))
    page = await asyncio.to_thread(find_page, _served(story), number, source, story.base.own)
    failing = [each for each in records if each.state.reason and source in {"", each.name}]
    return story.sign(wording.list_articles(page, failing, story.base.when()))


async def _take(story: Story, file: discord.Attachment | None, url: str, said: Said) -> AddArticle:
    if (file is None) == (not url):
        raise MistakeError(text("articles.nothing_given"), text("articles.give_one"))
    if file is None:
        if not is_web(url):
            raise MistakeError(text("sources.no_address"), text("sources.addresses"))
        return await story.gatherer.fetch_article(url, said)
    check_file(file.filename, file.size)
    try:
        data = await file.read()
    except discord.HTTPException:
        raise MistakeError(text("articles.no_file"), text("articles.attach_again")) from None
    return await story.gatherer.take_file(file.filename, data, said)


async def _find_removal(story: Story, article: Article) -> RemoveArticle:
    if not article.source:
        raise MistakeError(
            text("articles.in_folder", path=Name(article.path)),
            text("articles.remove_there", command=CommandName("reload")),
        )
    for kept in await story.base.intake.find_kept():
        if name_document(kept, kept.version) == article.path:
            return RemoveArticle(kept.source, kept.identity, article.path)
    command = CommandName("reload")
    raise MistakeError(text("articles.removed"), text("articles.take_up", command=command))


def _read_day(story: Story, text: str) -> date | None:
    if not text.strip():
        return None
    return require_day(read_day(text, story.base.when().today) or parse_date(text), text)
