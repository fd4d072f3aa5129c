"""Which words does the corpus know, and which of them did a mistyped one mean?"""

from collections.abc import Collection, Mapping, Sequence
from typing import cast

import tantivy

from knowledge.text import stop_words

_SHORTEST = 4
"""Letters that a word needs to be repaired: shorter ones are one edit from too much."""
_TWO_EDITS_FROM = 6
_COMPARED = 1000
"""How many words at the least distance are compared by first letter and frequency."""
_WRITER_BYTES, _BYTES_PER_WORD = 15_000_000, 250
"""The least that tantivy takes, and what keeps all words in one segment, which is the quickest to look in."""


class Vocabulary:
    """The words of the corpus as written, with how common each is.

    Levenshtein automata over a sorted dictionary: some 2 ms for a word among 200,000, where comparing
    with each of them takes 50.
    """

    def __init__(
        self, counts: Mapping[str, int], folder: str | None = None, written: Sequence[str] = ()
    ) -> None:
        """Take the words of `choose_repairable`; most of them are `written` into a `folder` already.

        The others are looked for in memory, and what is written and no word any more is passed over.
        """
        self.counts = counts
        """Each word that a mistyped one may mean, in order, with how common it is."""
        known = set(written)
        others = [word for word in counts if word not in known]
        self._gone = len(known - counts.keys())
        self._longest = max(map(len, counts), default=0)
        self._schema = _schema()
        self._parts: list[tuple[Sequence[str], tantivy.Searcher]] = []
        if others:
            self._parts.append((others, write_words(others).searcher()))
        if folder:
            self._parts.append((written, tantivy.Index.open(folder).searcher()))

    def nearest(self, word: str, most: int = 3) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped word most likely means, likeliest first.

        Each comes with its distance (insertions, deletions, substitutions and swaps of neighbours):
        one edit, or up to two from six letters on, and only words at the least distance found.
        The same first letter goes first, then the commonest.
        """
        # Of an endless word nothing is near, and to find that out would take a tenth of a second.
        if not _SHORTEST <= len(word) <= self._longest + 2 or any(letter.isdigit() for letter in word):
            return []
        for edits in range(1, 3 if len(word) >= _TWO_EDITS_FROM else 2):
            found = self._within(word, edits)
            if found:
                found.sort(key=lambda other: (other[0] != word[0], -self.counts[other], other))
                return [(other, edits) for other in found[:most]]
        return []

    def _within(self, word: str, edits: int) -> list[str]:
        query = tantivy.Query.fuzzy_term_query(
            self._schema, "word", word, distance=edits, transposition_cost_one=True
        )
        found: list[str] = []
        for known, searcher in self._parts:
            hits = searcher.search(query, _COMPARED + self._gone, count=False).hits
            numbers = searcher.fast_field_values("number", [address for _, address in hits])
            found += (known[number] for number in cast("list[int]", numbers))
        # The first by their letters, wherever they are written.
        return sorted(word for word in found if word in self.counts)[:_COMPARED]


def choose_repairable(counts: Mapping[str, int]) -> dict[str, int]:
    """Give the words that a mistyped one may mean, in the order of their letters."""
    small = stop_words()
    return {
        word: counts[word]
        for word in sorted(counts)
        if len(word) >= _SHORTEST - 1 and not word.isdigit() and word not in small
    }


def write_words(found: Collection[str], folder: str | None = None) -> tantivy.Index:
    """Write the dictionary of some words, in memory or in a folder."""
    index = tantivy.Index(_schema(), path=folder)
    if found:
        writer = index.writer(max(_WRITER_BYTES, _BYTES_PER_WORD * len(found)), 1)
        for number, word in enumerate(found):
            writer.add_document(tantivy.Document(word=word, number=number))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    return builder.build()
