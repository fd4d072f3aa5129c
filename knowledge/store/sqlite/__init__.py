"""How is it kept on one machine? In one SQLite file, written by one connection of one process.

All SQL is in here. `_store` opens the store and does what spans several tables; `_corpora`, `_feed`,
`_subscriptions`, `_questions`, `_inquiries`, `_digests`, `_servers`, `_outbox`, `_vectors` and `_facts` keep
one noun each, `_personal` finds what is kept of a user. Below them: `_connection` (one connection, one
transaction at a time), `_database` (the file: opened, checked, brought to the newest `schema`), `_lock` (one
process at a time writes), `_failures` (what disk and database complain about, as errors with their cure),
`_copies` (how a file is copied beside whoever writes). `_backup` is for stores that nobody has open.
"""

from knowledge.store.sqlite._backup import Holding, Restored, back_up_store, restore_store
from knowledge.store.sqlite._database import read_schema
from knowledge.store.sqlite._store import SQLiteStore, open_memory, open_store

__all__ = [
    "Holding",
    "Restored",
    "SQLiteStore",
    "back_up_store",
    "open_memory",
    "open_store",
    "read_schema",
    "restore_store",
]
