"""How does it look in a terminal? The same answers, without Discord.

`_style` (as wide as the terminal, and in its colours), `_words` (dates, sources and lists, safe to print),
`_statuses` (where topics stand and stood), `_changes` (what is new).
"""

import os
import shutil
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from bot.clock import Clock
from bot.config import AnswerOptions
from bot.freshness import Freshness
from bot.terminal._changes import news_lines, report_lines
from bot.terminal._statuses import (
    board_lines,
    dispute_lines,
    history_lines,
    quoted_board_lines,
    stands,
    status_lines,
    unknown_then,
    warning_lines,
)
from bot.terminal._words import covered, listed, plain, source, written
from bot.terminal.lines import day, on_day, parse
from bot.terminal.style import Style
from knowledge.answering.retrieval import Explanation, Match
from knowledge.model import Answer, Coverage, Kind, Status, Verdict
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import Changes

__all__ = ["HELP", "Console", "parse", "plain", "why_lines"]

HELP = """\
Ask in your own words: would a deal bring investment?
!status            where every topic stands
!status TOPIC      one topic, by name, alias or typo: !status sanctions
!status TOPIC 2026-11-10    the same, as it stood on a day
!history TOPIC     its whole course, with dates and quotes
!new               what has changed in the last days
!new 2026-11-10    what has changed since a day
!forget            begin anew: what you ask next follows up nothing
!quit              the end, as quit and Ctrl-D are
!help              this list"""
_WIDEST = 100
_MANY_FILES = 20
_GLIMPSE = 60
"""Characters of a passage that say which one is meant."""


