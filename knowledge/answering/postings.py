"""What is looked up? The stems of all passages and the words as written, in memory or in a folder."""

from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
import tantivy
from msgspec import Struct

from knowledge.answering.vocabulary import Vocabulary
from knowledge.text import Stems, words

_PASSAGES, _WORDS, _COUNTS = "passages", "words", "counts.json"
_LEAST_BYTES, _BYTES_PER_LETTER, _MOST_BYTES = 15_000_000, 1.5, 250_000_000
"""What the writer needs to put all passages into one segment: the quickest to build, and to search."""


class Postings(Struct, frozen=True):
    """What the passages of a corpus are found by; it never changes."""

    passages: tantivy.Searcher
    """The `number` and the `stems` of each passage."""
    vocabulary: Vocabulary


def build_schema() -> tantivy.Schema:
    """Say what is kept of a passage."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    builder.add_text_field("stems", tokenizer_name="whitespace")
    return builder.build()


def build_postings(texts: Iterable[tuple[str, str]], letters: int, folder: Path | None = None) -> Postings:
    """Read the passages' texts in order, each with its language; together they have some `letters`.

    The postings lie in memory, or in a `folder`, where `open_postings` finds them.
    """
    index = tantivy.Index(build_schema(), path=_make(folder, _PASSAGES))
    known = _write(index, texts, letters) if letters else ()
    index.reload()
    searcher = index.searcher()
    counts = _count(searcher, known)
    vocabulary = Vocabulary(counts, _make(folder, _WORDS))
    if folder:
        (folder / _COUNTS).write_bytes(msgspec.json.encode(vocabulary.counts))
    return Postings(searcher, vocabulary)


def open_postings(folder: Path) -> Postings:
    """Open what was built in a folder, without reading it through."""
    counts = msgspec.json.decode((folder / _COUNTS).read_bytes(), type=dict[str, int])
    passages = tantivy.Index.open(str(folder / _PASSAGES)).searcher()
    return Postings(passages, Vocabulary(counts, str(folder / _WORDS)))


def _make(folder: Path | None, name: str) -> str | None:
    """Make a folder for one of the indexes, where they are not in memory."""
    if folder is None:
        return None
    (folder / name).mkdir()
    return str(folder / name)


def _write(index: tantivy.Index, texts: Iterable[tuple[str, str]], letters: int) -> Collection[Stems]:
    """Write the stems of each text, and give those of all words, by language."""
    known: dict[str, Stems] = {}
    room = min(_LEAST_BYTES + int(_BYTES_PER_LETTER * letters), _MOST_BYTES)
    writer = index.writer(room, 1)
    for number, (text, language) in enumerate(texts):
        stems = known.get(language)
        if stems is None:
            stems = known[language] = Stems(language)
        line = " ".join(map(stems.__getitem__, words(text)))
        writer.add_document(tantivy.Document(number=number, stems=line))
    writer.commit()
    writer.wait_merging_threads()
    return known.values()


def _count(searcher: tantivy.Searcher, known: Iterable[Stems]) -> dict[str, int]:
    """Give all words that were read, each with the number of passages that hold its stem."""
    passages = dict(searcher.terms_with_prefix("stems", ""))
    counts: dict[str, int] = {}
    for stems in known:
        for word, stem in stems.items():
            # A word of several languages may have several stems; tantivy leaves out an endless one.
            counts[word] = max(counts.get(word, 0), passages.get(stem, 0))
    return counts
