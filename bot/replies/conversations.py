"""What was asked before? Each asker's last questions: few, for a short time, and in memory only."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Key: TypeAlias = tuple[int, int]
"""Where, and who: the id of the channel, thread or direct conversation, and that of the user."""

_QUESTIONS, _CHARACTERS, _SECONDS = 4, 300, 15 * 60
"""What is kept of a conversation, and for how long after its last question; `/forget_me` says so."""

_CONVERSATIONS = 10_000


class _Turn(Struct, frozen=True, gc=False):
    question: str
    message: int | None
    shown: tuple[str, ...] = ()
    """The texts of the passages that answered it."""


class _Conversation(Struct, frozen=True, gc=False):
    turns: tuple[_Turn, ...]
    last: float


class Conversations:
    """Remembers what follow-ups such as "and energy?" refer to; bounded in number, size and age."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet; `clock` gives seconds that never go back."""
        self._clock = clock
        # In the order of their last questions: the first to expire and the first to give way come first.
        self._kept: OrderedDict[Key, _Conversation] = OrderedDict()

    def earlier(self, key: Key) -> tuple[str, ...]:
        """Give what somebody asked in one place, oldest first."""
        self._expire()
        return _questions(self._kept[key].turns) if key in self._kept else ()

    def leading_to(self, place: int, message: int) -> tuple[str, ...]:
        """Give the question that came with a message, whoever asked it, after those that led to it.

        Nothing where it is not remembered.
        """
        return _questions(self._leading_to(place, message))

    def add(self, key: Key, question: str, message: int | None = None) -> None:
        """Remember a question, and the id of the message that it came with, where there is one."""
        self._expire()
        before = self._kept.pop(key).turns if key in self._kept else ()
        turns = (*before, _Turn(question[:_CHARACTERS], message))
        self._kept[key] = _Conversation(turns[-_QUESTIONS:], self._clock())
        if len(self._kept) > _CONVERSATIONS:
            self._kept.popitem(last=False)

    def take_back(self, key: Key, message: int) -> None:
        """Forget the question that came with a message, which is edited now: it does not follow up itself."""
        if kept := self._kept.get(key):
            turns = tuple(turn for turn in kept.turns if turn.message != message)
            self._kept[key] = replace(kept, turns=turns)

    def show(self, key: Key, message: int, shown: Iterable[str]) -> None:
        """Remember which passages answered the question that came with a message."""
        if kept := self._kept.get(key):
            texts = tuple(shown)
            turns = (replace(turn, shown=texts) if turn.message == message else turn for turn in kept.turns)
            self._kept[key] = replace(kept, turns=tuple(turns))

    def seen(self, key: Key, answered: int | None = None) -> frozenset[str]:
        """Give the texts of passages that somebody was shown, or that answered what came with a message."""
        self._expire()
        own = self._kept[key].turns if key in self._kept else ()
        there = self._leading_to(key[0], answered) if answered else ()
        return frozenset(text for turn in (*own, *there) for text in turn.shown)

    def all_of(self, user_id: int) -> tuple[str, ...]:
        """Give all that is remembered of what a user asked, anywhere."""
        self._expire()
        return tuple(
            question
            for (_, user), each in self._kept.items()
            if user == user_id
            for question in _questions(each.turns)
        )

    def forget(self, user_id: int) -> int:
        """Forget what a user asked anywhere, and give how many questions that were."""
        self._expire()
        theirs = [key for key in self._kept if key[1] == user_id]
        return sum(len(self._kept.pop(key).turns) for key in theirs)

    def _leading_to(self, place: int, message: int) -> tuple[_Turn, ...]:
        self._expire()
        for (where, _), conversation in reversed(self._kept.items()):
            if where == place:
                for number, turn in enumerate(conversation.turns, 1):
                    if turn.message == message:
                        return conversation.turns[:number]
        return ()

    def _expire(self) -> None:
        oldest = self._clock() - _SECONDS
        while self._kept and next(iter(self._kept.values())).last <= oldest:
            self._kept.popitem(last=False)


def _questions(turns: tuple[_Turn, ...]) -> tuple[str, ...]:
    return tuple(turn.question for turn in turns)
