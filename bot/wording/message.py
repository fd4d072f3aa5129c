"""What is a message? Blocks of words, which each ink draws in its own way: an embed, plain text, a terminal.

Whoever words a message neither escapes nor cuts: what an article or a person wrote stands here as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from hashlib import sha256
from typing import TypeAlias

from msgspec import Struct

from knowledge.model import Alias, CuratedAnswer
from knowledge.text import normalise


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
        number = f"{abs(self.days):,} day{'' if abs(self.days) == 1 else 's'}"
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


class Line(Struct, frozen=True):
    """Facts on one line, below the name of what they are about where there is one."""

    facts: tuple[Phrase, ...]
    name: Phrase = ()
    """A card leaves it out where it is the title already."""
    small: bool = False
    """Whether it is small print."""


class Quote(Struct, frozen=True):
    """Words of an article, set off from the bot's own; an ink may shorten them."""

    text: str
    sentence: str = ""
    """The part of the text that stands out."""
    name: str = ""
    """The header of the cell that is quoted."""
    is_item: bool = False
    """Whether it is an item of a list."""


class Source(Struct, frozen=True):
    """Where quoted words stand: from what is known of the file, never from its text."""

    link: Link
    facts: tuple[Phrase, ...]
    """Section, date and lines."""
    label: str | Text = ""
    """Which of two sources it is."""
    word: str | Text = Text("facts.source")
    """What a card says before a source without a label."""


class Gap(Struct, frozen=True):
    """Some space between two blocks; none in a terminal."""


class Entry(Struct, frozen=True):
    """Blocks that stand or fall together as one item of a listing."""

    blocks: "tuple[Line | Quote | Source, ...]"
    brief: Line | None = None
    """What stands for them where there is no room; None where nothing does."""


class Listing(Struct, frozen=True):
    """Items that an ink may leave out from one end, and then counts."""

    items: "tuple[Line | Quote | Entry, ...]"
    heading: Phrase = ()
    keeps_last: bool = False
    """Whether the first ones are left out, and not the last."""
    rest: str | Text = Text("facts.rest")
    """What counts those that are left out: `{number}` in it is to be replaced."""
    earlier: str | Text = Text("facts.earlier")
    """The same where it `keeps_last`."""


Block: TypeAlias = Line | Quote | Source | Gap | Entry | Listing


class Tone(Enum):
    """How a message is meant."""

    KNOWN = auto()
    DOUBT = auto()
    """Only near, or disputed."""
    UNKNOWN = auto()
    DONE = auto()
    FAILED = auto()


class Action(StrEnum):
    """What a button does."""

    FOLLOW = "follow"
    STOP = "stop"
    TELL = "tell"
    RELOAD = "reload"
    PAGE = "page"
    PUBLISH = "publish"
    CANCEL = "cancel"
    THREAD = "thread"
    MORE = "more"
    SOURCE = "source"
    WHY = "why"
    HISTORY = "history"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    SHARE = "share"
    DELETE = "delete"
    OPEN = "open"
    ALIAS = "alias"
    ANSWER = "answer"
    IGNORE = "ignore"
    CHOOSE = "choose"
    TAKE_BACK = "take-back"
    DETAILS = "details"
    BOARD = "board"
    SETTING = "setting"


class Button(Struct, frozen=True):
    """What can be pressed below a message; `bot.replies.views` says what it does."""

    label: str | Text
    action: Action
    key: str
    """For what: the key of a topic, question, passage, proposal or loss, or a number: of a subscription, page
    or user."""
    emoji: str = ""
    """Before the label, or in its place."""
    is_primary: bool = False
    """Whether it stands out; at most one below a message does."""


class Choice(Struct, frozen=True):
    """One of what a menu offers."""

    value: str
    label: str | Text
    is_chosen: bool = False


class Menu(Struct, frozen=True):
    """A list below a message, of which some can be chosen; what that means `bot.replies.views` says."""

    hint: str | Text
    """What stands in it where nothing is chosen."""
    action: Action
    key: str
    """For what, as that of a button."""
    choices: tuple[Choice, ...] = ()
    least: int = 1
    most: int = 1
    channels: tuple[int, ...] | None = None
    """The channels that are chosen, where those of the server are offered; None where `choices` are."""


class Pages(Struct, frozen=True):
    """What makes a message anew, so that what does not fit can stand on further pages."""

    kind: str
    """The command that makes it."""
    of: str = ""
    """Of what: in small letters, digits and hyphens, as it stands in the key of a button."""
    first: int = 0
    """How many items stand on the pages before."""

    @property
    def key(self) -> str:
        """What a button keeps of them."""
        return f"{self.kind}-{self.first}{f'-{self.of}' if self.of else ''}"


