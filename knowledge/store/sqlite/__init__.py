"""How is it kept on one machine? In one SQLite file, written by one connection of one process.

What it keeps, and how, `knowledge.store.sql` says; here is what SQLite alone needs: `_opening`, `_connection`
(the only one), `_database` (the file: opened, checked, brought to the newest
`schema`), `_lock` (one process at a time writes), `_failures` (what disk and database complain about, as
errors with their cure), `_copies` (how a file is copied beside whoever writes). `_backup` is for stores that
nobody has open.
"""

from knowledge.store.sqlite._backup import Holding, Restored, back_up_store, restore_store
from knowledge.store.sqlite._database import FILE, read_schema
from knowledge.store.sqlite._opening import open_memory, open_store

__all__ = [
    "FILE",
    "Holding",
    "Restored",
    "back_up_store",
    "open_memory",
    "open_store",
    "read_schema",
    "restore_store",
]
