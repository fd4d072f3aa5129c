"""Which topics does a question name? One or several, by their names among its other words; pure."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from knowledge.answering.lexicon import Lexicon
from knowledge.answering.question import Question
from knowledge.answering.transliteration import respell
from knowledge.model import Step
from knowledge.statuses.ledger import Ledger
from knowledge.text import small_words, stop_words, words

_MOST_NAMES = 8
"""Names of one question that are looked up."""

_Find: TypeAlias = Callable[[str], Step | None]


class TopicFinder:
    """Finds the topics of a ledger that a question names."""

    def __init__(self, ledger: Ledger, lexicon: Lexicon) -> None:
        """Take the topics of a corpus, and what its passages are found by."""
        self._ledger = ledger
        self._lexicon = lexicon
        self.small = lexicon.small | small_words(()) | stop_words()
        """Words that say nothing of what a topic is called, in whatever language."""
        self._stems_of_topics = frozenset(
            stem for step in ledger.board() for stem in self._stems(words(step.topic))
        )

    def find_surely(self, question: Question, passed_over: AbstractSet[str]) -> tuple[Step, ...]:
        """Find the topics that the parts of a question surely name; none where one names anything else.

        Several parts may be one name: "Trade and Transport".
        """
        return _find_each(self._name_parts(question, passed_over), self.find_one)

    def find_named(self, question: Question) -> tuple[tuple[Step, ...], str]:
        """Find the topics that a command names, misspelt or by a part of the name, in whatever polite words.

        Where one is not found there are none, but its name instead; no name either where none was said.
        """
        names = self._name_parts(question)
        if steps := _find_each(names, self._find_nearly):
            return steps, ""
        return (), next((name for name in names if self._find_nearly(name) is None), " ".join(names))

    def find_one(self, name: str) -> Step | None:
        """Find the topic that words of a question surely name: by one of its names, or by no other word.

        "security" is a part of "energy security", and yet another thing: a word that the articles know counts
        only where it is in the topic's own name. What is known beforehand to fail is not looked up.
        """
        if not name:
            return None
        spelt = name.split()
        if not (self._ledger.is_name(name) or self._may_name(spelt, self._stems_of_topics)):
            return None
        topic = self._find_nearly(name)
        if topic is None or self._ledger.calls(topic.topic, name):
            return topic
        return topic if self._may_name(spelt, self._stems(words(topic.topic))) else None

    def _name_parts(self, question: Question, passed_over: AbstractSet[str] = frozenset()) -> list[str]:
        """Give what is left of each part of a question, where something is."""
        said = (
            [word for word in part if word not in self.small and word not in passed_over]
            for part in respell(question, self._lexicon).parts
        )
        return [" ".join(part) for part in said if part]

    def _find_nearly(self, name: str) -> Step | None:
        return self._ledger.find(name)[0]

    def _may_name(self, spelt: Sequence[str], own: AbstractSet[str]) -> bool:
        """Tell whether each word has one of these stems, or is none that the articles know."""
        known = [self._lexicon.variants(word) for word in spelt]
        return all(
            not own.isdisjoint(stems) or not any(map(self._lexicon.frequency, stems)) for stems in known
        )

    def _stems(self, spelt: Sequence[str]) -> frozenset[str]:
        return frozenset(stem for word in spelt for stem in self._lexicon.variants(word))


def _find_each(names: Sequence[str], find: _Find) -> tuple[Step, ...]:
    """Find a topic for each name, or for as many together as are one; none where one is not found."""
    if len(names) > _MOST_NAMES:
        return ()
    found: dict[str, Step] = {}
    first = 0
    while first < len(names):
        ends = range(len(names), first, -1)
        tried = ((end, find(" ".join(names[first:end]))) for end in ends)
        first, step = next(((end, step) for end, step in tried if step), (0, None))
        if step is None:
            return ()
        found[step.topic] = step
    return tuple(found.values())
