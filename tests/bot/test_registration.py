"""Does Discord have our commands, and no others, whatever was done to them elsewhere?"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import simcord

from bot.client import TalksBot
from bot.config import Config
from bot.registration import Described, Difference, compare, describe_commands, normalise
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from tests.bot.conftest import HOME

pytestmark = pytest.mark.usefixtures("registering")

Build = Callable[[Config], TalksBot]

NUMBER = {"type": 4, "name": "days", "description": "How many", "required": False, "min_value": 0}
ASK: Described = {
    "name": "ask",
    "description": "Ask",
    "type": 1,
    "options": [
        {"type": 3, "name": "question", "description": "What", "required": True, "max_length": 300},
        {**NUMBER, "choices": [{"name": "none", "value": 0, "name_localizations": {}}]},
    ],
    "nsfw": False,
    "dm_permission": True,
    "default_member_permissions": 32,
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
    "name_localizations": {"de": "fragen"},
    "description_localizations": {},
}


def as_discord_has_it(command: Described) -> dict[str, Any]:
    """Give a command as Discord's documentation says that it is returned, with all that it adds."""
    needed = command["default_member_permissions"]
    return {
        **_fill(command),
        "id": "1",
        "application_id": "2",
        "version": "3",
        "nsfw": bool(command.get("nsfw")),
        "description": command.get("description", ""),
        "dm_permission": None,
        "default_member_permissions": None if needed is None else str(needed),
        "contexts": [*reversed(command["contexts"])],
        "integration_types": [*reversed(command["integration_types"])],
        "name_localizations": command.get("name_localizations") or None,
        "description_localizations": command.get("description_localizations") or None,
        "name_localized": "fragen",
    }


def _fill(described: Described) -> dict[str, Any]:
    """Leave out what is the default, say null where nothing is, and add what is new in Discord."""
    filled: dict[str, Any] = {"new_in_discord": 7, "options": None, "name_localizations": None}
    for key, value in described.items():
        if key in ("options", "choices"):
            filled[key] = [_fill(each) for each in value] or None
        elif key != "required" or value:
            filled[key] = value or (value if isinstance(value, int) else None)
    return filled


@pytest.mark.parametrize("theirs", [ASK, as_discord_has_it(ASK)], ids=["as it was sent", "as it is returned"])
def test_a_command_that_did_not_change_is_the_same_however_it_is_said(theirs: Described) -> None:
    assert not compare([ASK], [theirs])


async def test_none_of_our_own_commands_differs_from_itself(simcord_bot: TalksBot) -> None:
    await simcord_bot.add_commands()
    ours = await describe_commands(simcord_bot.tree)
    assert len(ours) > 15
    assert not compare(ours, [as_discord_has_it(each) for each in reversed(ours)])
    assert all(
        each["contexts"] and each["integration_types"] for each in ours
    )  # Discord has its own defaults


