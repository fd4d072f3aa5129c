"""Which corpora are kept? The last ones, each as lines; an article that did not change is kept once."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from hashlib import sha256

import aiosqlite
import msgspec
from msgspec import Struct

from knowledge.errors import StoreError, StoreTooNewError
from knowledge.model import Corpus
from knowledge.store._canonical import Head, hash_lines, read_lines, write_lines
from knowledge.store.rules import MOST_CORPORA
from knowledge.store.sqlite._connection import Connection, read_row
from knowledge.store.sqlite._failures import describe_damage

_KEPT = "SELECT id AS corpus_id, published_at, fingerprint FROM corpus ORDER BY number DESC LIMIT ?"
# Outer joins: a line or body that got lost shows as NULL; the corpus is then damaged, not unknown.
_LOAD = """
    SELECT bytes FROM corpus LEFT JOIN line ON line.corpus = number LEFT JOIN body ON hash = body
    WHERE id = ? ORDER BY position
"""
# Ids come as one JSON list.
_KEEP_ONLY = "DELETE FROM corpus WHERE id NOT IN (SELECT value FROM json_each(?))"
_ADD_CORPUS = "INSERT INTO corpus (id, published_at, fingerprint) VALUES (?, ?, ?)"
# A body that is there already is compared, so that publishing an article again heals a damaged one.
_ADD_BODY = """
    INSERT INTO body (hash, bytes) VALUES (?, ?)
    ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes
"""
_ADD_LINE = "INSERT INTO line (corpus, position, body) VALUES ((SELECT max(number) FROM corpus), ?, ?)"
_ADD_READING = "INSERT INTO reading (corpus, bytes) VALUES ((SELECT max(number) FROM corpus), ?)"
_RECALL = "SELECT bytes FROM reading JOIN corpus ON corpus = number WHERE id = ?"
_PRUNE_BODIES = "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM line WHERE line.body = body.hash)"


class SQLiteCorpora:
    """The embedded `Corpora`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get_head(self) -> Head | None:
        """Return what is served; None where nothing was ever published."""
        return next(iter(await self.find_kept()), None)

    async def find_kept(self) -> tuple[Head, ...]:
        """Return what can be loaded, newest first."""
        return await self._connection.fetch(Head, _KEPT, MOST_CORPORA)

    async def load(self, corpus_id: str) -> Corpus:
        """Return a kept corpus, after its SHA-256 was computed anew over the stored bytes."""
        lines = [row["bytes"] for row in await self._connection.fetch_rows(_LOAD, corpus_id)]
        if not lines:
            raise StoreError(
                f"The store {self._connection.file} does not keep the corpus {corpus_id[:12]}.",
                "Choose one of the last three, or reload from the articles folder.",
            )
        return await asyncio.to_thread(self._verify, corpus_id, lines)

    async def recall(self, corpus_id: str) -> bytes:
        """Return what was to be recollected with a corpus; nothing where nothing was."""
        return await self._connection.fetch_value(bytes, _RECALL, corpus_id) or b""

    def _verify(self, corpus_id: str, lines: list[bytes | None]) -> Corpus:
        file = self._connection.file
        whole = [line for line in lines if isinstance(line, bytes)]
        if len(whole) < len(lines) or hash_lines(whole) != corpus_id:
            raise describe_damage(file, f"the corpus {corpus_id[:12]} is not what was published")
        try:
            return read_lines(whole)
        except msgspec.DecodeError as error:
            # The bytes are as they were written, so it was another version that wrote them.
            raise StoreTooNewError(
                f"The store {file} holds articles in a form that this version does not know: {error}.",
                "Update talksbot, or reload from the articles folder.",
            ) from error


class Bodies(Struct, frozen=True):
    """A corpus as it is kept: its id, and its lines, each with its own hash."""

    corpus_id: str
    lines: tuple[tuple[str, bytes], ...]


def split_corpus(corpus: Corpus) -> Bodies:
    """Split a corpus into lines; it hashes each of them, so not on the event loop."""
    lines = write_lines(corpus)
    return Bodies(hash_lines(lines), tuple((sha256(line).hexdigest(), line) for line in lines))


async def find_heads(connection: aiosqlite.Connection) -> tuple[Head, ...]:
    """Return the kept corpora inside a transaction, newest first."""
    rows: Sequence[sqlite3.Row] = list(await connection.execute_fetchall(_KEPT, (MOST_CORPORA,)))
    return tuple(read_row(row, Head) for row in rows)


async def add_corpus(connection: aiosqlite.Connection, bodies: Bodies, kept: Sequence[Head]) -> None:
    """Add a corpus, inside a transaction, as the first of those that are kept; all others are forgotten."""
    head, *others = kept
    await connection.execute(_KEEP_ONLY, (json.dumps([each.corpus_id for each in others]),))
    await connection.execute(_ADD_CORPUS, (head.corpus_id, head.published_at.isoformat(), head.fingerprint))
    await connection.executemany(_ADD_BODY, bodies.lines)
    await connection.executemany(_ADD_LINE, list(enumerate(address for address, _ in bodies.lines)))
    await connection.execute(_PRUNE_BODIES)


async def add_recollection(connection: aiosqlite.Connection, recollection: bytes) -> None:
    """Keep, inside a transaction, what is to be recollected with the corpus that was added last."""
    if recollection:
        await connection.execute(_ADD_READING, (recollection,))


async def forget_others(connection: aiosqlite.Connection, kept: Sequence[Head]) -> None:
    """Forget all corpora but these, inside a transaction."""
    await connection.execute(_KEEP_ONLY, (json.dumps([each.corpus_id for each in kept]),))
    await connection.execute(_PRUNE_BODIES)
