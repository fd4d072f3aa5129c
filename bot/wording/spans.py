"""What does a line consist of? Spans: the bot's own words by their key, and foreign ones as they are."""

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

from knowledge.counting import count


class Name(Struct, frozen=True):
    """Foreign words inside a line, such as a topic or a question; an ink may shorten them."""

    text: str


class Text(Struct, frozen=True):
    """The bot's own words, which the catalogue of the reader's language has under this key."""

    key: str
    slots: "tuple[tuple[str, Slot], ...]" = ()
    """What stands in its places, by their names."""
    is_bold: bool = False


class Bold(Struct, frozen=True):
    """Words that stand out."""

    text: str


class Struck(Struct, frozen=True):
    """Words that are not so any more, struck through; an ink may shorten them."""

    text: str


class Day(Struct, frozen=True):
    """A date."""

    on: date


class Ago(Struct, frozen=True):
    """How long ago a day was."""

    on: date
    days: int
    """On the day of the message; below 0 for a day to come."""

    def __str__(self) -> str:
        """`today`, `1 day ago`, `in 2 days`."""
        number = count(abs(self.days), "day")
        return "today" if not self.days else f"{number} ago" if self.days > 0 else f"in {number}"


class Moment(Struct, frozen=True):
    """A date with its time."""

    at: datetime


class Link(Struct, frozen=True):
    """The title of an article, and its address where it has one."""

    title: str
    url: str | None


class Channel(Struct, frozen=True):
    """A channel of a server."""

    number: int


class Jump(Struct, frozen=True):
    """The address of a message on Discord, which shows it as a link to jump along."""

    address: str


class CommandName(Struct, frozen=True):
    """A command, as it is typed."""

    name: str
    takes: str = ""
    """What is written after it."""
    is_local: bool = False
    """Whether it is called so in the reader's language already."""


Span: TypeAlias = str | Text | Name | Bold | Struck | Day | Ago | Moment | Link | Channel | Jump | CommandName
"""A part of a line; a plain string holds signs of the bot's own, such as an arrow."""
Phrase: TypeAlias = tuple[Span, ...]
"""Parts that say one thing; an empty one says nothing."""
Slot: TypeAlias = int | Span | Phrase
"""What stands in a place of a text: a number, foreign words, a date, or another text."""


def text(key: str, /, **slots: Slot) -> Text:
    """Say something in the reader's language: the words under a key, with what stands in their places."""
    return Text(key, tuple(slots.items()))


def bold(key: str, /, **slots: Slot) -> Text:
    """Say something that stands out."""
    return Text(key, tuple(slots.items()), is_bold=True)
