"""What does each command do? It takes its arguments and the configuration, and gives an exit code."""

import argparse
import asyncio
import logging
import os
import sys
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from importlib import import_module

from bot.check import check as look
from bot.config import Config, ConfigurationError, token
from bot.console import Console, parse, plain
from bot.jsonlines import answer_line, board_line
from knowledge.base import SHIPPED_ARTICLES, KnowledgeBase, open_base
from knowledge.errors import KnowledgeError, StoreBusyError
from knowledge.model import Answer, Hit, Verdict
from knowledge.retrieval import Thresholds
from knowledge.semantic import Model, open_model
from knowledge.snapshot import Snapshot
from knowledge.store import open_store

DONE, FAILED, CONFIGURATION = 0, 1, 78
"""Exit codes, beside argparse's 2 for a wrong use; 78 means that starting again will not help."""

_SHOWN = 3
_REMEMBERED = 4
"""Questions of a conversation that the next one may follow up."""


def chat(arguments: argparse.Namespace, configured: Config) -> int:
    """Answer line by line, each question in the light of those before it."""
    # Not inside asyncio, which would hold back Ctrl-C while a line is typed.
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    earlier: deque[str] = deque(maxlen=_REMEMBERED)
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
        if not line:
            continue
        command, rest = parse(line)
        if command in ("forget", "forget_me"):
            earlier.clear()
            console.say("Forgotten.")
        else:
            console.reply(snapshot, line, tuple(earlier))
        if command in ("ask", "status") and rest:
            earlier.append(rest)
        console.say("")


def ask(arguments: argparse.Namespace, configured: Config) -> int:
    """Answer one question, or each line of standard input by itself."""
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    questions: Iterable[str] = [arguments.question] if arguments.question is not None else sys.stdin
    for number, line in enumerate(questions):
        question = line.strip()
        why = snapshot.explain(question) if arguments.why else None
        if arguments.json:
            console.say(answer_line(_answer(snapshot, question), why))
            continue
        if number:
            console.say("")
        console.reply(snapshot, question)
        if why:
            console.why(why)
    return DONE


def _answer(snapshot: Snapshot, line: str) -> Answer:
    """Answer a line that may be a `!command` in the one form that the JSON of an answer has."""
    command, rest = parse(line)
    if command == "ask":
        return replace(snapshot.answer(rest), question=line)
    if command == "status" and rest:
        found = snapshot.status(rest)
        near = found.suggestions or (() if found.status else snapshot.topics())
        return replace(found, question=line, suggestions=near)
    if command == "status":
        rows = tuple(Hit(status.passage, status.article, 1.0) for status in snapshot.board())
        verdict = Verdict.ANSWER if rows else Verdict.NONE
        return Answer(line, verdict, rows[:_SHOWN], suggestions=snapshot.topics())
    return Answer(line, Verdict.NONE, suggestions=("!status", "!status TOPIC", "!help"))


def status(arguments: argparse.Namespace, configured: Config) -> int:
    """Show where every topic stands, or one."""
    console = Console(sys.stdout)
    snapshot = _snapshot(arguments, configured)
    if arguments.topic is None:
        console.say(board_line(snapshot.board())) if arguments.json else console.board(snapshot.board())
        return DONE
    answer = snapshot.status(arguments.topic)
    if arguments.json:
        console.say(board_line([answer.status] if answer.status else []))
    else:
        console.status(answer, snapshot.coverage)
    return DONE


def run(arguments: argparse.Namespace, configured: Config) -> int:
    """Be a bot until a signal or Discord ends it; no other command imports discord."""
    from bot.serving import serve

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    secret = token(os.environ)

    async def run() -> int:
        async with _opened(arguments, configured, write=True) as base:
            return await serve(secret, base, configured.discord)

    return asyncio.run(run())


def check(_: argparse.Namespace, configured: Config) -> int:
    """Look for problems; the exit code says whether there are any."""
    return DONE if asyncio.run(look(configured, os.environ, Console(sys.stdout))) else FAILED


def reload(arguments: argparse.Namespace, configured: Config) -> int:
    """Read the articles anew, or say what that would change."""
    progress = Console(sys.stderr).progress

    async def reload() -> None:
        async with open_store(configured.knowledge.data, write=not arguments.preview) as store:
            base = KnowledgeBase(
                store,
                configured.knowledge.articles or SHIPPED_ARTICLES,
                _thresholds(configured),
                None if arguments.preview else _model(configured),
            )
            await base.restore()
            changes = await (base.preview(progress) if arguments.preview else base.reload(progress))
            Console(sys.stdout).changes(changes, preview=arguments.preview)
            for problem in changes.problems:
                note(str(problem))

    try:
        asyncio.run(reload())
    except StoreBusyError as busy:
        raise StoreBusyError(
            busy.reason, "Where the bot runs, use /reload there or send it SIGHUP."
        ) from None
    return DONE


def evaluate(arguments: argparse.Namespace, configured: Config) -> int:
    """Say how right the answers to judged questions are, and why each wrong one is."""
    from bot.judging import evaluation_report

    snapshot = _snapshot(arguments, configured)
    Console(sys.stdout).say(*evaluation_report(snapshot, arguments.file, arguments.set))
    return DONE


def calibrate(arguments: argparse.Namespace, configured: Config) -> int:
    """Suggest thresholds from judged questions."""
    from bot.judging import calibration_report

    snapshot = _snapshot(arguments, configured)
    report = calibration_report(snapshot, arguments.file, arguments.set, arguments.false_share)
    Console(sys.stdout).say(*report)
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
        _model(configured),
        write=write,
        refresh=refresh,
        progress=Console(sys.stderr).progress,
    ) as base:
        for problem in base.problems:
            note(str(problem))
        try:
            if await base.is_behind():
                note("the articles folder has changed since it was read; `talksbot reload` takes it up")
        except KnowledgeError as error:
            note(str(error))
        yield base


def _thresholds(configured: Config) -> Thresholds:
    return Thresholds(configured.answers.answer, configured.answers.closest)


def _model(configured: Config) -> Model | None:
    name = configured.answers.model
    try:
        return open_model(str(name), configured.answers.model_languages) if name else None
    except KnowledgeError as error:
        # What is missing is missing at the next start too.
        raise ConfigurationError(error.reason, error.cure) from error


def note(text: str) -> None:
    """Print a remark on standard error, on one line."""
    print(f"talksbot: {plain(text)}", file=sys.stderr)
