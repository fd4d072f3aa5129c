"""Which corpora are kept? The last ones, each as lines; an article that did not change is kept once."""

import asyncio
import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from operator import attrgetter

import msgspec
from msgspec import Struct

from knowledge.each_article import EachArticle
from knowledge.errors import StoreDamagedError, StoreError, StoreTooNewError
from knowledge.model import Article, Corpus
from knowledge.store._canonical import First, Head, find_first, hash_lines, identify, read_lines, write_line
from knowledge.store.rules import MOST_CORPORA
from knowledge.store.sql._connection import Connection, Transaction

KEPT_CORPORA = "SELECT id AS corpus_id, published_at, fingerprint FROM corpus ORDER BY number DESC LIMIT ?"
# Outer joins: a line or body that got lost shows as NULL; the corpus is then damaged, not unknown.
LOAD_CORPUS = """
    SELECT body, bytes FROM corpus LEFT JOIN line ON line.corpus = number LEFT JOIN body ON hash = body
    WHERE id = ? ORDER BY position
"""
# Ids come as one JSON list.
_KEEP_ONLY = "DELETE FROM corpus WHERE id NOT IN (SELECT value FROM json_each(?))"
_ADD_CORPUS = "INSERT INTO corpus (id, published_at, fingerprint) VALUES (?, ?, ?)"
# A body that is there already is compared, so that publishing an article again heals a damaged one.
_ADD_BODY = """
    INSERT INTO body (hash, bytes) VALUES (?, ?)
    ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes WHERE body.bytes <> excluded.bytes
"""
_ADD_LINE = "INSERT INTO line (corpus, position, body) VALUES ((SELECT max(number) FROM corpus), ?, ?)"
_ADD_READING = "INSERT INTO reading (corpus, bytes) VALUES ((SELECT max(number) FROM corpus), ?)"
_RECALL = "SELECT bytes FROM reading JOIN corpus ON corpus = number WHERE id = ?"
_PRUNE_BODIES = "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM line WHERE line.body = body.hash)"


class SQLCorpora:
    """Keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sound: frozenset[str] = frozenset()
        """The hashes of bodies that this process knows to be kept whole: it need not write them again."""

    async def get_head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        # One row by its key: each process asks it again and again.
        return next(iter(await self._connection.fetch(Head, KEPT_CORPORA, 1)), None)

    async def find_kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, newest first."""
        return await self._connection.fetch(Head, KEPT_CORPORA, MOST_CORPORA)

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus, after its SHA-256 was computed anew over the stored bytes."""
        rows = await self._connection.fetch_rows(LOAD_CORPUS, corpus_id)
        if not rows:
            raise StoreError(
                f"The store {self._connection.place} does not keep the corpus {corpus_id[:12]}.",
                "Choose one of the last three, or reload from the articles folder.",
            )
        corpus = await asyncio.to_thread(
            read_corpus, self._connection.place, corpus_id, [row["bytes"] for row in rows]
        )
        self.sound = frozenset(row["body"] for row in rows)
        return corpus

    async def recall(self, corpus_id: str) -> bytes:
        """Return what was to be recollected with a corpus; nothing where nothing was."""
        return await self._connection.fetch_value(bytes, _RECALL, corpus_id) or b""


def read_corpus(place: str, corpus_id: str, lines: Sequence[object]) -> Corpus:
    """Read a corpus from the lines that a store keeps of it; not on the event loop.

    Raises `StoreDamagedError` unless they are to the byte what was published.
    """
    whole = [line for line in lines if isinstance(line, bytes)]
    if len(whole) < len(lines) or hash_lines(whole) != corpus_id:
        raise StoreDamagedError(
            f"The store {place} is damaged: the corpus {corpus_id[:12]} is not what was published.",
            "Reload: what the articles hold is written anew. Or restore a backup.",
        )
    try:
        return read_lines(whole)
    except msgspec.DecodeError as error:
        # The bytes are as they were written, so it was another version that wrote them.
        raise StoreTooNewError(
            f"The store {place} holds articles in a form that this version does not know: {error}.",
            "Update talksbot, or reload from the articles folder.",
        ) from error


class Bodies(Struct, frozen=True):
    """A corpus as it is kept."""

    corpus_id: str
    addresses: tuple[str, ...]
    """The hash of each of its lines."""
    new: tuple[tuple[str, bytes], ...]
    """The lines that are not known to be kept, each with its hash."""


class Splitter:
    """Splits one corpus after the other into lines; an article that did not change is hashed once."""

    def __init__(self) -> None:
        self._hashes = EachArticle(_hash)

    def split(self, corpus: Corpus, sound: AbstractSet[str], corpus_id: str | None) -> Bodies:
        """Split a corpus, of which the `sound` lines are kept whole; not on the event loop.

        Where its id is given, what did not change is not even written as a line.
        """
        articles = sorted(corpus.articles, key=attrgetter("path"))
        hashes = self._hashes.of(articles)
        first = find_first(corpus)
        lines = [(_hash(first), first), *zip(hashes, articles, strict=True)]
        return Bodies(
            corpus_id or identify(corpus),
            tuple(address for address, _ in lines),
            tuple((address, write_line(each)) for address, each in lines if address not in sound),
        )


def _hash(part: Article | First) -> str:
    return sha256(write_line(part)).hexdigest()


async def find_heads(transaction: Transaction) -> tuple[Head, ...]:
    """Return the kept corpora inside a transaction, newest first."""
    return await transaction.fetch(Head, KEPT_CORPORA, MOST_CORPORA)


async def add_corpus(transaction: Transaction, bodies: Bodies, kept: Sequence[Head]) -> None:
    """Add a corpus, inside a transaction, as the first of those that are kept; all others are forgotten."""
    head, *others = kept
    await transaction.change(_KEEP_ONLY, json.dumps([each.corpus_id for each in others]))
    await transaction.change(_ADD_CORPUS, head.corpus_id, head.published_at.isoformat(), head.fingerprint)
    await transaction.change_each(_ADD_BODY, bodies.new)
    await transaction.change_each(_ADD_LINE, list(enumerate(bodies.addresses)))
    await transaction.change(_PRUNE_BODIES)


async def add_recollection(transaction: Transaction, recollection: bytes) -> None:
    """Keep, inside a transaction, what is to be recollected with the corpus that was added last."""
    if recollection:
        await transaction.change(_ADD_READING, recollection)


async def forget_others(transaction: Transaction, kept: Sequence[Head]) -> None:
    """Forget all corpora but these, inside a transaction."""
    await transaction.change(_KEEP_ONLY, json.dumps([each.corpus_id for each in kept]))
    await transaction.change(_PRUNE_BODIES)
