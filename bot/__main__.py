"""How does it start? The commands of `talksbot`; only `run` knows Discord."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from bot import __version__
from bot.config import Config, ConfigurationError, load
from bot.terminal import cli
from bot.terminal.cli import CONFIGURATION, FAILED
from bot.terminal.lines import day
from bot.terminal.opening import note
from knowledge.errors import KnowledgeError

Command = Callable[[argparse.Namespace, Config], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace"
            )
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments, _configured(arguments))
    except ConfigurationError as error:
        return _failed(error, CONFIGURATION)
    except KnowledgeError as error:
        return _failed(error, FAILED)
    except BrokenPipeError:
        # The reader has gone, as `| head` does. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        note(f"the output cannot be written: {error.strerror}")
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
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
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, help=about, description=about, parents=[common])
        command.set_defaults(command=run)
        return command

    add("chat", cli.chat, "talk to the bot in the terminal")
    _ask(add("ask", cli.ask, "answer one question, or one per line of standard input"))
    _status(add("status", cli.status, "show where every topic stands, or one topic"))
    _history(add("history", cli.history, "show the whole course of a topic, with dates and quotes"))
    _new(add("new", cli.new, "show what has changed in the last days, or since a day"))
    add("run", cli.run, "be a bot on Discord; the token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE")
    add("check", cli.check, "look for problems in configuration, articles and store")
    reload = add("reload", cli.reload, "read the articles anew and say what has changed")
    reload.add_argument("--preview", action="store_true", help="only say what would change")
    reload.add_argument("--yes", action="store_true", help="also where that takes back much of what is known")
    add("rollback", cli.rollback, "go back to what was known before the last reload")
    _judged(add("eval", cli.evaluate, "say how right the answers to judged questions are"))
    _calibrate(add("calibrate", cli.calibrate, "suggest thresholds from judged questions"))
    return parser


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.add_argument("--why", action="store_true", help="say which words were found, with what score")
    command.add_argument("question", nargs="?", metavar="QUESTION")


def _status(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--as-of", type=_day, metavar="DATE", help="as it stood on a day, as 2026-11-10")
    command.add_argument("topic", nargs="?", metavar="TOPIC")


def _history(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("topic", metavar="TOPIC")


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--since", type=_day, metavar="DATE", help="from this day on, as 2026-11-10")


def _judged(command: argparse.ArgumentParser) -> None:
    command.add_argument("--set", metavar="NAME", help="only the questions of this set")
    command.add_argument("file", type=Path, metavar="FILE", help="judged questions, .toml or .jsonl")


def _calibrate(command: argparse.ArgumentParser) -> None:
    _judged(command)
    command.add_argument(
        "--false-share",
        type=_share,
        default=0.05,
        metavar="SHARE",
        help="how many of the unanswerable questions may be answered (default: 0.05)",
    )


def _day(text: str) -> date:
    if found := day(text):
        return found
    raise argparse.ArgumentTypeError(f"{text!r:.60} is no date, such as 2026-11-10")


def _share(text: str) -> float:
    with suppress(ValueError):
        if 0 <= (share := float(text)) <= 1:
            return share
    raise argparse.ArgumentTypeError("a number from 0 to 1 is expected, such as 0.05")


def _configured(arguments: argparse.Namespace) -> Config:
    """Load the configuration; what the command line names goes before it."""
    given = vars(arguments)
    configured = load(given.get("config"), os.environ)
    folders = {name: given[name] for name in ("articles", "data") if name in given}
    return replace(configured, knowledge=replace(configured.knowledge, **folders))


def _failed(error: ConfigurationError | KnowledgeError, code: int) -> int:
    note(f"{error.reason} {error.cure}")
    return code


if __name__ == "__main__":
    sys.exit(main())
