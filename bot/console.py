"""How does it look in a terminal? The same answers, without Discord."""

import os
import re
import shutil
import textwrap
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from bot.jsonlines import SECTION
from knowledge.changes import Changes
from knowledge.model import Answer, Article, Coverage, Hit, Kind, Status, Verdict
from knowledge.retrieval import Explanation, Match
from knowledge.snapshot import Snapshot

HELP = """\
Ask in your own words: would a deal bring investment?
!status            where every topic stands
!status TOPIC      one topic, by name, alias or typo: !status sanctions
!forget            begin anew: what you ask next follows up nothing
!help              this list"""
_WIDEST = 100
_MANY_FILES = 20
_GLIMPSE = 60
"""Characters of a passage that say which one is meant."""
# C0 and C1 controls would speak to the terminal, bidirectional ones reorder what stands on the line.
# The two joiners, U+200C and U+200D, stay: Persian, Hindi and many emoji are spelt with them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")


def parse(line: str) -> tuple[str, str]:
    """Split a typed line into a command and what follows it; a question is the command "ask"."""
    if not line.startswith("!"):
        return "ask", line
    command, _, rest = " ".join(line[1:].split()).partition(" ")
    return command.lower(), rest


class Console:
    """Words answers for people: in colour and wrapped on a terminal, plain where the output is piped."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.interactive = out.isatty()
        self._colour = self.interactive and not os.environ.get("NO_COLOR")
        self._width = min(shutil.get_terminal_size().columns, _WIDEST) if self.interactive else None

    def say(self, *lines: str) -> None:
        """Print lines."""
        print(*lines, sep="\n", file=self._out, flush=True)

    def welcome(self, coverage: Coverage) -> None:
        """Print what the bot knows and how to ask."""
        self.say(
            self._wrapped(f"{_covered(coverage)} Ask in your own words; !help lists more, Ctrl-D ends."), ""
        )

    def reply(self, snapshot: Snapshot, line: str, history: Sequence[str] = ()) -> None:
        """Print what there is to say to a question or a `!command`; `history` holds earlier questions."""
        command, rest = parse(line)
        if command == "ask":
            self.answer(snapshot.answer(rest, history), snapshot.coverage)
        elif command == "status" and rest:
            self.status(snapshot.status(rest), snapshot.coverage)
        elif command == "status":
            self.board(snapshot.board())
        elif command == "help":
            self.say(HELP)
        else:
            self.say(f"There is no command !{plain(command)}.", HELP)

    def answer(self, answer: Answer, coverage: Coverage) -> None:
        """Print the best passage with its source, or that there is none and what is covered."""
        if answer.verdict is Verdict.NONE:
            self.say(self._wrapped(_nothing(coverage)))
            return
        if answer.verdict is Verdict.CLOSEST:
            self.say(self._dim("The articles do not answer this. The nearest passage:"))
        best = answer.hits[0]
        self.say(*self._quoted(answer), self._source(best))
        if answer.status and answer.status.passage != best.passage:
            self.say(f"Now: {self._stands(answer.status)}")
        if answer.status:
            self._disagreement(answer.status)

    def status(self, answer: Answer, coverage: Coverage) -> None:
        """Print where one topic stands, or which topics were perhaps meant."""
        status = answer.status
        if status is None:
            names = answer.suggestions or coverage.topics
            said = f"There is no topic “{plain(answer.question)}”."
            near = f" {'Nearest' if answer.suggestions else 'Known'}: {_list(names)}." if names else ""
            self.say(self._wrapped(said + near))
            return
        self.say(self._stands(status))
        self.say(self._wrapped(plain(status.passage.quote), "  "), self._source(answer.hits[0]))
        self._disagreement(status)

    def board(self, board: Sequence[Status]) -> None:
        """Print where every topic stands, a line each."""
        if not board:
            self.say("The articles name no status of any topic.")
            return
        topic = max(len(plain(status.topic)) for status in board)
        stands = max(len(plain(status.status)) for status in board)
        for status in board:
            said = f"{plain(status.topic):<{topic}}  {plain(status.status):<{stands}}"
            disagree = "  (sources disagree)" if status.disagree else ""
            self.say(f"{said}  {self._dim(f'since {_day(status.as_of)}{disagree}')}")

    def changes(self, changes: Changes, *, preview: bool) -> None:
        """Print what a reload changed, or would change."""
        verb = "would be " if preview else ""
        named = (("added", changes.added), ("changed", changes.changed), ("removed", changes.removed))
        for what, paths in named:
            for path in paths:
                self.say(f"{verb}{what}: {plain(path)}")
        for change in changes.statuses:
            before, after = (plain(status or "unknown") for status in (change.before, change.after))
            self.say(f"{plain(change.topic)}: {before} → {after}")
        if changes.glossary:
            self.say(f"{verb}changed: the glossary")
        if changes.nothing:
            self.say("Nothing has changed.")
        self.say(f"{_count(changes.articles, 'article')}, {_count(changes.passages, 'passage')}.")

    def progress(self, done: int, total: int) -> None:
        """Keep one line on a terminal saying how many files are read."""
        if self.interactive and total >= _MANY_FILES:
            end = "\r" if done < total else "\r\x1b[K"
            print(f"Reading {done:,} of {total:,} files", end=end, file=self._out, flush=True)

    def why(self, explanation: Explanation) -> None:
        """Print why an answer is what it is."""
        self.say(*(self._dim(self._wrapped(line, "  ")) for line in why_lines(explanation)))

    def _quoted(self, answer: Answer) -> list[str]:
        """Quote the passage or the list that answers, the sentence that answers best in bold."""
        best = answer.hits[0].passage
        introduced = [self._dim(self._wrapped(plain(best.lead_in), "  "))] if best.lead_in else []
        if answer.items:
            return [*introduced, *(self._wrapped(f"• {plain(item.text)}", "  ") for item in answer.items)]
        if best.kind is Kind.ROW:
            cells = [plain(f"{header}: {value}" if header else value) for header, value in best.cells]
            return [*introduced, *(self._wrapped(cell, "  ") for cell in cells)]
        text, sentence = plain(best.text), plain(answer.sentence)
        if sentence:
            text = text.replace(sentence, self._bold(sentence), 1)
        bullet = "• " if best.kind is Kind.BULLET else ""
        return [*introduced, self._wrapped(bullet + text, "  ")]

    def _disagreement(self, status: Status) -> None:
        if status.disagree:
            self.say("Sources disagree:")
        for other in status.disagree:
            quote = f"{plain(other.status)}: {plain(other.passage.quote)} ({plain(other.article.title)})"
            self.say(self._wrapped(quote, "  "))

    def _source(self, hit: Hit) -> str:
        article, (first, last) = hit.article, hit.passage.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
        parts = (plain(article.title), plain(SECTION.join(hit.passage.section)), _dated(article), lines)
        url = f" {plain(article.url)}" if article.url else ""
        return self._dim(self._wrapped("— " + ", ".join(part for part in parts if part) + url, "  "))

    def _stands(self, status: Status) -> str:
        topic, stands = self._bold(plain(status.topic)), self._bold(plain(status.status))
        return f"{topic}: {stands}, since {_day(status.as_of)}"

    def _wrapped(self, text: str, indent: str = "") -> str:
        if self._width is None:
            return indent + text
        return textwrap.fill(
            text,
            self._width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,  # a broken address cannot be clicked
            break_on_hyphens=False,
        )

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colour else text

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._colour else text


def plain(text: str) -> str:
    """Give a text on one line, without what would speak to the terminal."""
    return _UNPRINTABLE.sub("", _SPACE.sub(" ", text)).strip()


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


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "an unknown day"


def _dated(article: Article) -> str:
    return _day(article.published) if article.published else f"loaded on {_day(article.loaded_on)}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(plain(name) for name in names)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _nothing(coverage: Coverage) -> str:
    return f"The articles do not answer this. {_covered(coverage)}"


def _covered(coverage: Coverage) -> str:
    """Say what the articles are about."""
    count = _count(coverage.articles, "article")
    dates = f" from {_day(coverage.first)} to {_day(coverage.last)}" if coverage.first else ""
    topics = f", with the status of: {_list(coverage.topics)}" if coverage.topics else ""
    return f"Covered: {count}{dates}{topics}."
