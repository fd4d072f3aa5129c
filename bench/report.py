"""How is a figure shown? Beside what was asked of it, in one Markdown table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, and the most or the least that was asked of it; neither where it only informs."""

    what: str
    value: float
    """NaN where this machine cannot tell."""
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether what was asked is reached."""
        too_much = self.most is not None and self.value > self.most
        too_little = self.least is not None and self.value < self.least
        return not (too_much or too_little)

    @property
    def asked(self) -> str:
        """What was asked, in words."""
        if self.most is not None:
            return f"≤ {_number(self.most)} {self.unit}".strip()
        return "" if self.least is None else f"≥ {_number(self.least)} {self.unit}".strip()


def table(figures: Sequence[Figure]) -> str:
    """Show all figures; a missed one is marked."""
    rows = [
        (
            figure.what,
            # One that is just missed must not look as if it were reached.
            f"{_number(figure.value, 3 if figure.holds else 5)} {figure.unit}".strip(),
            figure.asked + ("" if figure.holds else " **missed**"),
        )
        for figure in figures
    ]
    return markdown(("what", "measured", "asked"), rows)


def markdown(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie: .5 is the median."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _number(value: float, digits: int = 3) -> str:
    if math.isnan(value):
        return "not known here"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"