class Console:
    """Words answers for people: in colour and wrapped on a terminal, plain where the output is piped."""

    def __init__(self, out: TextIO, freshness: Freshness | None = None) -> None:
        """Write to `out`; without `freshness`, what is old and recent is told from today, as by default."""
        self._out = out
        self._freshness = freshness or Freshness.of(AnswerOptions(), Clock())
        self.interactive = out.isatty()
        columns = min(shutil.get_terminal_size().columns, _WIDEST)
        self._style = Style(
            columns if self.interactive else None,
            self.interactive and not os.environ.get("NO_COLOR"),
        )

    def say(self, *lines: str) -> None:
        """Print lines."""
        print(*lines, sep="\n", file=self._out, flush=True)

    def welcome(self, coverage: Coverage) -> None:
        """Print what the bot knows and how to ask."""
        how = "Ask in your own words; !help lists more, quit or Ctrl-D ends."
        self.say(self._style.wrapped(f"{covered(coverage)} {how}"), "")

    def reply(self, snapshot: Snapshot, line: str, history: Sequence[str] = ()) -> None:
        """Print what there is to say to a question or a `!command`; `history` holds earlier questions."""
        command, rest = parse(line)
        if command == "ask":
            self.answer(
                snapshot.answer(rest, history, self._freshness.today, self._freshness.recently),
                snapshot.coverage,
            )
        elif command == "status" and rest:
            self._status(snapshot, rest)
        elif command == "status":
            self.board(snapshot.board())
        elif command == "history":
            self.history(snapshot.status(rest), snapshot.coverage)
        elif command == "new":
            self._new(snapshot, rest)
        elif command == "help":
            self.say(HELP)
        else:
            self.say(f"There is no command !{plain(command)}.", HELP)

    def _status(self, snapshot: Snapshot, typed: str) -> None:
        topic, then = on_day(typed)
        as_of = day(then)
        if then and not as_of:
            self.say(f"“{then}” is no date. Write for example !status {plain(topic)} 2026-11-10.")
            return
        if not topic:
            self.board(snapshot.board(as_of), as_of)
            return
        found = snapshot.status(topic, as_of)
        known = snapshot.status(topic).status
        if found.status is None and known and as_of:
            self.unknown_then(known, as_of)
        else:
            self.status(found, snapshot.coverage, as_of)

    def _new(self, snapshot: Snapshot, typed: str) -> None:
        since = day(typed) if typed else self._freshness.recently
        if since is None:
            self.say(f"“{plain(typed)}” is no date. Write for example !new 2026-11-10.")
        else:
            self.new(snapshot, since)

    def answer(self, answer: Answer, coverage: Coverage) -> None:
        """Print the best passage with its source, or that there is none and what is covered."""
        if answer.verdict is Verdict.NONE:
            self.say(self._style.wrapped(f"The articles do not answer this. {covered(coverage)}"))
            return
        if answer.changes and answer.since:
            self.say(*news_lines(answer.since, answer.changes, (), self._style, answer.as_of))
            return
        if answer.board:
            self.say(*quoted_board_lines(answer.board, self._style))
            return
        if answer.verdict is Verdict.CLOSEST:
            self.say(self._style.dim("The articles do not answer this. The nearest passage:"))
        best, status = answer.hits[0], answer.status
        self.say(*self._quoted(answer), self._style.small(source(best.article, best.passage)))
        if status is None:
            return
        lines = dispute_lines(status, self._style)
        if status.passage != best.passage:
            lines.insert(0, f"Now: {stands(status, self._style)}")
        elif status.since != best.article.dated:
            lines.insert(0, stands(status, self._style))
        if answer.now:
            lines.append(f"Now: {stands(answer.now, self._style)}")
        else:
            # What stood at an earlier time has not grown old since.
            lines += warning_lines(status, self._freshness, self._style)
        if lines:
            self.say(*lines)

    def status(self, answer: Answer, coverage: Coverage, as_of: date | None = None) -> None:
        """Print where one topic stands, or stood on a day, or which topics were perhaps meant."""
        if answer.status is None:
            self._unknown(answer, coverage)
        else:
            self.say(*status_lines(answer.status, self._freshness.on(as_of), self._style))

    def unknown_then(self, status: Status, as_of: date) -> None:
        """Print that a topic had no status yet on a day, and since when it has one."""
        self.say(self._style.wrapped(unknown_then(status, as_of)))

    def history(self, answer: Answer, coverage: Coverage) -> None:
        """Print a topic's whole course, or which topics were perhaps meant."""
        if answer.status is None:
            self._unknown(answer, coverage)
        else:
            self.say(*history_lines(answer.status, self._freshness, self._style))

    def board(self, board: Sequence[Status], as_of: date | None = None) -> None:
        """Print where every topic stands, or stood on a day, a line each."""
        if not board:
            until = f" by {written(as_of)}" if as_of else ""
            self.say(f"The articles name no status of any topic{until}.")
            return
        if as_of:
            self.say(f"As of {written(as_of)}:")
        self.say(*board_lines(board, self._freshness.on(as_of), self._style))

    def new(self, snapshot: Snapshot, since: date) -> None:
        """Print what has changed since a day, old and new with their words, and which articles came."""
        changes, articles = snapshot.changed_since(since), snapshot.articles_since(since)
        self.say(*news_lines(since, changes, articles, self._style))

    def changes(self, changes: Changes, *, preview: bool) -> None:
        """Print what a reload or a rollback changed, or would change."""
        self.say(*report_lines(changes, self._style, preview=preview))

    def progress(self, done: int, total: int) -> None:
        """Keep one line on a terminal saying how many files are read."""
        if self.interactive and total >= _MANY_FILES:
            end = "\r" if done < total else "\r\x1b[K"
            print(f"Reading {done:,} of {total:,} files", end=end, file=self._out, flush=True)

    def why(self, explanation: Explanation) -> None:
        """Print why an answer is what it is."""
        self.say(*(self._style.small(line) for line in why_lines(explanation)))

    def _unknown(self, answer: Answer, coverage: Coverage) -> None:
        names = answer.suggestions or coverage.topics
        asked = plain(answer.question)
        said = f"There is no topic “{asked}”." if asked else "Name a topic."
        near = f" {'Nearest' if answer.suggestions else 'Known'}: {listed(names)}." if names else ""
        self.say(self._style.wrapped(said + near))

    def _quoted(self, answer: Answer) -> list[str]:
        """Quote the passage or the list that answers, the sentence that answers best in bold."""
        best, style = answer.hits[0].passage, self._style
        introduced = [style.small(plain(best.lead_in))] if best.lead_in else []
        if answer.items:
            return [*introduced, *(style.quoted(f"• {plain(item.text)}") for item in answer.items)]
        if best.kind is Kind.ROW:
            cells = [plain(f"{header}: {value}" if header else value) for header, value in best.cells]
            return [*introduced, *map(style.quoted, cells)]
        text, sentence = plain(best.text), plain(answer.sentence)
        if sentence:
            text = text.replace(sentence, style.bold(sentence), 1)
        bullet = "• " if best.kind is Kind.BULLET else ""
        return [*introduced, style.quoted(bullet + text)]


def why_lines(explanation: Explanation) -> list[str]:
    """Say why passages were found: each word with what stands for it, what is missing, scores, margin."""
    lines = [_matched(match) for match in explanation.matches]
    if explanation.missing:
        lines.append(f"in no article: {', '.join(explanation.missing)}")
    for place, hit in enumerate(explanation.hits, 1):
        lines.append(f"{place}. score {hit.score:.2f}: {hit.passage.text[:_GLIMPSE]} ({hit.article.title})")
    return [*map(plain, lines), f"margin {explanation.margin:.2f}"]


def _matched(match: Match) -> str:
    if match.source is None:
        return f"{match.asked}: not in the best passage"
    return f"{match.asked}: {match.found} ({match.source}), {match.weight:.2f}"
