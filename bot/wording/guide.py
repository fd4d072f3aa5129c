"""How can the bot be asked? Its commands, each in one line, on Discord and in a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.commands import Command
from bot.wording._facts import describe_coverage
from bot.wording.message import Bold, CommandName, Line, Listing, Message, Tone, line, listing
from knowledge.answers import Coverage


def guide(commands: Sequence[Command], coverage: Coverage, prefix: str | None) -> Message:
    """Say what can be asked on Discord, and how; `prefix` is None where text commands do not work."""
    known = [each for each in commands if each.discord]
    how = [
        line("Mention me with a question, write me a direct message, or reply to an answer of mine."),
        line("You get a passage of the articles word for word, with its source and date."),
        line("What they do not say, I do not say. Ask on in short: why? what about …?"),
    ]
    if prefix:
        how.append(
            line(("In text channels commands may begin with ", Bold(prefix), ": ", Bold(f"{prefix}status")))
        )
    return Message("Ask what the articles say", (*how, *_groups(known)), describe_coverage(coverage))


def terminal_help(commands: Iterable[Command], unknown: str = "") -> Message:
    """Say what can be typed in a terminal, to somebody who asked or who typed an `unknown` command."""
    known = (each for each in commands if each.terminal)
    above = [line(("There is no command ", CommandName(unknown), "."))] if unknown else []
    how = line("Ask in your own words: would a deal bring investment?")
    return Message("Ask what the articles say", (*above, how, *listing(map(_describe, known))))


def welcome(coverage: Coverage) -> Message:
    """Say at the beginning of a talk in a terminal what is covered, and how to ask."""
    how = line(("Ask in your own words; ", CommandName("help"), " lists more, quit or Ctrl-D ends."))
    return Message("Ask what the articles say", (describe_coverage(coverage), how))


def report_unknown_command() -> Message:
    """Say on Discord that there is no such command, and where they are listed."""
    cure = line(("Write your question, or see ", CommandName("help"), "."))
    return Message("That did not work", (line("I do not know this command."), cure), tone=Tone.FAILED)


def _groups(commands: Iterable[Command]) -> list[Listing]:
    groups = groupby(commands, key=lambda each: each.group)
    return [part for group, members in groups for part in listing(map(_describe, members), Bold(group))]


def _describe(command: Command) -> Line:
    return line(command.about, name=CommandName(command.name, command.takes))
