"""What is the same in every database that speaks SQL? All that is kept, and how: `SQLStore`.

`_store` does what spans several tables; each of the others keeps one noun, and `_personal` finds what is kept
of a user. `_connection` says what a database must be able to do for them, and in which SQL it is spoken to.
"""

from knowledge.store.sql._connection import Connection, Row, Transaction, Value, read_row
from knowledge.store.sql._corpora import KEPT_CORPORA, LOAD_CORPUS, read_corpus
from knowledge.store.sql._store import SQLStore
from knowledge.store.sql._tables import TABLES

__all__ = [
    "KEPT_CORPORA",
    "LOAD_CORPUS",
    "TABLES",
    "Connection",
    "Row",
    "SQLStore",
    "Transaction",
    "Value",
    "read_corpus",
    "read_row",
]
