"""How does it start? The commands of `talksbot`; only `run` and `sync` know Discord."""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import __version__
from bot.config import MAIN_CORPUS, Config, ConfigurationError, Mistake, has_token, load, read_example, token
from bot.exits import CONFIGURATION, FAILED
from bot.terminal.arguments import day, shards, share, start
from bot.terminal.healthcheck import healthcheck
from bot.terminal.late import Command, LateModule
from bot.terminal.notes import note
from knowledge.errors import KnowledgeError, StoreDamagedError, StoreTooNewError

if TYPE_CHECKING:
    from bot.terminal import backups, cli
else:
    backups, cli = LateModule("bot.terminal.backups"), LateModule("bot.terminal.cli")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace"
            )
    arguments = _parse(argv)
    command: Command = arguments.command
    try:
        return command(arguments, _load(arguments))
    except ConfigurationError as error:
        for mistake in error.mistakes:
            note(str(mistake))
        return CONFIGURATION
    except KnowledgeError as error:
        note(str(error))
        # A bot that is started again finds the same file.
        is_lasting = isinstance(error, StoreDamagedError | StoreTooNewError)
        return CONFIGURATION if is_lasting and command is cli.run else FAILED
    except BrokenPipeError:
        # The reader has gone, as `| head` does. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        note(f"the output cannot be written: {error.strerror}")
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line; all words that are no options are the one question or topic.

    argparse itself takes those before the next option, and gives the others back.
    """
    parser = make_parser()
    arguments, rest = parser.parse_known_args(argv)
    given: dict[str, Any] = vars(arguments)
    name = given.pop("words", None)
    end = rest.index("--") if "--" in rest else len(rest)
    unknown = [each for each in rest[:end] if each.startswith("-") and each != "-"] if name else rest
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if name:
        words = [*given[name], *rest[:end], *rest[end + 1 :]]
        given[name] = " ".join(words) if words else None
    return arguments


def make_parser() -> argparse.ArgumentParser:
    """Make what reads the command line: all commands with their options."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--config", type=Path, metavar="FILE", help="else $TALKSBOT_CONFIG, else config.toml")
    common.add_argument("--articles", type=Path, metavar="DIR", help="read the articles from here first")
    common.add_argument("--data", type=Path, metavar="DIR", help="where what was read is kept")
    parser = argparse.ArgumentParser(
        prog="talksbot",
        description="Answers questions with verbatim passages of your articles.",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"talksbot {__version__}")
    parser.add_argument("--example-config", action=_ShowExample, help="show all options, for a config.toml")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, about: str, *, of_one: bool = True) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, help=about, description=about, parents=[common])
        command.set_defaults(command=run)
        if of_one:
            command.add_argument("--corpus", metavar="NAME", help="of [[corpora]], else the main one")
        return command

    add("chat", cli.chat, "talk to the bot in the terminal")
    _ask(add("ask", cli.ask, "answer one question, or one per line of standard input"))
    _status(add("status", cli.status, "show where every topic stands, or one topic"))
    _history(add("history", cli.history, "show the whole course of a topic, with dates and quotes"))
    _new(add("new", cli.new, "show what has changed in the last days, or since a day"))
    about = "be a bot on Discord; the token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE"
    run = add("run", cli.run, about, of_one=False)
    run.add_argument("-v", "--verbose", action="store_true", help="log more of what the bot does")
    about = "be one of several processes, with these shards: 0-15/64; else $TALKSBOT_SHARDS, else all"
    run.add_argument("--shards", type=shards, metavar="FIRST-LAST/OF", help=about)
    about = "ask the bot that runs whether it is well: 0 where it is"
    well = add("healthcheck", healthcheck, about, of_one=False)
    well.add_argument("--ready", action="store_true", help="whether it answers questions now")
    about = "compare the commands on Discord with ours, and put them right"
    _sync(add("sync", cli.sync, about, of_one=False))
    check = add("check", cli.check, "look for problems in configuration, articles and store", of_one=False)
    check.add_argument(
        "--online", action="store_true", help="ask Discord too: is the token known, what is left"
    )
    about = "show what the bot makes of files and pages, without loading them"
    _read(add("read", cli.read, about, of_one=False))
    reload = add("reload", cli.reload, "read the articles anew and say what has changed")
    reload.add_argument("--preview", action="store_true", help="only say what would change")
    reload.add_argument("--yes", action="store_true", help="also where that takes back much of what is known")
    add("rollback", cli.rollback, "go back to what was known before the last reload")
    _backup(add("backup", backups.backup, "copy what is known and set into a file, also while a bot runs"))
    restore = add("restore", backups.restore, "bring back what a backup holds; what is there now is kept")
    restore.add_argument("file", type=Path, metavar="FILE", help="what `backup` made")
    _add_store(add("store", backups.copy, "move what is known and set into another store"))
    _add_judged_options(add("eval", cli.evaluate, "say how right the answers to judged questions are"))
    _calibrate(add("calibrate", cli.calibrate, "suggest from judged questions what to set under [answers]"))
    return parser


