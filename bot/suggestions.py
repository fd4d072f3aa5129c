"""What does Discord offer to somebody who types? For each option by its name, whichever command has it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any, Protocol, TypeAlias, cast

import discord
from aiohttp import ClientError
from discord import app_commands

from bot import wording
from bot.config import MAIN_CORPUS
from bot.library import FOLDER, find_article
from bot.replies.escape import cut, visible
from bot.replies.sending import server_of
from bot.stories import Stories
from bot.wording.catalogue import choose_catalogue
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, StoreError
from knowledge.languages import languages
from knowledge.snapshot import Snapshot
from knowledge.suggesting import suggest_names, suggest_sections

Typing: TypeAlias = discord.Interaction[Any]
"""Somebody who types into an option of a command."""
Choices: TypeAlias = list[app_commands.Choice[str]]


_CHOICES, _CHOICE = 25, 100
"""Discord refuses a longer list under an option, and then shows nothing."""


class _Knowing(Protocol):
    """The bot, so far as it is needed here."""

    stories: Stories


def offer_suggestions(tree: app_commands.CommandTree[Any]) -> None:
    """Let each option whose name is known here, of each command, be completed, unless it is already.

    Where Discord does not take what is offered, that is one line of the log: the next letter asks again.
    """
    logging.getLogger(app_commands.tree.__name__).addFilter(_shorten)
    for command in tree.walk_commands():
        if isinstance(command, app_commands.Group):
            continue
        for option in command.parameters:
            where = command.qualified_name, option.name
            suggest = _OF_COMMANDS.get(where) or _OF_OPTIONS.get(option.name)
            if suggest and not option.autocomplete:
                command.autocomplete(option.name)(suggest)


def choices(names: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Make what Discord shows under an option, as it is and within what it takes."""
    fit = [name for each in names if (name := cut(visible(each), _CHOICE))]
    return [app_commands.Choice(name=name, value=name) for name in fit[:_CHOICES]]


def _shorten(record: logging.LogRecord) -> bool:
    """Make one line of what was not suggested because Discord, or what it sent, is at fault."""
    error = record.exc_info and record.exc_info[1]
    # A TimeoutError is an OSError.
    if error and (
        isinstance(error, OSError | ClientError | discord.DiscordException) or _is_of_library(error)
    ):
        said = str(error) or type(error).__name__
        record.msg, record.args = f"Nothing is suggested to somebody who types: {said}", ()
        record.levelno, record.levelname, record.exc_info = logging.INFO, "INFO", None
    return True


def _is_of_library(error: BaseException) -> bool:
    """Whether discord.py itself failed, as it does where an option is completed that no command has."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__")).startswith("discord.")


async def _suggest_topics(typing: Typing, typed: str) -> Choices:
    return choices(await asyncio.to_thread(_snapshot(typing).suggest_topics, typed))


async def _suggest_followed(typing: Typing, typed: str) -> Choices:
    """Give the topics that somebody follows, found under all names that they have now."""
    found: tuple[str, ...] = ()
    with suppress(StoreError):
        stories = cast("_Knowing", typing.client).stories.all()
        own = [await each.store.subscriptions.find(user=typing.user.id) for each in stories]
        followed = list(dict.fromkeys(each.topic for some in own for each in some if each.topic))
        found = suggest_names(followed, typed, _snapshot(typing).ledger.names_of)
    return choices(found)


async def _suggest_articles(typing: Typing, typed: str) -> Choices:
    suggester = await asyncio.to_thread(lambda: _snapshot(typing).suggester)
    return choices(await asyncio.to_thread(suggester.suggest_articles, typed))


async def _suggest_removable(typing: Typing, typed: str) -> Choices:
    suggester = await asyncio.to_thread(lambda: _snapshot(typing).suggester)
    return choices(await asyncio.to_thread(suggester.suggest_articles, typed, removable=True))


async def _suggest_sections(typing: Typing, typed: str) -> Choices:
    """Give the headings of the article that was chosen in the option beside."""
    chosen = str(getattr(typing.namespace, "article", ""))
    return choices(await asyncio.to_thread(_find_sections, _snapshot(typing), chosen, typed))


def _find_sections(snapshot: Snapshot, chosen: str, typed: str) -> tuple[str, ...]:
    try:
        return suggest_sections(find_article(snapshot.corpus.articles, chosen), typed)
    except KnowledgeError:
        return ()


async def _suggest_days(typing: Typing, typed: str) -> Choices:
    """Give days in the words of who types; what the command gets is the date in figures."""
    base = _base(typing)
    suggester = await asyncio.to_thread(lambda: base.snapshot.suggester)
    words = choose_catalogue(str(typing.locale))
    days = suggester.suggest_days(typed, base.when().today)
    named = {wording.name_day(each, words): each.on.isoformat() for each in days}
    if not days:
        # A day may be typed by the name that is shown of it, too: "Start of the month".
        always = suggester.suggest_days("", base.when().today)
        offered = {wording.name_day(each, words): each.on.isoformat() for each in always if each.name}
        named = {name: offered[name] for name in suggest_names(offered, typed)}
    return [app_commands.Choice(name=name, value=value) for name, value in named.items()]


async def _suggest_sources(typing: Typing, typed: str) -> Choices:
    """Give the live sources."""
    with suppress(StoreError):
        names = [each.name for each in await _base(typing).intake.find_sources()]
        return choices(suggest_names(names, typed))
    return []


async def _suggest_shelves(typing: Typing, typed: str) -> Choices:
    """Give where articles are from; live sources that have brought none yet, too."""
    names = {each.source or FOLDER for each in _snapshot(typing).corpus.articles}
    with suppress(StoreError):
        names |= {each.name for each in await _base(typing).intake.find_sources()}
    return choices(suggest_names(sorted(names), typed))


async def _suggest_corpora(typing: Typing, typed: str) -> Choices:
    """Give the names of the stories that may be told, also found by what they are about."""
    stories = cast("_Knowing", typing.client).stories.all()
    about = {
        each.name or MAIN_CORPUS: tuple(filter(None, (each.title, each.description))) for each in stories
    }
    return choices(suggest_names(list(about), typed, lambda name: about[name]))


async def _suggest_languages(_: Typing, typed: str) -> Choices:
    """Give the languages that are read well; any other may be typed."""
    codes = {f"{each.name} ({code})": code for code, each in languages().items()}
    return [app_commands.Choice(name=name, value=codes[name]) for name in suggest_names(codes, typed)]


def _base(typing: Typing) -> KnowledgeBase:
    """Give what is known where somebody types."""
    return cast("_Knowing", typing.client).stories.of(server_of(typing)).base


def _snapshot(typing: Typing) -> Snapshot:
    return _base(typing).snapshot


_Suggest: TypeAlias = Callable[[Typing, str], Coroutine[Any, Any, Choices]]

_OF_OPTIONS: Mapping[str, _Suggest] = {
    "topic": _suggest_topics,
    "article": _suggest_articles,
    "section": _suggest_sections,
    "as_of": _suggest_days,
    "since": _suggest_days,
    "published": _suggest_days,
}
_OF_COMMANDS: Mapping[tuple[str, str], _Suggest] = {
    ("unfollow", "topic"): _suggest_followed,
    ("articles list", "source"): _suggest_shelves,
    ("articles remove", "article"): _suggest_removable,
    ("settings corpus", "name"): _suggest_corpora,
    ("sources add", "language"): _suggest_languages,
    ("sources pause", "name"): _suggest_sources,
    ("sources remove", "name"): _suggest_sources,
}
"""Options that mean something else in one command, or that are found by name only there."""
