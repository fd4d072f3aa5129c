"""How good are the results? Success, reciprocal rank, and how well confidence tells what is answerable."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bench.datasets import Question
from bench.mistyping import mistyped
from bench.retrievers import Search

_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Measures:
    """What a retriever reaches on a set; each a share from 0 to 1, NaN where the set cannot tell."""

    success_at_1: float
    """Of the answerable questions, those whose first passage is right."""
    success_at_3: float
    reciprocal_rank: float
    auroc: float
    """The chance that an answerable question is trusted more than an unanswerable one."""
    false_at_90: float
    """Unanswerable questions answered where 90 % of the answerable ones are."""


def evaluate(questions: Sequence[Question], retriever: Search, *, typing_errors: bool) -> Measures:
    """Ask all questions, as they are or mistyped."""
    ranks: list[int | None] = []
    trusted: list[tuple[float, bool]] = []
    for question in questions:
        found = retriever(mistyped(question.text) if typing_errors else question.text, _DEPTH)
        trusted.append((found.confidence, bool(question.right)))
        if question.right:
            places = (place for place, number in enumerate(found.numbers, 1) if number in question.right)
            ranks.append(next(places, None))
    return Measures(
        _share([rank == 1 for rank in ranks]),
        _share([rank is not None and rank <= 3 for rank in ranks]),
        _share([1 / rank if rank else 0 for rank in ranks]),
        auroc(trusted),
        false_answers(trusted),
    )


def auroc(trusted: Sequence[tuple[float, bool]]) -> float:
    """Give the area under the ROC curve of (confidence, answerable) pairs; ties count half."""
    answerable = sum(is_so for _, is_so in trusted)
    others = len(trusted) - answerable
    if not answerable or not others:
        return math.nan
    below, ranks = 0, 0.0
    for _, tied in groupby(sorted(trusted), key=lambda pair: pair[0]):
        same = [is_so for _, is_so in tied]
        ranks += sum(same) * (2 * below + len(same) + 1) / 2
        below += len(same)
    return (ranks - answerable * (answerable + 1) / 2) / (answerable * others)


def false_answers(trusted: Sequence[tuple[float, bool]], answered: float = 0.9) -> float:
    """Give the share of unanswerable questions answered once so many of the answerable ones are."""
    answerable = sum(is_so for _, is_so in trusted)
    others = len(trusted) - answerable
    if not answerable or not others:
        return math.nan
    right = wrong = 0
    for _, tied in groupby(sorted(trusted, reverse=True), key=lambda pair: pair[0]):
        same = [is_so for _, is_so in tied]
        right, wrong = right + sum(same), wrong + len(same) - sum(same)
        if right >= answered * answerable:
            break
    return wrong / others


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
