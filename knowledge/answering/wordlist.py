"""Which words are in an index, and in how many of its passages? Counted chunk by chunk."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from msgspec import Struct, field

from knowledge.text import stem_all


class ChunkWords(Struct, frozen=True):
    """The words of one chunk."""

    words: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By language."""
    stems: dict[str, int] = field(default_factory=dict[str, int])
    """In how many passages each is."""


class WordList(Struct, frozen=True):
    """The words of all chunks."""

    words: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """By language, in how many chunks each is."""
    stems: dict[str, int] = field(default_factory=dict[str, int])
    """In how many passages each is."""

    def replace(self, gone: Iterable[ChunkWords], come: Iterable[ChunkWords]) -> None:
        """Count no more what is in some chunks, and count what is in those that take their place."""
        for old, new in zip_longest(gone, come, fillvalue=ChunkWords()):
            # A chunk has most words in common with the one whose place it takes, and sets are quick.
            _count(self.stems, dict(old.stems.items() - new.stems.items()), -1)
            _count(self.stems, dict(new.stems.items() - old.stems.items()), 1)
            for language in {*old.words, *new.words}:
                was, now = set(old.words.get(language, ())), set(new.words.get(language, ()))
                counts = self.words.setdefault(language, {})
                _count(counts, dict.fromkeys(was - now, 1), -1)
                _count(counts, dict.fromkeys(now - was, 1), 1)
                if not counts:
                    del self.words[language]

    def count_passages(self) -> dict[str, int]:
        """Give all words, each with the number of passages that hold its stem."""
        counts: dict[str, int] = {}
        for language, found in self.words.items():
            said = list(found)
            # Tantivy leaves out an endless word.
            held = [self.stems.get(stem, 0) for stem in stem_all(said, language)]
            add_counts(counts, zip(said, held, strict=True))
        return counts


def add_counts(counts: dict[str, int], found: Iterable[tuple[str, int]]) -> None:
    """Add words of a language with their counts; one of several languages may have several stems."""
    if not counts:
        counts.update(found)  # at once: most corpora are in one language
        return
    for word, number in found:
        if number >= counts.get(word, 0):
            counts[word] = number


def _count(counts: dict[str, int], found: Mapping[str, int], times: int) -> None:
    for name, number in found.items():
        now = counts.get(name, 0) + times * number
        if now:
            counts[name] = now
        else:
            del counts[name]
