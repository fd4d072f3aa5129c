"""Which plural does a count take? The rules of the CLDR, for whole numbers; pure."""

import re
from collections.abc import Iterable
from itertools import repeat
from typing import Annotated, TypeAlias

from msgspec import Meta

_RELATION = re.compile(r"n(?: % (?P<divisor>\d+))? (?P<sign>!?=) (?P<first>\d+)(?:\.\.(?P<last>\d+))?")
_ANY_RELATION = r"n( % [1-9]\d*)? !?= \d+(\.\.\d+)?"

Rule: TypeAlias = Annotated[str, Meta(pattern=rf"^{_ANY_RELATION}( (and|or) {_ANY_RELATION})*$")]
"""Such as "n % 10 = 2..4 and n % 100 != 12..14"; "and" binds more closely than "or"."""


OTHER = "other"
"""The plural of all counts that no rule fits."""


def choose_plural(rules: Iterable[tuple[str, str]], count: int) -> str:
    """Choose the plural of a count among those with their rules: "one" apple, "other" apples."""
    return next((category for category, rule in rules if _fits(rule, count)), OTHER)


def _fits(rule: str, count: int) -> bool:
    return any(all(map(_holds, _RELATION.finditer(either), repeat(count))) for either in rule.split(" or "))


def _holds(relation: re.Match[str], count: int) -> bool:
    number = count % int(relation["divisor"]) if relation["divisor"] else count
    inside = int(relation["first"]) <= number <= int(relation["last"] or relation["first"])
    return inside == (relation["sign"] == "=")
