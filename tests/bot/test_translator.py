"""Does Discord show each command in each language, and within its limits?"""

from collections.abc import Iterator
from typing import Any

import pytest
import simcord
from discord import AppCommandType, Locale, app_commands

from bot.client import TalksBot
from bot.translator import CommandTranslator
from bot.wording.catalogue import choose_catalogue, find_codes, read_catalogue
from tests.translations import UNFINISHED

Payload = dict[str, Any]
LONGEST_COMMAND = 8_000
"""Characters of a command with all that is below it, each name in its longest translation."""
EN = read_catalogue("en")


@pytest.fixture
async def payloads(env: simcord.Env, simcord_bot: TalksBot) -> list[Payload]:
    tree, translator = simcord_bot.tree, CommandTranslator()
    return [
        await each.get_translated_payload(tree, translator)
        for each in tree.get_commands()
        if not isinstance(each, app_commands.ContextMenu)
    ]


def walk(payload: Payload, path: str = "") -> Iterator[tuple[str, Payload]]:
    """Give a command and all that is below it, each by its path."""
    name = f"{path}_{payload['name']}" if path else payload["name"]
    yield name, payload
    for option in payload.get("options", ()):
        yield from walk(option, name)


def is_command(payload: Payload) -> bool:
    return payload.get("type", 1) in {1, 2} and "required" not in payload


def longest(payload: Payload, field: str) -> int:
    return max(len(each) for each in (payload[field], *payload.get(f"{field}_localizations", {}).values()))


def size(payload: Payload) -> int:
    own = longest(payload, "name") + longest(payload, "description")
    own += sum(longest(each, "name") + len(str(each["value"])) for each in payload.get("choices", ()))
    return own + sum(map(size, payload.get("options", ())))


async def test_the_catalogue_names_what_there_is_and_nothing_else(payloads: list[Payload]) -> None:
    walked = [each for payload in payloads for each in walk(payload)]
    options = {each["name"] for _, each in walked if not is_command(each)}
    choices = {choice["value"] for _, each in walked for choice in each.get("choices", ())}
    commands = {path for path, each in walked if is_command(each)}
    assert EN.entries["commands"].keys() == commands
    assert EN.entries["option_names"].keys() == options
    assert EN.entries["choices"].keys() == choices
    # What stands for a group is described as the group is, and the terminal has commands of its own.
    assert commands - EN.entries["about"].keys() == {"articles_list", "sources_list", "settings_show"}
    assert EN.entries["about"].keys() - commands == {"forget", "quit"}
    described = {path.replace("_list_", "_") for path, each in walked if not is_command(each)}
    assert EN.entries["options"].keys() == described


async def test_english_is_what_discord_is_told_first(payloads: list[Payload]) -> None:
    for payload in payloads:
        for path, each in walk(payload):
            if is_command(each):
                assert each["name"] == EN.find(f"commands.{path}")
            assert not {"en-US", "en-GB"} & each.get("name_localizations", {}).keys()
            for choice in each.get("choices", ()):
                assert choice["name"] == EN.find(f"choices.{choice['value']}")


async def test_each_locale_that_has_a_catalogue_has_all_names(payloads: list[Payload]) -> None:
    locales = {each.value for each in Locale if choose_catalogue(each.value).code != "en"}
    assert {choose_catalogue(each).code for each in locales} == set(find_codes()) - {"en"}
    whole = {each for each in locales if choose_catalogue(each).code not in UNFINISHED}
    for payload in payloads:
        for path, each in walk(payload):
            assert whole <= each.get("name_localizations", {}).keys() <= locales, path
            assert whole <= each.get("description_localizations", {}).keys() <= locales, path


async def test_what_stands_in_the_menu_of_a_message_has_a_name_in_each_language(
    env: simcord.Env, simcord_bot: TalksBot
) -> None:
    for menu in simcord_bot.tree.get_commands(type=AppCommandType.message):
        payload = await menu.get_translated_payload(simcord_bot.tree, CommandTranslator())
        assert payload["name"] in EN.entries["menus"].values()
        names = payload["name_localizations"]
        assert {choose_catalogue(each).code for each in names} >= set(find_codes()) - {"en"} - UNFINISHED


async def test_no_two_names_are_the_same_in_a_language(payloads: list[Payload]) -> None:
    parents = [{"options": payloads}, *(each for payload in payloads for _, each in walk(payload))]
    for parent in parents:
        siblings = parent.get("options", ())
        for locale in {key for each in siblings for key in each.get("name_localizations", {})}:
            names = [each["name_localizations"].get(locale, each["name"]) for each in siblings]
            assert len(set(names)) == len(names), (locale, names)


async def test_no_command_is_longer_than_discord_takes(payloads: list[Payload]) -> None:
    assert max(map(size, payloads)) <= LONGEST_COMMAND
