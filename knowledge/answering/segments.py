"""How is an index brought up to date? Chunks that did not change are taken over, and the others written.

A folder holds what `open_segments` needs to search (`passages`, `words`, `counts.json`, `chunks.json`), and
what the next index takes over: what each chunk was made of (`chunks`), and all words (`words.json`).
Tantivy writes the segments, each chunk's in an index of its own; one index is made of them all by naming
them in its `meta.json`. None is ever merged, so that the scores are those of an index that is built anew.
"""

import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import tantivy
from msgspec import Struct

from knowledge.answering.chunks import Chunk
from knowledge.answering.postings import COUNTS, PASSAGES, WORDS, Postings, build_schema, open_writer
from knowledge.answering.vocabulary import Vocabulary, choose_repairable, write_words
from knowledge.answering.wordlist import ChunkWords, WordList
from knowledge.model import Article
from knowledge.text import Stems, words

CHUNKS = "chunks"
_LIST, _ALL_WORDS, _DICTIONARY, _META = "chunks.json", "words.json", "dictionary.json", "meta.json"
_FEW = 1 / 50
"""The share of other words up to which a dictionary is taken over, and the others looked for in memory."""

GetTexts = Callable[[Article], list[str]]
"""Gives all that each passage of an article is found by."""


class Piece(Struct, frozen=True, array_like=True):
    """An article as it is indexed: analysed once, however often its chunk is written."""

    lines: list[str]
    """The stems of each passage."""
    words: str
    """All words, each once."""


class Source(Struct, frozen=True):
    """What a chunk was made of."""

    pieces: dict[str, Piece]
    """By the digests of the articles."""
    words: ChunkWords


class Written(Struct, frozen=True):
    """A chunk in a folder."""

    key: str
    passages: int
    segments: list[dict[str, msgspec.Raw]]
    """As tantivy describes them."""


class _Earlier(Struct, frozen=True):
    """What can be taken over."""

    folder: Path
    written: dict[str, Written]
    words: WordList


def write_segments(folder: Path, chunks: Sequence[Chunk], get_texts: GetTexts, like: Path | None) -> None:
    """Write the index of a corpus into a new folder; what it shares with another is taken over.

    Raises OSError, ValueError or MsgspecError where that cannot be done.
    """
    for name in (PASSAGES, CHUNKS, WORDS):
        (folder / name).mkdir()
    earlier = _read(like) if like else _Earlier(folder, {}, WordList())
    keys = {chunk.key for chunk in chunks}
    gone = [_read_source(earlier.folder, key) for key in earlier.written if key not in keys]
    known = {digest: piece for source in gone for digest, piece in source.pieces.items()}
    files = _list_by_segment(earlier.folder)
    stems: dict[str, Stems] = {}
    written: list[Written] = []
    come: list[ChunkWords] = []
    for chunk in chunks:
        same = earlier.written.get(chunk.key)
        if same:
            _take_over(earlier.folder, folder, same, files)
        else:
            same, said = _write_chunk(folder, chunk, _analyse(chunk, get_texts, known, stems))
            come.append(said)
        written.append(same)
    earlier.words.replace((source.words for source in gone), come)
    _join(folder, written)
    (folder / _ALL_WORDS).write_bytes(msgspec.json.encode(earlier.words))
    _write_words(folder, earlier.words.count_passages(), like)


def open_segments(folder: Path) -> Postings:
    """Open what was written into a folder, without reading it through."""
    written = msgspec.json.decode((folder / _LIST).read_bytes(), type=list[Written])
    counts = msgspec.json.decode((folder / COUNTS).read_bytes(), type=dict[str, int])
    searcher = tantivy.Index.open(str(folder / PASSAGES)).searcher()
    dictionary = msgspec.json.decode((folder / _DICTIONARY).read_bytes(), type=list[str])
    vocabulary = Vocabulary(counts, str(folder / WORDS), dictionary)
    return Postings(searcher, vocabulary, tuple(_find_firsts(written)))


def _find_firsts(written: Iterable[Written]) -> Iterator[int]:
    """Give, for each segment, the number of the first passage of its chunk."""
    first = 0
    for each in written:
        for _ in each.segments:
            yield first
        first += each.passages


def _read(folder: Path) -> _Earlier:
    written = msgspec.json.decode((folder / _LIST).read_bytes(), type=list[Written])
    said = msgspec.json.decode((folder / _ALL_WORDS).read_bytes(), type=WordList)
    return _Earlier(folder, {each.key: each for each in written}, said)


def _read_source(folder: Path, key: str) -> Source:
    try:
        data = zlib.decompress((folder / CHUNKS / key).read_bytes())
    except zlib.error as error:
        raise ValueError(f"{folder} holds a damaged chunk.") from error
    return msgspec.json.decode(data, type=Source)


