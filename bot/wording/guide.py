"""How can the bot be asked? Its commands, each in one line, on Discord and in a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.commands import Command
from bot.wording._facts import describe_coverage, quoted
from bot.wording.controls import Pages
from bot.wording.message import Line, Listing, Message, Tone, line, listing
from bot.wording.spans import Bold, CommandName, Name, Text, bold, text
from knowledge.answers import Coverage

_TITLE = text("guide.title")
_EXAMPLE = "status"


def guide(commands: Sequence[Command], coverage: Coverage, prefix: str | None) -> Message:
    """Say what can be asked on Discord, and how; `prefix` is None where text commands do not work."""
    known = [each for each in commands if each.discord]
    how = [
        line(text("guide.how")),
        line(text("guide.what")),
        line(text("guide.honest")),
    ]
    if prefix:
        how.append(line(text("guide.prefix", prefix=Bold(prefix), example=Bold(f"{prefix}{_EXAMPLE}"))))
    return Message(_TITLE, (*how, *_groups(known)), describe_coverage(coverage), pages=Pages("help"))


def terminal_help(commands: Iterable[Command], unknown: str = "") -> Message:
    """Say what can be typed in a terminal, to somebody who asked or who typed an `unknown` command."""
    known = (each for each in commands if each.terminal)
    above = [line(text("guide.no_command", command=CommandName(unknown)))] if unknown else []
    how = line(text("guide.terminal"))
    return Message(_TITLE, (*above, how, *listing(map(_describe, known))))


def welcome(coverage: Coverage) -> Message:
    """Say at the beginning of a talk in a terminal what is covered, and how to ask."""
    how = line(text("guide.welcome", command=CommandName("help")))
    return Message(_TITLE, (describe_coverage(coverage), how))


def introduce(server: str, examples: Iterable[str], coverage: Coverage) -> Message:
    """Say to whoever has added the bot to a server what it does, what can be asked, and what comes next."""
    asked = listing((line(quoted(each)) for each in examples), bold("welcome.examples"))
    steps = (
        line(text("welcome.settings"), name=CommandName("settings")),
        line(text("welcome.help"), name=CommandName("help")),
        line(text("welcome.articles"), name=CommandName("articles")),
    )
    blocks = (
        line(text("welcome.what")),
        line(text("guide.honest")),
        *asked,
        *listing(steps, bold("welcome.next")),
    )
    return Message(text("welcome.title", server=Name(server)), blocks, describe_coverage(coverage), Tone.DONE)


def report_unknown_command() -> Message:
    """Say on Discord that there is no such command, and where they are listed."""
    cure = line(text("guide.see_help", command=CommandName("help")))
    return Message(text("own.failed"), (line(text("guide.unknown_command")), cure), tone=Tone.FAILED)


def _groups(commands: Iterable[Command]) -> list[Listing]:
    groups = groupby(commands, key=lambda each: each.group)
    return [
        part
        for group, members in groups
        for part in listing(map(_describe, members), Text(f"guide.{group}", is_bold=True))
    ]


def _describe(command: Command) -> Line:
    return line(Text(f"about.{command.name}"), name=CommandName(command.name, command.takes))
