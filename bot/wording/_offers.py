"""What can be pressed below an answer? What stands behind it, then what it was worth, then who sees it."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bot.wording.controls import Action, Button, topic_key
from bot.wording.message import Message
from bot.wording.spans import text
from knowledge.answers import (
    SHOWN,
    Answer,
    Course,
    ListAnswer,
    Nothing,
    PassageAnswer,
    Several,
    Standing,
    Verdict,
)
from knowledge.keys import key_passage
from knowledge.model import Article, Passage

_HELPFUL, _UNHELPFUL, _BIN = "👍", "👎", "🗑️"


def offer_evidence(message: Message, found: Answer, key: str = "") -> Message:
    """Offer what stands behind an answer, and to say whether it helped.

    `key` is that of the question; without one, whatever would have to ask it again is not offered.
    """
    own = (replace(each, key=key) if key and each.action is Action.TELL else each for each in message.buttons)
    return _show_first(replace(message, buttons=(*own, *_find_evidence(found, key), *_rate(found, key))))


def offer_more(key: str, start: int) -> Button:
    """Offer the passages from place `start` on, of those that a question's answer does not show."""
    return Button(text("offers.more"), Action.MORE, f"{key}-{start}")


def offer_source(article: Article, passage: Passage) -> Button:
    """Offer the passage between its neighbours."""
    return Button(text("offers.source"), Action.SOURCE, key_passage(article, passage))


def let_share(message: Message, key: str) -> Message:
    """Let whoever alone sees a message show it to everybody; `key` is that of what it is about."""
    return _add(message, Button(text("offers.share"), Action.SHARE, key))


def let_delete(message: Message, asker: int) -> Message:
    """Let whoever asked take an answer away that everybody sees."""
    return _add(message, offer_deleting(asker))


def offer_deleting(asker: int) -> Button:
    """Offer to take an answer away."""
    return Button("", Action.DELETE, str(asker), _BIN)


def _add(message: Message, button: Button) -> Message:
    return _show_first(replace(message, buttons=(*message.buttons, button)))


def _show_first(message: Message) -> Message:
    """Let the first button stand out, where it shows something."""
    first, *others = message.buttons or (None,)
    if first is None or first.action in {Action.SHARE, Action.DELETE}:
        return message
    return replace(message, buttons=(replace(first, is_primary=True), *others))


def _find_evidence(found: Answer, key: str) -> Iterable[Button]:
    match found:
        case PassageAnswer() | ListAnswer():
            best = found.hits[0]
            yield offer_source(best.article, best.passage)
            is_one = isinstance(found, PassageAnswer) and found.verdict is Verdict.ANSWER
            if key and len(found.hits) >= (2 if is_one else SHOWN):
                yield offer_more(key, 0)
        case Standing(as_of=None):
            yield Button(text("offers.history"), Action.HISTORY, topic_key(found.step.topic))
            yield offer_source(found.step.article, found.step.passage)
        case Several():
            yield from _offer_sources(found.answers)
        case _:
            pass
    is_exhausted = isinstance(found, Nothing) and found.is_exhausted
    if key and isinstance(found, PassageAnswer | ListAnswer | Nothing) and not is_exhausted:
        yield Button(text("offers.why"), Action.WHY, key)


def _offer_sources(answers: Sequence[Answer]) -> Iterable[Button]:
    """Offer where the words of each answer stand, counted in the order of the questions."""
    for number, each in enumerate(answers, 1):
        if each.hits:
            best = each.hits[0]
            button = offer_source(best.article, best.passage)
            yield replace(button, label=text("offers.source_of", number=number))


def _rate(found: Answer, key: str) -> Iterable[Button]:
    if key and found.verdict is not Verdict.NONE and not isinstance(found, Several | Course):
        yield Button("", Action.HELPFUL, key, _HELPFUL)
        yield Button("", Action.UNHELPFUL, key, _UNHELPFUL)