CHANGES: dict[str, Mapping[str, object]] = {
    "its words": {"description": "Ask anything"},
    "its words in another language": {"description_localizations": {"de": "Frag"}},
    "who sees it": {"default_member_permissions": "0"},
    "that all see it": {"default_member_permissions": None},
    "where it is": {"contexts": [0]},
    "an option": {"options": [ASK["options"][0]]},
    "the order of options": {"options": [*reversed(ASK["options"])]},
    "the least number": {"options": [ASK["options"][0], {**NUMBER, "min_value": 1}]},
    "an age limit": {"nsfw": True},
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_elsewhere_is_found(what: str) -> None:
    assert compare([ASK], [{**as_discord_has_it(ASK), **CHANGES[what]}]) == Difference(changed=("ask",))


def test_what_was_deleted_or_added_elsewhere_is_found_by_kind_and_name() -> None:
    menu = {"name": "ask", "type": 3}
    difference = compare([ASK, {**ASK, "name": "status"}], [menu, ASK, {**ASK, "name": "old"}])
    assert difference == Difference(added=("status",), removed=("old", "ask"))
    assert str(difference) == "added status; removed old, ask"
    assert not Difference()


def test_the_entry_point_of_an_activity_is_no_leftover() -> None:
    assert not compare([ASK], [ASK, {"name": "launch", "type": 4, "handler": 2}])


def test_a_number_that_is_zero_is_something() -> None:
    assert normalise(NUMBER)["min_value"] == 0


class Kept:
    """What the simulated Discord has, and how often it was written."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env

    def of(self, guild: int | None = None) -> dict[tuple[str, int], dict[str, Any]]:
        kept: Any = self.env.backend.commands.setdefault(guild, {})
        return kept

    @property
    def written(self) -> int:
        return sum(each.method == "PUT" for each in self.env.http_requests)


@pytest.fixture
def kept(env: simcord.Env) -> Kept:
    return Kept(env)


async def test_commands_are_written_only_where_discord_has_others(
    env: simcord.Env, kept: Kept, build: Build, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    assert kept.written == 1
    await env.restart_bot(build(configured))
    assert kept.written == 1
    del kept.of()["status", 1]
    kept.of()["ask", 1]["description"] = "Of another program"
    kept.of()["old", 1] = {**kept.of()["help", 1], "name": "old"}
    await env.restart_bot(build(configured))
    assert kept.written == 2
    assert (
        "The commands on Discord were put right: added status; changed ask; removed old." in caplog.messages
    )


async def test_what_discord_makes_of_our_commands_is_written_once(
    env: simcord.Env, kept: Kept, build: Build, configured: Config, base: KnowledgeBase
) -> None:
    fact = await base.store.facts.recall("discord.commands")
    kept.of()["ask", 1]["description"] = "Of another program"
    await env.restart_bot(build(configured))
    assert kept.written == 2
    assert await base.store.facts.recall("discord.commands") == fact
    # As if it had made this of them the last time.
    register = env.backend.register_commands

    def shorten(guild_id: int | None, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return register(
            guild_id, [{**each, "description": each.get("description", "")[:5]} for each in payloads]
        )

    env.backend.register_commands = shorten
    kept.of()["ask", 1]["description"] = "Of another program"
    for _ in range(2):
        await env.restart_bot(build(configured))
        assert kept.written == 3


async def test_what_the_home_server_has_of_its_own_is_removed(
    env: simcord.Env, kept: Kept, build: Build, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    kept.of(HOME)["ask", 1] = {**kept.of()["ask", 1], "guild_id": str(HOME)}
    await env.restart_bot(build(configured))
    assert kept.of(HOME) == {}
    assert f"Of commands that server {HOME} had of its own: removed ask." in caplog.messages


async def test_what_another_server_has_of_its_own_is_removed_once_somebody_uses_it(
    env: simcord.Env, kept: Kept, shown: Callable[[Any], str]
) -> None:
    server = env.create_guild(id=77)
    kept.of(77)["status", 1] = {**kept.of()["status", 1], "guild_id": "77"}
    member = server.add_member(env.create_user("mia"))
    result = await member.slash(server.create_text_channel("general"), "status")
    assert "Where things stand" in shown(result.response)
    assert kept.of(77) == {}


async def test_commands_that_discord_refuses_are_one_line_and_tried_again_at_the_next_start(
    env: simcord.Env, kept: Kept, build: Build, configured: Config, caplog: pytest.LogCaptureFixture
) -> None:
    kept.of()["ask", 1]["description"] = "Of another program"
    for method in ("GET", "PUT"):
        caplog.clear()
        env.inject_error(method, "/applications/*/commands", status=500)
        await env.restart_bot(build(configured))
        assert "Discord did not take the slash commands (500" in caplog.text
        assert kept.of()["ask", 1]["description"] == "Of another program"
    env.inject_error("GET", "/applications/*/guilds/*/commands", status=403)
    await env.restart_bot(build(configured))
    assert kept.of()["ask", 1]["description"] != "Of another program"


async def test_a_store_that_does_not_remember_is_one_line(
    env: simcord.Env,
    kept: Kept,
    build: Build,
    configured: Config,
    base: KnowledgeBase,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: object) -> None:
        raise StoreError("The disk is full.", "Make room.")

    monkeypatch.setattr(type(base.store.facts), "remember", refuse)
    kept.of()["ask", 1]["description"] = "Of another program"
    await env.restart_bot(build(configured))
    assert kept.written == 2
    assert "What Discord made of the commands is not kept" in caplog.text
