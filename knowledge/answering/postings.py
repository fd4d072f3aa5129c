"""What is looked up? The stems of all passages and the words as written; here in memory."""

from collections.abc import Collection, Iterable

import tantivy
from msgspec import Struct

from knowledge.answering.vocabulary import Vocabulary, choose_repairable
from knowledge.answering.wordlist import add_counts
from knowledge.text import Stems, words

PASSAGES, WORDS, COUNTS = "passages", "words", "counts.json"
"""What they are called in a folder."""
_LEAST_BYTES, _BYTES_PER_LETTER, _MOST_BYTES = 15_000_000, 1.5, 250_000_000
"""What the writer needs to put all passages into one segment: the quickest to build, and to search."""


class Postings(Struct, frozen=True):
    """What the passages of a corpus are found by; it never changes."""

    passages: tantivy.Searcher
    """The `number` and the `stems` of each passage."""
    vocabulary: Vocabulary
    firsts: tuple[int, ...]
    """What is to be added to the numbers in each segment."""


def build_schema() -> tantivy.Schema:
    """Say what is kept of a passage."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    builder.add_text_field("stems", tokenizer_name="whitespace")
    return builder.build()


def build_postings(texts: Iterable[tuple[str, str]], letters: int) -> Postings:
    """Read the passages' texts in order, each with its language; together they have some `letters`."""
    index = tantivy.Index(build_schema())
    known = _write(index, texts, letters) if letters else ()
    index.reload()
    searcher = index.searcher()
    passages = dict(searcher.terms_with_prefix("stems", ""))
    counts: dict[str, int] = {}
    for stems in known:
        add_counts(counts, ((word, passages.get(stem, 0)) for word, stem in stems.items()))
    # The numbers are those of the whole corpus, whichever segment they are in.
    return Postings(searcher, Vocabulary(choose_repairable(counts)), (0,) * searcher.num_segments)


def open_writer(index: tantivy.Index, letters: int) -> tantivy.IndexWriter:
    """Open a writer for passages of some letters together; it is to make one segment of them."""
    return index.writer(min(_LEAST_BYTES + int(_BYTES_PER_LETTER * letters), _MOST_BYTES), 1)


def _write(index: tantivy.Index, texts: Iterable[tuple[str, str]], letters: int) -> Collection[Stems]:
    """Write the stems of each text, and give those of all words, by language."""
    known: dict[str, Stems] = {}
    writer = open_writer(index, letters)
    for number, (text, language) in enumerate(texts):
        stems = known.get(language)
        if stems is None:
            stems = known[language] = Stems(language)
        line = " ".join(map(stems.__getitem__, words(text)))
        writer.add_document(tantivy.Document(number=number, stems=line))
    writer.commit()
    writer.wait_merging_threads()
    return known.values()
