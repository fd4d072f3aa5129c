"""Which words does the corpus know, and which of them did a mistyped one mean?"""

from collections.abc import Mapping
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

    def __init__(self, counts: Mapping[str, int], folder: str | None = None) -> None:
        """Sort the words; in a `folder` their dictionary is kept: opened where it is there, else made."""
        repairable = sorted(word for word in counts.keys() - stop_words() if _is_repairable(word))
        self.counts = {word: counts[word] for word in repairable}
        """Each word that a mistyped one may mean, in order, with how common it is."""
        self._words = repairable
        self._longest = max(map(len, self._words), default=0)
        self._schema = _schema()
        self._searcher = self._open(folder)

    def _open(self, folder: str | None) -> tantivy.Searcher:
        if folder and tantivy.Index.exists(folder):
            return tantivy.Index.open(folder).searcher()
        index = tantivy.Index(self._schema, path=folder)
        if self._words:
            writer = index.writer(max(_WRITER_BYTES, _BYTES_PER_WORD * len(self._words)), 1)
            for number, word in enumerate(self._words):
                writer.add_document(tantivy.Document(word=word, number=number))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
        return index.searcher()

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
        found = self._searcher.search(query, _COMPARED, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        return [self._words[number] for number in cast("list[int]", numbers)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    return builder.build()


def _is_repairable(word: str) -> bool:
    return len(word) >= _SHORTEST - 1 and not word.isdigit()
