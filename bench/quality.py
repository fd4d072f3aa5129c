"""How good are the answers beside the peers'? All on the same public questions, in one run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.datasets import load
from bench.measures import Measures, evaluate
from bench.report import Figure, markdown
from bench.retrievers import OWN_PEERS, Make, talksbot

OURS = "**talksbot**"

LIMITS = {"squad": 1_500, "squad_ooc": 1_500}
"""How many questions are asked of a set; of the others all."""

_FLOORS = {
    "squad_ooc": (0.865, 0.855),
    "xquad_ooc.en": (0.958, 0.950),
    "xquad_ooc.ru": (0.944, 0.929),
    "covidfaq": (0.54, 0.52),
}
"""The least success at 1, as asked and with typing errors."""
_FALSE_AT_90 = {"squad_ooc": 0.05}
"""The most unanswerable questions answered where 90 % of the others are."""

SETS = tuple(_FLOORS)


def measure(
    folder: Path,
    names: Sequence[str] = SETS,
    brought: Mapping[str, Make] | None = None,
    most: int | None = None,
) -> tuple[str, list[Figure]]:
    """Give a table of all retrievers on all sets, and the figures that are asked of ours.

    `most` questions are drawn of each set, always the same; without it, as many as `LIMITS` says.
    """
    makers: dict[str, Make] = {OURS: talksbot, **OWN_PEERS, **(brought or {})}
    rows: list[tuple[str, ...]] = []
    figures: list[Figure] = []
    for name in names:
        given = load(folder, name)
        questions = given.sample(most or LIMITS.get(name))
        texts = [f"{title}\n{text}" if title else text for title, text in given.passages]
        for who, make in makers.items():
            search = make(texts, given.language)
            clean = evaluate(questions, search, typing_errors=False)
            typed = evaluate(questions, search, typing_errors=True)
            rows.append(_row(name, who, clean, typed))
            if who == OURS:
                figures += _asked(name, clean, typed)
    return markdown(_HEADERS, rows), figures


_HEADERS = ("set", "retriever", "s@1", "s@1 mistyped", "s@3", "MRR", "AUROC", "false at 90 %")


def _row(name: str, who: str, clean: Measures, typed: Measures) -> tuple[str, ...]:
    values = (
        clean.success_at_1, typed.success_at_1, clean.success_at_3,
        clean.reciprocal_rank, clean.auroc, clean.false_at_90,
    )  # fmt: skip
    return name, who, *(f"{value:.3f}" for value in values)


def _asked(name: str, clean: Measures, typed: Measures) -> list[Figure]:
    least, least_typed = _FLOORS.get(name, (None, None))
    # The floors have three digits, so the figures are compared with as many.
    return [
        Figure(f"{name}: first passage right", round(clean.success_at_1, 3), least=least),
        Figure(f"{name}: the same, mistyped", round(typed.success_at_1, 3), least=least_typed),
        Figure(f"{name}: false answers at 90 % answered", clean.false_at_90, most=_FALSE_AT_90.get(name)),
    ]
