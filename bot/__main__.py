"""How does it start? The commands of `talksbot`; only `run` knows Discord."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from bot import __version__
from bot.check import check
from bot.config import Config, ConfigurationError, load, token
from bot.console import Console, parse, plain
from bot.jsonlines import answer_line, board_line
from knowledge.base import SHIPPED_ARTICLES, KnowledgeBase, Snapshot, open_base
from knowledge.errors import KnowledgeError, StoreBusyError
from knowledge.model import Answer, Hit, Verdict
from knowledge.retrieval import Thresholds
from knowledge.store import open_store

DONE, FAILED, CONFIGURATION = 0, 1, 78
"""Exit codes, beside argparse's 2 for a wrong use; 78 means that starting again will not help."""

_SHOWN = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace"
            )
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace, Config], int] = arguments.command
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
        _note(f"the output cannot be written: {error.strerror}")
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
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace, Config], int], about: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about, parents=[common])
        command.set_defaults(command=run)
        return command

    add("chat", _chat, "talk to the bot in the terminal")
    ask = add("ask", _ask, "answer one question, or one per line of standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    status = add("status", _status, "show where every topic stands, or one topic")
    status.add_argument("--json", action="store_true", help="one JSON object")
    status.add_argument("topic", nargs="?", metavar="TOPIC")
    add("run", _run, "be a bot on Discord; the token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE")
    add("check", _check, "look for problems in configuration, articles and store")
    reload = add("reload", _reload, "read the articles anew and say what has changed")
    reload.add_argument("--preview", action="store_true", help="only say what would change")
    return parser


def _configured(arguments: argparse.Namespace) -> Config:
    """Load the configuration; what the command line names goes before it."""
    given = vars(arguments)
    configured = load(given.get("config"), os.environ)
    folders = {name: given[name] for name in ("articles", "data") if name in given}
    return replace(configured, knowledge=replace(configured.knowledge, **folders))


def _chat(arguments: argparse.Namespace, configured: Config) -> int:
    """Answer line by line; outside of asyncio, which would hold back Ctrl-C while a line is typed."""
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    if sys.stdin.isatty():
        with suppress(ImportError):  # Windows has none, and edits lines without it
            import_module("readline")  # gives input() line editing and history
        console.welcome(snapshot.coverage)
    while True:
        try:
            line = input("> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return DONE
        except KeyboardInterrupt:
            console.say("")
            return DONE
        if line:
            console.reply(snapshot, line)
            console.say("")


def _ask(arguments: argparse.Namespace, configured: Config) -> int:
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    questions: Iterable[str] = [arguments.question] if arguments.question is not None else sys.stdin
    for number, line in enumerate(questions):
        question = line.strip()
        if arguments.json:
            console.say(answer_line(_answer(snapshot, question)))
            continue
        if number:
            console.say("")
        console.reply(snapshot, question)
    return DONE


def _answer(snapshot: Snapshot, line: str) -> Answer:
    """Answer a line that may be a `!command` in the one form that the JSON of an answer has."""
    command, rest = parse(line)
    if command == "ask":
        return replace(snapshot.answer(rest), question=line)
    if command == "status" and rest:
        return replace(snapshot.status(rest), question=line)
    if command == "status":
        rows = tuple(Hit(status.passage, status.article, 1.0) for status in snapshot.board())
        verdict = Verdict.ANSWER if rows else Verdict.NONE
        return Answer(line, verdict, rows[:_SHOWN], suggestions=snapshot.topics())
    return Answer(line, Verdict.NONE, suggestions=("!status", "!status TOPIC", "!help"))


def _status(arguments: argparse.Namespace, configured: Config) -> int:
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    if arguments.topic is None:
        console.say(board_line(snapshot.board())) if arguments.json else console.board(snapshot.board())
        return DONE
    answer = snapshot.status(arguments.topic)
    if arguments.json:
        console.say(board_line([answer.status] if answer.status else [], answer.suggestions))
    else:
        console.status(answer, snapshot.coverage)
    return DONE


def _run(arguments: argparse.Namespace, configured: Config) -> int:
    """Be a bot until a signal or Discord ends it; no other command imports discord."""
    from bot.serving import serve

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    secret = token(os.environ)

    async def run() -> int:
        async with _opened(arguments, configured, write=True) as base:
            return await serve(secret, base, configured.discord)

    return asyncio.run(run())


def _check(_: argparse.Namespace, configured: Config) -> int:
    return DONE if asyncio.run(check(configured, os.environ, Console(sys.stdout))) else FAILED


def _reload(arguments: argparse.Namespace, configured: Config) -> int:
    progress = Console(sys.stderr).progress

    async def reload() -> None:
        async with open_store(configured.knowledge.data, write=not arguments.preview) as store:
            base = KnowledgeBase(
                store, configured.knowledge.articles or SHIPPED_ARTICLES, _thresholds(configured)
            )
            await base.restore()
            changes = await (base.preview(progress) if arguments.preview else base.reload(progress))
            Console(sys.stdout).changes(changes, preview=arguments.preview)
            for problem in changes.problems:
                _note(str(problem))

    try:
        asyncio.run(reload())
    except StoreBusyError as busy:
        raise StoreBusyError(
            busy.reason, "Where the bot runs, use /reload there or send it SIGHUP."
        ) from None
    return DONE


def _snapshot(arguments: argparse.Namespace, configured: Config) -> Snapshot:
    async def opened() -> Snapshot:
        async with _opened(arguments, configured) as base:
            return base.snapshot

    return asyncio.run(opened())


@asynccontextmanager
async def _opened(
    arguments: argparse.Namespace, configured: Config, *, write: bool = False
) -> AsyncGenerator[KnowledgeBase]:
    """Open what is known; tell on standard error what was left out, or has changed in the folder since."""
    refresh = "articles" in vars(arguments)
    async with open_base(
        configured.knowledge.data,
        configured.knowledge.articles or SHIPPED_ARTICLES,
        _thresholds(configured),
        write=write,
        refresh=refresh,
        progress=Console(sys.stderr).progress,
    ) as base:
        for problem in base.problems:
            _note(str(problem))
        try:
            if await base.is_behind():
                _note("the articles folder has changed since it was read; `talksbot reload` takes it up")
        except KnowledgeError as error:
            _note(str(error))
        yield base


def _thresholds(configured: Config) -> Thresholds:
    return Thresholds(configured.answers.answer, configured.answers.closest)


def _note(text: str) -> None:
    print(f"talksbot: {plain(text)}", file=sys.stderr)


def _failed(error: ConfigurationError | KnowledgeError, code: int) -> int:
    _note(f"{error.reason} {error.cure}")
    return code


if __name__ == "__main__":
    sys.exit(main())
