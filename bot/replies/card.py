"""What is a card? One message within Discord's limits, in both its forms, and what can be pressed below."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from discord import Embed

from bot.replies.escape import cut, cut_closed, short
from knowledge.text import normalised

BLUE, AMBER, GREY, GREEN, RED = 0x3B6EA5, 0xC98A1B, 0x80848E, 0x3F8F5F, 0xB5473C
"""What is known, what is only near or in doubt, what is not known, what was done, what failed."""

_TITLE, _BODY, _NOTE, _TEXT = 256, 3050, 1000, 2000
"""Discord allows 4,096 characters for body and note together, and 2,000 for a message without an embed."""

_QUOTES = 700, 400, 200, 100, 60
"""How long a quote may be, tried in this order until all fits."""


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed below a card; `bot.replies.views` says what it does."""

    label: str
    custom_id: str
    """What Discord sends when it is pressed, at most 100 characters; it works after a restart too."""


@dataclass(frozen=True, slots=True)
class Card:
    """One message, escaped and within the limits: a title, a body, and a note in small print."""

    title: str
    body: str
    note: str
    colour: int
    buttons: tuple[Button, ...] = ()
    brief: str = ""
    """The body for a message without an embed, where that is not just the beginning of the body."""

    @property
    def embed(self) -> Embed:
        """The card as Discord draws it."""
        return Embed(title=self.title, description=_joined(self.body, self.note), colour=self.colour)

    @property
    def text(self) -> str:
        """The same in plain text, for channels where the bot may not embed links."""
        body = cut_closed(self.brief or self.body, _room(self.title, self.note))
        return _joined(f"**{self.title}**\n{body}", self.note)


def made(
    title: str,
    body: str | Callable[[int], str],
    note: str = "",
    colour: int = BLUE,
    buttons: tuple[Button, ...] = (),
    *,
    above: str = "",
) -> Card:
    """Make a card; the title is foreign text, the rest is escaped already, as is a line `above` the body.

    `body` may be a function from the room there is to what fits into it: then each form gets its own.
    """
    title, note = short(title, _TITLE) or "…", cut(note, _NOTE)
    head = f"{above}\n" if above else ""
    if isinstance(body, str):
        return Card(title, cut_closed(head + body, _BODY) or "…", note, colour, buttons)
    whole, room = head + body(_BODY - len(head)), _room(title, note)
    brief = "" if len(whole) <= room else head + body(room - len(head))
    return Card(title, cut_closed(whole, _BODY) or "…", note, colour, buttons, brief)


def with_quotes(body: Callable[[int], str]) -> Callable[[int], str]:
    """Fit a body that is made from the length its quotes may have: the longest that leaves all to be seen."""

    def fit(room: int) -> str:
        tried = map(body, _QUOTES)
        return next((each for each in tried if len(each) <= room), "") or body(_QUOTES[-1])

    return fit


def key_of(topic: str) -> str:
    """Name a topic in a button: the same for all spellings that differ only in case and punctuation."""
    return _hashed(normalised(topic))


def question_key(question: str) -> str:
    """Name a question in a button, and where unanswered ones are kept."""
    return _hashed(question)


def follow(topic: str) -> tuple[Button, ...]:
    """Offer to be told when a topic's status changes."""
    return (Button("Follow this topic", f"follow:{key_of(topic)}"),)


def stop_following(number: int) -> tuple[Button, ...]:
    """Offer to end the subscription with this number."""
    return (Button("Stop following", f"stop:{number}"),)


def tell(question: str) -> tuple[Button, ...]:
    """Offer to be told when a question can be answered."""
    return (Button("Tell me when this is known", f"tell:{question_key(question)}"),)


def _hashed(text: str) -> str:
    # A lone surrogate has no bytes in UTF-8, and a question may hold one.
    return sha256(text.encode(errors="replace")).hexdigest()[:16]


def _room(title: str, note: str) -> int:
    return _TEXT - len(title) - len(note) - 7


def _joined(body: str, note: str) -> str:
    return f"{body}\n\n{note}" if note else body
