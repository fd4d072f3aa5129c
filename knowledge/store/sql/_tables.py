"""Of which tables does a store consist? With their columns, so that all of it can be copied and compared."""

from typing import Final

from msgspec import Struct


class Table(Struct, frozen=True):
    """One kind of thing that is kept."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    """The columns that tell its rows apart."""
    is_numbered: bool = False
    """Whether the database numbers its rows, and gives no number twice."""
    is_large: bool = False
    """Whether it holds much in few rows, whose key is one text."""


def _table(columns: str, key: str = "", **traits: bool) -> tuple[str, str, dict[str, bool]]:
    """Describe a table, whose key is its first column unless another is given."""
    return columns, key, traits


_TABLES: Final = {
    "corpus": _table("number id published_at fingerprint", is_numbered=True),
    "body": _table("hash bytes", is_large=True),
    "line": _table("corpus position body", "corpus position"),
    "reading": _table("corpus bytes"),
    "fact": _table("key value"),
    "vector": _table("key model bytes", "key model", is_large=True),
    "bulletin": _table("number body", is_numbered=True),
    "subscription": _table("number topic channel user guild edits paused", is_numbered=True),
    "waiting": _table("number user question after", is_numbered=True),
    "reader": _table("user seen"),
    "digest": _table("guild channel hour zone weekday last after"),
    "asked": _table("guild about times", "guild about"),
    "outbox": _table(
        "number nonce kind body channel user guild subscription topic state not_before begun tries message "
        "done_at bulletin joined",
        is_numbered=True,
    ),
    "told": _table("subscription topic fact", "subscription topic"),
    "source": _table("name spec paused state"),
    "document": _table("number source identity body removed", is_numbered=True),
    "content": _table("sha256 bytes", is_large=True),
    "version": _table("document sha256", "document sha256"),
    "proposal": _table("key body made_at"),
    "server": _table("guild preferences"),
    "board": _table("guild channel message shown"),
    "inquiry": _table("number guild key question earlier verdict times first_at last_at ignored"),
    "vote": _table("user key guild helpful day", "user key"),
    "tally": _table("day guild verdict times", "day guild verdict"),
    "alias": _table("number word name", is_numbered=True),
    "curated_answer": _table("number question path passage", is_numbered=True),
}

TABLES: Final = tuple(
    Table(name, tuple(columns.split()), tuple((key or columns.split()[0]).split()), **traits)
    for name, (columns, key, traits) in _TABLES.items()
)
"""In such an order that each refers to those before it alone."""