def _list_by_segment(folder: Path) -> dict[str, list[str]]:
    """Give the names of the files of each segment."""
    files: dict[str, list[str]] = {}
    for name in os.listdir(folder / PASSAGES):  # noqa: PTH208  hundreds of them, of which only the names count
        files.setdefault(name.partition(".")[0], []).append(name)
    return files


def _take_over(old: Path, new: Path, same: Written, files: dict[str, list[str]]) -> None:
    """Put the files of a chunk into a new folder too; they never change."""
    for segment in same.segments:
        for name in files[_name_segment(segment)]:
            _link(old / PASSAGES / name, new / PASSAGES / name)
    _link(old / CHUNKS / same.key, new / CHUNKS / same.key)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # not every file system can
        shutil.copyfile(old, new)


def _name_segment(segment: dict[str, msgspec.Raw]) -> str:
    return msgspec.json.decode(segment["segment_id"], type=str).replace("-", "")


def _analyse(
    chunk: Chunk, get_texts: GetTexts, known: dict[str, Piece], stems: dict[str, Stems]
) -> dict[str, Piece]:
    """Give each article of a chunk as it is indexed."""
    pieces: dict[str, Piece] = {}
    for article, digest in zip(chunk.articles, chunk.digests, strict=True):
        if digest in known:
            pieces[digest] = known[digest]
            continue
        if article.language not in stems:
            stems[article.language] = Stems(article.language)
        stem = stems[article.language].__getitem__
        said = [words(text) for text in get_texts(article)]
        lines = [" ".join(map(stem, each)) for each in said]
        pieces[digest] = Piece(lines, " ".join({word for each in said for word in each}))
    return pieces


def _write_chunk(folder: Path, chunk: Chunk, pieces: dict[str, Piece]) -> tuple[Written, ChunkWords]:
    """Write what is looked up in a chunk, and what it was made of."""
    draft = folder / "draft"
    draft.mkdir()
    index = tantivy.Index(build_schema(), path=str(draft))
    lines = [line for digest in chunk.digests for line in pieces[digest].lines]
    writer = open_writer(index, sum(map(len, lines)))
    for number, line in enumerate(lines):
        writer.add_document(tantivy.Document(number=number, stems=line))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    stems = dict(index.searcher().terms_with_prefix("stems", ""))
    meta = msgspec.json.decode((draft / _META).read_bytes(), type=dict[str, msgspec.Raw])
    said: dict[str, set[str]] = {}
    for article, digest in zip(chunk.articles, chunk.digests, strict=True):
        said.setdefault(article.language, set()).update(pieces[digest].words.split())
    found = ChunkWords({language: list(each) for language, each in said.items()}, stems)
    source = msgspec.json.encode(Source(pieces, found))
    (folder / CHUNKS / chunk.key).write_bytes(zlib.compress(source, 1))
    segments = msgspec.json.decode(meta["segments"], type=list[dict[str, msgspec.Raw]])
    for name in os.listdir(draft):  # noqa: PTH208
        if name.partition(".")[0] in set(map(_name_segment, segments)):
            (draft / name).rename(folder / PASSAGES / name)
    shutil.rmtree(draft)
    return Written(chunk.key, len(lines), segments), found


def _join(folder: Path, written: list[Written]) -> None:
    """Make one index of the chunks that lie in a folder."""
    # An empty index says what belongs to every one: the schema, and how tantivy keeps things.
    tantivy.Index(build_schema(), path=str(folder / PASSAGES))
    meta = folder / PASSAGES / _META
    described = msgspec.json.decode(meta.read_bytes(), type=dict[str, msgspec.Raw])
    segments = [segment for each in written for segment in each.segments]
    described["segments"] = msgspec.Raw(msgspec.json.encode(segments))
    meta.write_bytes(msgspec.json.encode(described))
    (folder / _LIST).write_bytes(msgspec.json.encode(written))


def _write_words(folder: Path, counts: dict[str, int], like: Path | None) -> None:
    """Write the words that a mistyped one may mean; their dictionary is taken over where few are others."""
    repairable = choose_repairable(counts)
    (folder / COUNTS).write_bytes(msgspec.json.encode(repairable))
    if like:
        known = set(msgspec.json.decode((like / _DICTIONARY).read_bytes(), type=list[str]))
        if len(known ^ repairable.keys()) <= _FEW * len(known):
            _link(like / _DICTIONARY, folder / _DICTIONARY)
            for file in (like / WORDS).glob("[!.]*"):
                _link(file, folder / WORDS / file.name)
            return
    (folder / _DICTIONARY).write_bytes(msgspec.json.encode(list(repairable)))
    write_words(repairable, str(folder / WORDS))