class _ShowExample(argparse.Action):
    """Show `config.example.toml`, whatever is configured, and end: as `--version` does."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(read_example())
        parser.exit()


def _read(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object a file and line")
    command.add_argument("files", nargs="+", metavar="FILE|URL", help="an article of any kind")


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help="also where the file is there: it is replaced")
    command.add_argument("file", type=Path, metavar="FILE", help="where to, such as talksbot-backup.db")


def _add_store(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=["copy"], help="copy all of it, and compare both sides")
    command.add_argument(
        "--to", required=True, metavar="URL|DIR", help="postgresql://user@host/database, or a data folder"
    )


def _sync(command: argparse.ArgumentParser) -> None:
    command.add_argument("--preview", action="store_true", help="only say what would be written")
    command.add_argument(
        "--everywhere", action="store_true", help="look for leftovers in each server that the bot is in"
    )


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.add_argument(
        "--as-of", type=day, metavar="DATE", help="from what was known on a day, as 2026-11-10"
    )
    command.add_argument(
        "--why", action="store_true", help="say what was found, what decided, and what would change that"
    )
    _add_words(command, "question", "*")


def _status(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--as-of", type=day, metavar="DATE", help="as it stood on a day, as 2026-11-10")
    _add_words(command, "topic", "*")


def _history(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    _add_words(command, "topic", "+")


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--since", type=start, metavar="DATE", help="from this day on, as 2026-11-10")


def _add_words(command: argparse.ArgumentParser, name: str, how_many: str) -> None:
    """Let a command take words as people type them, without quotes."""
    about = "in words; quotes only where the shell needs them, and -- before words that begin with a dash"
    command.add_argument(name, nargs=how_many, metavar=name.upper(), help=about)
    command.set_defaults(words=name)


def _add_judged_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--set", metavar="NAME", help="only the questions of this set")
    command.add_argument("file", type=Path, metavar="FILE", help="judged questions, .toml or .jsonl")


def _calibrate(command: argparse.ArgumentParser) -> None:
    _add_judged_options(command)
    command.add_argument(
        "--false-share",
        type=share,
        default=0.05,
        metavar="SHARE",
        help="how many of the unanswerable questions may be answered (default: 0.05)",
    )


def _load(arguments: argparse.Namespace) -> Config:
    """Load the configuration; what the command line names goes before it."""
    given = vars(arguments)
    try:
        configured = load(given.get("config"), os.environ)
    except ConfigurationError as error:
        raise ConfigurationError(*error.mistakes, *_inspect_token(arguments.command)) from None
    configured = configured.with_folders(None, given.get("data"))
    return _choose(configured, given.get("corpus")).with_folders(given.get("articles"), None)


def _choose(configured: Config, name: str | None) -> Config:
    """Give the configuration of the corpus that the command line names."""
    if name in (None, MAIN_CORPUS):
        return configured
    if found := next((each for each in configured.corpora if each.name == name), None):
        return configured.of_corpus(found)
    known = ", ".join((MAIN_CORPUS, *(each.name for each in configured.corpora)))
    raise ConfigurationError(Mistake(f"There is no corpus {name!r:.60}.", f"There are: {known}."))


def _inspect_token(command: Command) -> tuple[Mistake, ...]:
    """Return what is wrong with the token too, where the command would look at it."""
    if command in (cli.run, cli.sync) or (command is cli.check and has_token(os.environ)):
        try:
            token(os.environ)
        except ConfigurationError as error:
            return error.mistakes
    return ()


if __name__ == "__main__":
    sys.exit(main())
