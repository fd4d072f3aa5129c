"""How does PostgreSQL say what the parts of a store say? With other marks, and another word for lists."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import count

from knowledge.store.sql import Value

_MARK = re.compile(r"\?")
_LIST = re.compile(r"\bjson_each\((\$\d+)\)")
_INDEX = re.compile(r"\bINDEXED BY \w+")
_USER = re.compile(r"\buser\b")


def encode(values: Sequence[Value]) -> Sequence[Value]:
    """Give values as PostgreSQL takes them: no text of it holds a NUL."""
    return [
        each.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(each, str) else each for each in values
    ]


@cache
def translate(sql: str) -> str:
    """Translate a query of `knowledge.store.sql`.

    Values are numbered; `json_each` becomes a function that names its column alike; `user`, which would mean
    who is connected, is quoted; which index helps, PostgreSQL finds out by itself.
    """
    numbers = count(1)
    sql = _MARK.sub(lambda _: f"${next(numbers)}", sql)
    sql = _LIST.sub(r"jsonb_array_elements_text(CAST(\1 AS JSONB))", sql)
    return _USER.sub('"user"', _INDEX.sub("", sql))
