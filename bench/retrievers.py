"""Who is measured? The product through its own index, two peers of its kind, and others that a file brings.

All are made from texts (title, line break, passage) and a language, and are asked in the same way.
"""

import importlib
import inspect
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import tantivy

from bench.asking import read
from bench.mistyping import STOP_WORDS
from knowledge.answering.index import PassageIndex
from knowledge.answering.retrieval import Retriever
from knowledge.answering.thresholds import Thresholds
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.semantic import Model, Reranker
from knowledge.semantic.reader import Reader

_WORD = re.compile(r"\w+")
_TANTIVY_BYTES = 64_000_000
_TANTIVY_STEMMERS = {"en": "english", "ru": "russian", "de": "german", "fr": "french", "es": "spanish"}


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the passages found, best first, and how sure the retriever is of the first."""

    numbers: tuple[int, ...]
    confidence: float


NOTHING = Found((), float("-inf"))

Search: TypeAlias = Callable[[str, int], Found]
"""Finds at most so many passages for a question."""
Make: TypeAlias = Callable[[Sequence[str], str], Search]
"""Indexes texts of a language."""


def corpus(texts: Sequence[str], language: str) -> Corpus:
    """Make each text an article of one passage, its first line the title where it has several."""
    articles: list[Article] = []
    for number, text in enumerate(texts):
        title, _, body = text.partition("\n")
        passage = Passage(body or title, Kind.PARAGRAPH, (), (1, 1))
        articles.append(Article(str(number), title if body else "", language, (passage,)))
    return Corpus(tuple(articles))


def talksbot(
    texts: Sequence[str], language: str, *, model: Model | None = None, reader: Reader | None = None
) -> Search:
    """Make the product's own index and retriever, with a model and a reader where they are given."""
    index = PassageIndex(corpus(texts, language))
    reranker = _reranker(model, index) if model else None
    retriever = Retriever(index, Thresholds(), reranker, reader)

    def search(question: str, most: int) -> Found:
        hits = retriever.search(read(question), most)
        return Found(tuple(int(hit.article.path) for hit in hits), hits[0].score) if hits else NOTHING

    return search


def _reranker(model: Model, index: PassageIndex) -> Reranker:
    wanted = model.texts_to_encode(index.entries)
    return model.reranker(index.entries, {key: model.encode(each) for key, each in wanted.items()})


def fts5(texts: Sequence[str], _: str, *, all_words: bool = False) -> Search:
    """Make SQLite's full-text search with its `porter` stemmer, which knows English only."""
    table = sqlite3.connect(":memory:")
    table.execute("create virtual table passage using fts5(text, tokenize='porter unicode61')")
    table.executemany("insert into passage(rowid, text) values (?, ?)", enumerate(texts))
    table.execute("insert into passage(passage) values ('optimize')")
    table.commit()
    ranked = (
        "select rowid, -bm25(passage) as score from passage where passage match ? order by score desc limit ?"
    )

    def search(question: str, most: int) -> Found:
        wanted = _WORD.findall(question.lower()) if all_words else _content(question)
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(wanted))
        return _found(table.execute(ranked, (asked, most)).fetchall()) if asked else NOTHING

    return search


def raw_tantivy(texts: Sequence[str], language: str) -> Search:
    """Make a tantivy index as its documentation would: its own tokenizer and stemmer."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    if language in _TANTIVY_STEMMERS:
        analyzer = analyzer.filter(tantivy.Filter.stemmer(_TANTIVY_STEMMERS[language]))
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="stems")
    index = tantivy.Index(builder.build())
    index.register_tokenizer("stems", analyzer.build())
    writer = index.writer(_TANTIVY_BYTES, 1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str, most: int) -> Found:
        asked = " ".join(dict.fromkeys(_content(question)))
        if not asked:
            return NOTHING
        hits = searcher.search(index.parse_query(asked, ["text"]), most).hits
        return _found([(searcher.doc(address)["number"][0], score) for score, address in hits])

    return search


OWN_PEERS: dict[str, Make] = {
    "SQLite FTS5 (porter)": partial(fts5, all_words=True),
    "SQLite FTS5 (porter), stop words out": fts5,
    "tantivy (its stemmer)": raw_tantivy,
}


def brought(spec: str) -> dict[str, Make]:
    """Take further peers from a Python file, given as `FILE.py:NAME,NAME`.

    Each name is a function of the texts, and of `language` where it takes that, and gives an object with
    `search(question, most) -> [(number, score)]` and perhaps `confidence(question, results)`.
    """
    file, _, names = spec.rpartition(":")
    path = Path(file).resolve()
    sys.path.insert(0, str(path.parent))
    module = importlib.import_module(path.stem)
    return {name: partial(_brought, getattr(module, name)) for name in names.split(",")}


def _brought(factory: Callable[..., Any], texts: Sequence[str], language: str) -> Search:
    takes_language = "language" in inspect.signature(factory).parameters
    peer = factory(list(texts), language=language) if takes_language else factory(list(texts))

    def search(question: str, most: int) -> Found:
        results: list[tuple[int, float]] = peer.search(question, most)
        found = _found(results)
        if not results or not hasattr(peer, "confidence"):
            return found
        return Found(found.numbers, peer.confidence(question, results))

    return search


def _found(results: Sequence[tuple[int, float]]) -> Found:
    return Found(tuple(number for number, _ in results), results[0][1]) if results else NOTHING


def _content(question: str) -> list[str]:
    """Give a question's words less the stop words; all of them if nothing else is left."""
    words = _WORD.findall(question.lower())
    return [word for word in words if word not in STOP_WORDS] or words
