"""What does each command do? It takes its arguments and the configuration, and gives an exit code."""

import argparse
import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module

from bot import __version__, commands, wording
from bot.clock import Clock
from bot.commands import COMMANDS, Help, NotADay, Reply
from bot.config import Config, take_token
from bot.exits import DONE, FAILED
from bot.terminal.console import Console
from bot.terminal.jsonlines import answer_line, board_line, history_line, news_line
from bot.terminal.notes import note
from bot.terminal.opening import open_for_change, snapshot
from bot.wording import Done
from knowledge.answers import About, SmallTalk, find_shown
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreBusyError
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import Changes
from knowledge.when import When

_REMEMBERED = 4
"""Questions of a conversation that the next one may follow up."""

_FAREWELLS = ("quit", "exit", ":q")
"""What ends a conversation, also as a `!command`."""


class _Conversation:
    """What the next question may follow up, and which passages were shown."""

    def __init__(self) -> None:
        self._earlier: deque[str] = deque(maxlen=_REMEMBERED)
        self._seen: set[str] = set()

    def reply(self, known: Snapshot, line: str, when: When) -> Reply:
        """Answer a line, and remember what was asked and shown; small talk is followed up by nothing."""
        answer = commands.reply(known, line, when, self._earlier, self._seen)
        name, rest = commands.parse(line)
        if name in ("ask", "status", "history") and rest and not isinstance(answer, SmallTalk | About):
            self._earlier.append(rest)
        if not isinstance(answer, Help | NotADay):
            self._seen.update(find_shown(answer))
        return answer

    def forget(self) -> None:
        """Begin anew."""
        self._earlier.clear()
        self._seen.clear()


def chat(_: argparse.Namespace, configured: Config) -> int:
    """Answer line by line, each question in the light of those before it, until `quit`."""
    # Not inside asyncio, which would hold back Ctrl-C while a line is typed.
    console = Console(sys.stdout)
    known = snapshot(configured)
    conversation = _Conversation()
    if sys.stdin.isatty():
        with suppress(ImportError):  # Windows has none, and edits lines without it
            import_module("readline")  # gives input() line editing and history
        console.show(wording.welcome(known.coverage))
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
        if line.removeprefix(commands.PREFIX).lower() in _FAREWELLS:
            return DONE
        if commands.parse(line)[0] in ("forget", "forget_me"):
            conversation.forget()
            console.say("Forgotten.")
        else:
            when = _when(configured)
            _show(console, conversation.reply(known, line, when), known, when)
        console.say("")


def ask(arguments: argparse.Namespace, configured: Config) -> int:
    """Answer one question, or each line of standard input by itself."""
    console = Console(sys.stdout)
    as_of: date | None = arguments.as_of
    known, when = commands.look_back(snapshot(configured), _when(configured), as_of)
    questions: Iterable[str] = [arguments.question] if arguments.question is not None else sys.stdin
    for number, each in enumerate(questions):
        line = each.strip()
        answer = commands.reply(known, line, when)
        why = commands.explain(known, line, answer, when) if arguments.why else None
        if arguments.json:
            console.say(answer_line(answer, line, known.coverage, why))
            continue
        if number:
            console.say("")
        _show(console, answer, known, when, is_past=as_of is not None)
        if why:
            console.why(why)
    return DONE


def status(arguments: argparse.Namespace, configured: Config) -> int:
    """Show where every topic stands, or stood on a day, or one of them."""
    known, when, as_of = snapshot(configured), _when(configured), arguments.as_of
    answer = commands.status(known, arguments.topic or "", when, as_of)
    console = Console(sys.stdout)
    if arguments.json:
        console.say(board_line(answer, as_of))
    else:
        _show(console, answer, known, when)
    return DONE


def history(arguments: argparse.Namespace, configured: Config) -> int:
    """Show a topic's whole course."""
    known, when = snapshot(configured), _when(configured)
    answer = commands.history(known, arguments.topic, when)
    console = Console(sys.stdout)
    if arguments.json:
        console.say(history_line(answer))
    else:
        _show(console, answer, known, when)
    return DONE


def new(arguments: argparse.Namespace, configured: Config) -> int:
    """Show what has changed since a day, or in the last days."""
    known, when = snapshot(configured), _when(configured)
    answer = commands.new(known, when, arguments.since)
    console = Console(sys.stdout)
    if arguments.json:
        console.say(news_line(answer))
    else:
        _show(console, answer, known, when)
    return DONE


def run(arguments: argparse.Namespace, configured: Config) -> int:
    """Be a bot until a signal or Discord ends it; but for `sync`, no other command imports discord."""
    from bot.terminal.running import run as begin

    shards = arguments.shards or configured.shards
    return begin(take_token(os.environ), replace(configured, shards=shards), verbose=arguments.verbose)


