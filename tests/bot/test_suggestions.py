"""What does Discord offer to somebody who types, and is no option forgotten?"""

import logging
import re
from pathlib import Path

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import TalksBot
from bot.suggestions import choices, offer_suggestions
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.sources.kept import Kind, SourceSpec
from tests.bot.cogs.scene import Scene

SUGGESTED = {"topic", "article", "section", "as_of", "since", "published"}


@pytest.fixture
def scene(
    env: simcord.Env,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
    alice: simcord.MemberActor,
    base: KnowledgeBase,
) -> Scene:
    return Scene(env, guild, channel, alice, base)


@pytest.fixture
def shown_sources(scene: Scene) -> Scene:
    """It is somebody to whom Discord shows /sources."""
    command = scene.env.backend.find_command("sources", None)
    assert command
    scene.guild.set_command_permissions(int(command["id"]), {scene.member.user: True})
    return scene


async def offered(scene: Scene, command: str, option: str, typed: str, **filled: str) -> dict[str, str]:
    found = await scene.member.autocomplete(scene.channel, command, option, typed, **filled)
    return {str(each["name"]): str(each["value"]) for each in found}


def test_no_option_that_can_be_suggested_is_without_suggestions(
    env: simcord.Env, simcord_bot: TalksBot
) -> None:
    found: dict[str, set[str]] = {}
    for command in simcord_bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            for option in command.parameters:
                if option.name in SUGGESTED:
                    assert option.autocomplete, f"/{command.qualified_name} {option.name}"
                    found.setdefault(option.name, set()).add(command.qualified_name)
    assert found.keys() == SUGGESTED
    assert {"status", "ask"} <= found["as_of"]


async def test_days_are_shown_in_words_and_given_in_figures(scene: Scene) -> None:
    assert await offered(scene, "status", "as_of", "") == {
        "Today, 5 March 2026": "2026-03-05",
        "Yesterday, 4 March 2026": "2026-03-04",
        "A week ago, 26 February 2026": "2026-02-26",
        "Start of the month, 1 March 2026 · 3 changes": "2026-03-01",
        "10 February 2026 · 1 article": "2026-02-10",
    }
    assert await offered(scene, "new", "since", "вчо") == {"Yesterday, 4 March 2026": "2026-03-04"}
    assert await offered(scene, "ask", "as_of", "start of") == {
        "Start of the month, 1 March 2026 · 3 changes": "2026-03-01"
    }


async def test_sections_are_those_of_the_article_that_was_chosen_and_one_is_shown_alone(scene: Scene) -> None:
    chosen = {"article": "Talks on the river"}
    found = await offered(scene, "articles show", "section", "", **chosen)
    assert list(found) == ["Where the points stand"]
    assert await offered(scene, "articles show", "section", "points", **chosen)
    assert not await offered(scene, "articles show", "section", "", article="Moon")
    shown = await scene.slash("articles show", section="Where the points stand", **chosen)
    assert "After the meeting" in shown.text
    assert "two delegations met" not in shown.text


async def test_who_unfollows_is_offered_what_they_follow_under_all_its_names(scene: Scene) -> None:
    assert not await offered(scene, "unfollow", "topic", "")
    await scene.store.subscriptions.add("bridge repair", user=scene.member.id)
    assert list(await offered(scene, "unfollow", "topic", "crossi")) == ["bridge repair"]


async def test_sources_and_languages_are_offered_and_articles_that_may_be_removed(
    shown_sources: Scene,
) -> None:
    scene = shown_sources
    await scene.store.sources.add(SourceSpec("ministry", Kind.FEED, "https://ministry.example/feed"))
    assert list(await offered(scene, "articles list", "source", "")) == ["folder", "ministry"]
    assert list(await offered(scene, "sources pause", "name", "min")) == ["ministry"]
    assert await offered(scene, "sources add", "language", "укр") == {"Українська (uk)": "uk"}
    assert not await offered(scene, "articles remove", "article", "talks")


async def test_a_store_that_fails_offers_less_and_breaks_nothing(
    shown_sources: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = shown_sources

    async def fail(**_: object) -> None:
        raise StoreError("The disk is gone.", "Mount it.")

    for part, name in ((scene.store.subscriptions, "find"), (scene.store.sources, "find")):
        monkeypatch.setattr(part, name, fail)
    assert not await offered(scene, "unfollow", "topic", "")
    assert not await offered(scene, "sources remove", "name", "")
    assert list(await offered(scene, "articles list", "source", "")) == ["folder"]


def test_no_more_is_offered_than_discord_takes() -> None:
    found = choices(["\u200b", *("x" * 150 for _ in range(40))])
    assert len(found) == 25
    assert all(len(each.name) == len(str(each.value)) == 100 for each in found)


def test_every_suggestion_is_declared_in_one_place() -> None:
    bot = Path(__file__).parents[2] / "bot"
    declared = re.compile(r'\.autocomplete\("(\w+)"\)')
    found = {name for file in bot.rglob("*.py") for name in declared.findall(file.read_text("utf-8"))}
    assert found <= {"zone"}


@pytest.mark.parametrize(
    ("fail", "lines"),
    [
        (ConnectionResetError("cut off"), True),
        (app_commands.AppCommandError("odd"), True),
        (ValueError(), False),
    ],
)
def test_a_suggestion_that_does_not_arrive_is_one_line_and_a_fault_of_ours_is_not(
    fail: Exception, lines: bool, caplog: pytest.LogCaptureFixture
) -> None:
    offer_suggestions(app_commands.CommandTree(discord.Client(intents=discord.Intents.none())))
    try:
        raise fail  # noqa: TRY301  it is to be an error that somebody has raised
    except Exception:
        logging.getLogger(app_commands.tree.__name__).exception("Ignoring exception in autocomplete")
    assert bool(caplog.records[-1].exc_info) is not lines
    assert ("Nothing is suggested to somebody who types" in caplog.text) is lines


def test_where_the_library_fails_at_what_discord_sends_it_is_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    offer_suggestions(app_commands.CommandTree(discord.Client(intents=discord.Intents.none())))
    try:
        discord.Object(id="x")
    except TypeError:
        logging.getLogger(app_commands.tree.__name__).exception("Ignoring exception in autocomplete")
    assert not caplog.records[-1].exc_info
