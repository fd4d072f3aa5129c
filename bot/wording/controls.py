"""What can be pressed, chosen or filled in below a message? All that it needs stands in its key."""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from bot.wording.spans import Text, text
from knowledge.model import Alias, CuratedAnswer
from knowledge.text import normalise


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


def _digest(text: str) -> str:
    # A lone surrogate has no bytes in UTF-8, and a question may hold one.
    return sha256(text.encode(errors="replace")).hexdigest()[:16]