def sync(arguments: argparse.Namespace, configured: Config) -> int:
    """Compare the commands that Discord has with ours, and put them right."""
    from bot import syncing

    wish = syncing.Wish(arguments.preview, arguments.everywhere)
    return asyncio.run(syncing.sync(take_token(os.environ), configured, wish, Console(sys.stdout)))


def check(arguments: argparse.Namespace, configured: Config) -> int:
    """Look for problems, at Discord too where that is asked for; the exit code says whether there are any."""
    from bot.terminal.check import check as look

    console = Console(sys.stdout)
    fine = asyncio.run(look(configured, os.environ, console))
    if arguments.online:
        from bot.terminal.online import check_online

        fine = asyncio.run(check_online(configured, os.environ, console)) and fine
    return DONE if fine else FAILED


def read(arguments: argparse.Namespace, configured: Config) -> int:
    """Show what the bot makes of files and pages; fails where none of them can be read."""
    from bot.terminal.jsonlines import reading_line
    from bot.terminal.reading import inspect

    console = Console(sys.stdout)

    async def show() -> bool:
        read: list[bool] = []
        async for found in inspect(arguments.files, configured):
            if arguments.json:
                console.say(reading_line(found))
            else:
                if read:
                    console.say("")
                console.show(wording.report_reading(found))
            read.append(found.article is not None)
        return any(read)

    return DONE if asyncio.run(show()) else FAILED


def reload(arguments: argparse.Namespace, configured: Config) -> int:
    """Read the articles anew, or say what that would change; fails where a known file could not be read."""
    preview, progress = arguments.preview, Console(sys.stderr).progress
    # Whoever names a folder on the command line means what is in it.
    confirmed = arguments.yes or configured.instead is not None

    async def change(base: KnowledgeBase) -> Changes:
        if preview:
            return await base.preview(progress)
        await _gather(base, configured)
        return await base.reload(progress, confirmed=confirmed)

    done: Done = "preview" if preview else "reload"
    return _change(configured, change, "/reload there or send it SIGHUP", done)


async def _gather(base: KnowledgeBase, configured: Config) -> None:
    """Look at all live sources, where there are any, and say which of them failed."""
    if not await base.intake.find_sources():
        return
    from knowledge.gathering import open_gatherer
    from knowledge.sources.fetching import name_agent

    agent = name_agent(__version__, configured.fetching.contact or "")
    async with open_gatherer(base, agent, configured.fetching.proxy, Clock().now) as gatherer:
        for name, found in await gatherer.look():
            if found.state.reason:
                note(f"the source {name} cannot be read: it {found.state.reason}. {found.state.cure}")


def rollback(_: argparse.Namespace, configured: Config) -> int:
    """Go back to what was known before."""
    return _change(configured, KnowledgeBase.rollback, "/rollback there", "rollback")


def _change(
    configured: Config,
    change: Callable[[KnowledgeBase], Coroutine[None, None, Changes]],
    instead: str,
    done: Done,
) -> int:
    """Change what is known, and report; where a bot writes to the store, say what to use `instead`."""
    console = Console(sys.stdout)

    async def change_and_close() -> Changes:
        async with open_for_change(configured, preview=done == "preview") as base:
            return await change(base)

    try:
        changes = asyncio.run(change_and_close())
    except StoreBusyError as busy:
        raise StoreBusyError(busy.reason, f"Where the bot runs, use {instead}.") from None
    console.show(wording.report_changes(changes, done))
    if not console.interactive:
        # The report may go into a file; who typed the command is to see what could not be read.
        for kept in changes.kept:
            note(f"kept as it was: {kept}")
        for problem in changes.left_out:
            note(str(problem))
    return FAILED if changes.stale and done == "reload" else DONE


def evaluate(arguments: argparse.Namespace, configured: Config) -> int:
    """Say how right the answers to judged questions are, and why each wrong one is."""
    from bot.terminal.evaluating import evaluation_report

    known = snapshot(configured)
    Console(sys.stdout).say(*evaluation_report(known, _when(configured), arguments.file, arguments.set))
    return DONE


def calibrate(arguments: argparse.Namespace, configured: Config) -> int:
    """Suggest thresholds and the reader's weight from judged questions."""
    from bot.terminal.calibrating import calibration_report

    known = snapshot(configured)
    report = calibration_report(
        known, _when(configured), arguments.file, arguments.set, arguments.false_share
    )
    Console(sys.stdout).say(*report)
    return DONE


def _show(console: Console, reply: Reply, known: Snapshot, when: When, *, is_past: bool = False) -> None:
    """Print what there is to say."""
    match reply:
        case Help(unknown):
            console.show(wording.terminal_help(COMMANDS, unknown))
        case NotADay(text):
            console.show(wording.report_no_date(text))
        case answer:
            console.show(wording.answer(answer, known.coverage, when, is_past=is_past))


def _when(configured: Config) -> When:
    return Clock().when(configured.answers)
