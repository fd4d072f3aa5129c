"""In which order do the claims about one topic follow? By the days that they name, unless a newer differs.

A board says how things stand on its article's day, whatever day a row names: where an older article said
something else for a later day, that row is news of its article's day. An article that states a topic more
than once tells its history, and each of its rows stands on its own day.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from knowledge.model import Claim
from knowledge.statuses.sameness import identify


def put_in_order(claims: Sequence[Claim]) -> list[Claim]:
    """Sort the claims about a topic by the day on which each counts; they are given oldest first."""
    if not any(claim.since for claim in claims):
        return list(claims)
    told = Counter((claim.article.path, claim.article.dated) for claim in claims)
    latest = _Latest()
    ordered: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: claim.article.dated):
        status = identify(claim.status)
        is_board = told[claim.article.path, claim.article.dated] == 1
        if claim.since and is_board and latest.of_others(status) > claim.since:
            claim = replace(claim, since=None)
        latest.take(status, claim.on)
        ordered.append(claim)
    place = {(claim.article.path, claim.passage): number for number, claim in enumerate(claims)}
    return sorted(ordered, key=lambda claim: (claim.on, place[claim.article.path, claim.passage]))


class _Latest:
    """The latest day for which anything was said, and that for anything else."""

    def __init__(self) -> None:
        self._status, self._day = "", date.min
        self._other = date.min

    def take(self, status: str, day: date) -> None:
        """Note what was said for a day."""
        if status == self._status:
            self._day = max(self._day, day)
        elif day >= self._day:
            self._status, self._day, self._other = status, day, self._day
        else:
            self._other = max(self._other, day)

    def of_others(self, status: str) -> date:
        """Give the latest day for which another status was said."""
        return self._other if status == self._status else self._day
