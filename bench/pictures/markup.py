"""What does Discord make of its markup? Blocks of runs, each with its look; only of what the bot writes."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum, Flag, auto

from msgspec import Struct


class Look(Flag):
    """How letters look."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    LINK = auto()
    MENTION = auto()
    """A name on a ground of its own."""
    STAMP = auto()
    """A date on a ground of its own."""


class Run(Struct, frozen=True):
    """Letters that look the same."""

    text: str
    look: Look = Look.PLAIN


class Kind(Enum):
    """How a block stands."""

    TEXT = auto()
    SMALL = auto()
    ITEM = auto()
    GAP = auto()


class Block(Struct, frozen=True):
    """A line of markup, which may be wrapped."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    is_quoted: bool = False


class Reader(Struct, frozen=True):
    """Who reads: what things are called, and when."""

    now: datetime
    names: Mapping[str, str] = {}
    """What is shown for a mention, by its markup without angle brackets."""

    def read(self, text: str) -> list[Block]:
        """Read all lines of a text."""
        return [self._read_line(line) for line in text.replace("\u200b", "").split("\n")]

    def read_inline(self, text: str, look: Look = Look.PLAIN) -> tuple[Run, ...]:
        """Read what stands on a line."""
        runs: list[Run] = []
        for part in self._parts(text, look):
            if runs and runs[-1].look == part.look and not part.look & GROUND:
                part = Run(runs.pop().text + part.text, part.look)
            if part.text:
                runs.append(part)
        return tuple(runs)

    def _read_line(self, line: str) -> Block:
        is_quoted = line.startswith("> ")
        line = line[2 * is_quoted :]
        if not line.strip():
            return Block(Kind.GAP, is_quoted=is_quoted)
        for start, kind in _STARTS.items():
            if line.startswith(start):
                return Block(kind, self.read_inline(line[len(start) :]), is_quoted)
        return Block(Kind.TEXT, self.read_inline(line), is_quoted)

    def _parts(self, text: str, look: Look) -> Iterator[Run]:
        place = 0
        for found in _TOKEN.finditer(text):
            yield Run(text[place : found.start()], look)
            place = found.end()
            if toggled := _TOGGLES.get(found[0]):
                look ^= toggled
            else:
                yield from self._token(found, look)
        yield Run(text[place:], look)

    def _token(self, found: re.Match[str], look: Look) -> Iterator[Run]:
        match found.lastgroup:
            case "escaped":
                yield Run(found["escaped"], look)
            case "address":
                yield from self.read_inline(found["shown"], look | Look.LINK)
            case "bare":
                yield Run(found["bare"], look | Look.LINK)
            case "style":
                then = datetime.fromtimestamp(int(found["seconds"]), UTC)
                yield Run(write_stamp(then, found["style"], self.now), look | Look.STAMP)
            case _:
                mention = found["mention"]
                yield Run(self.names.get(mention, mention), look | Look.MENTION)


GROUND = Look.MENTION | Look.STAMP
"""What has a ground of its own."""
_STARTS = {"-# ": Kind.SMALL, "- ": Kind.ITEM}
_TOGGLES = {"**": Look.BOLD, "*": Look.ITALIC, "~~": Look.STRUCK}
_TOKEN = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|\[(?P<shown>(?:\\.|[^\]\\])+)\]\(<?(?P<address>[^\s<>]+?)>?\)"
    r"|<t:(?P<seconds>\d+):(?P<style>[DFR])>"
    r"|<(?P<mention>(?:@|\#|/[\w ]+:)\d+)>"
    r"|(?P<bare>https://[^\s<>]+)"
    r"|\*\*|\*|~~"
)
_UNITS = {"year": 365, "month": 30, "day": 1}


def write_stamp(then: datetime, style: str, now: datetime) -> str:
    """Write a date as Discord does for a British reader in UTC."""
    if style == "R":
        return _write_distance(round((then - now).total_seconds() / 86_400))
    day = f"{then.day} {then:%B %Y}"
    return day if style == "D" else f"{then:%A} {day} at {then:%H:%M}"


def _write_distance(days: int) -> str:
    """Say in how many days something is; below 0, how long ago it was."""
    unit, size = next(((unit, size) for unit, size in _UNITS.items() if abs(days) >= size), ("day", 1))
    number = abs(days) // size
    if not number:
        return "today"
    distance = f"{number} {unit}{'s' * (number > 1)}"
    return f"in {distance}" if days > 0 else f"{distance} ago"


def to_plain(blocks: list[Block]) -> str:
    """Give the words alone, on one line."""
    lines = ("".join(run.text for run in block.runs) for block in blocks)
    return " ".join(filter(None, lines))
