"""Is each command declared once? Discord, the terminal, the help and the manual show the same ones."""

import re
from pathlib import Path

import pytest
import simcord
from discord import AppCommandType, app_commands

from bot import wording
from bot.__main__ import make_parser
from bot.client import TalksBot
from bot.commands import COMMANDS, parse
from bot.replies.card import draw
from bot.translator import about
from knowledge.answers import Coverage

MANUAL = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
ROWS = [line for line in MANUAL.splitlines() if line.startswith("| ")]
NOTHING = Coverage(articles=0, passages=0, first=None, last=None, topics=())


def test_discord_s_commands_are_those_that_are_declared(env: simcord.Env, simcord_bot: TalksBot) -> None:
    slash = {each.name: each for each in simcord_bot.tree.get_commands(type=AppCommandType.chat_input)}
    typed = {each.name for each in simcord_bot.commands}
    declared = {each.name for each in COMMANDS if each.discord}
    assert slash.keys() == declared
    assert typed == declared
    for name, command in slash.items():
        assert isinstance(command, app_commands.Command | app_commands.Group)
        assert command.description == about(name)


@pytest.mark.parametrize("name", [each.name for each in COMMANDS if each.discord])
def test_help_and_manual_name_each_command(name: str) -> None:
    shown = draw(wording.guide(COMMANDS, NOTHING, "!")).description or ""
    assert f"/{name}".replace("_", "\\_") in shown
    assert any(re.search(rf"`[/!]{name}\b", row) for row in ROWS), name


def test_what_may_be_typed_in_a_terminal_is_read_there() -> None:
    for each in COMMANDS:
        if each.terminal:
            assert parse(f"!{each.name} x") == (each.name, "x")


def test_the_manual_names_each_command_of_the_command_line() -> None:
    names = re.findall(r"^    ([a-z]+) ", make_parser().format_help(), re.MULTILINE)
    assert {"chat", "ask", "run"} <= set(names)
    for name in names:
        assert any(f"`talksbot {name}" in row for row in ROWS), name