class Field(Struct, frozen=True):
    """What is to be written into a form."""

    label: str | Text
    most: int
    """How many characters may be written."""
    default: str = ""
    """What stands there already."""
    is_long: bool = False
    """Whether there is room for several lines."""


class Form(Struct, frozen=True):
    """What is asked for in writing, in a window of its own."""

    title: str | Text
    fields: tuple[Field, ...]


class Attachment(Struct, frozen=True):
    """A file that comes with a message; one that ends in .png is shown."""

    data: bytes
    name: str
    """Of the file, with its ending."""
    description: str | Text
    """What is to be seen in it, for those who do not see it."""


class Message(Struct, frozen=True):
    """All that is said at one time."""

    title: str | Text
    """What a card has above it; what must be known without it stands in the blocks."""
    blocks: tuple[Block, ...]
    note: Source | Line | None = None
    """Where the words stand, or what is covered: below the rest, and never left out."""
    tone: Tone = Tone.KNOWN
    buttons: tuple[Button, ...] = ()
    pages: Pages | None = None
    """What makes its further pages; None where what does not fit is counted only."""
    attachment: Attachment | None = None
    menus: tuple[Menu, ...] = ()
    """What can be chosen below it, above the buttons."""


def text(key: str, /, **slots: Slot) -> Text:
    """Say something in the reader's language: the words under a key, with what stands in their places."""
    return Text(key, tuple(slots.items()))


def bold(key: str, /, **slots: Slot) -> Text:
    """Say something that stands out."""
    return Text(key, tuple(slots.items()), is_bold=True)


def line(*facts: Phrase | Span, name: Phrase | Span = (), small: bool = False) -> Line:
    """Make a line of facts; those that say nothing are left out."""
    return Line(tuple(filter(None, map(_phrase, facts))), _phrase(name), small)


def listing(lines: Iterable[Line], heading: Phrase | Span = ()) -> tuple[Listing, ...]:
    """Make a listing below its heading; none where there is nothing to list."""
    items = tuple(lines)
    return (Listing(items, _phrase(heading)),) if items else ()


def topic_key(topic: str) -> str:
    """Name a topic in a button: the same for all spellings that differ only in case and punctuation."""
    return _digest(normalise(topic))


def article_key(path: str) -> str:
    """Name an article in a button."""
    return _digest(path)


def curation_key(said: Alias | CuratedAnswer) -> str:
    """Name in a button what an editor has said."""
    what = ("alias", said.word) if isinstance(said, Alias) else ("answer", said.question)
    return _digest("\n".join(what))


def question_key(question: str, earlier: Sequence[str] = ()) -> str:
    """Name a question, with those that it follows up, in a button and where what was asked is kept."""
    return _digest("\n".join((*earlier, question)))


def follow(topic: str) -> tuple[Button, ...]:
    """Offer to be told when a topic's status changes."""
    return (Button(text("buttons.follow"), Action.FOLLOW, topic_key(topic)),)


def stop_following(number: int) -> tuple[Button, ...]:
    """Offer to end the subscription with this number."""
    return (Button(text("buttons.stop"), Action.STOP, str(number)),)


def tell(question: str) -> tuple[Button, ...]:
    """Offer to be told when a question can be answered."""
    return (Button(text("buttons.tell"), Action.TELL, question_key(question)),)


def reload_anyway(key: str) -> tuple[Button, ...]:
    """Offer to reload although the loss with this key is large."""
    return (Button(text("buttons.reload"), Action.RELOAD, key),)


def publish_or_cancel(key: str, loss: str = "") -> tuple[Button, ...]:
    """Offer to carry out the proposal with this key, although that means this loss, or to drop it."""
    confirmed = f"{key}-{loss}" if loss else key
    return Button(text("buttons.publish"), Action.PUBLISH, confirmed), Button(
        text("buttons.cancel"), Action.CANCEL, key
    )


def go_on(question: str) -> tuple[Button, ...]:
    """Offer to go on in a thread that hangs on the answer to a question."""
    return (Button(text("asking.go_on"), Action.THREAD, question_key(question)),)


def turn_pages(number: int, pages: int, source: str = "") -> tuple[Button, ...]:
    """Offer the pages of a list before and after one, counted from 0; `source` is whose articles it lists."""
    before, after = Pages("articles", source, number - 1), Pages("articles", source, number + 1)
    back = (Button(text("pages.previous"), Action.PAGE, before.key),) if number else ()
    return (*back, Button(text("pages.next"), Action.PAGE, after.key)) if number + 1 < pages else back


def _phrase(given: Phrase | Span) -> Phrase:
    if isinstance(given, tuple):
        return given
    return (given,) if given else ()


def _digest(text: str) -> str:
    # A lone surrogate has no bytes in UTF-8, and a question may hold one.
    return sha256(text.encode(errors="replace")).hexdigest()[:16]
