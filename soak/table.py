"""How is it told? As rows of the table in docs/reliability.md, one for each trial."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from soak.trial import Outcome, Trial

DOCUMENT = Path(__file__).parent.parent / "docs" / "reliability.md"
HEAD = "| trial | faults | tried | survived | lost | figures |\n| --- | --- | --- | --- | --- | --- |\n"
_ROWS = re.compile(re.escape(HEAD) + r"((?:\|.*\n)*)")
_NOT_RUN = "– | – | – | not run yet"


def make_row(trial: Trial, outcome: Outcome | None = None) -> str:
    """Make the row of a trial, with what came of it where that is known."""
    told = _NOT_RUN
    if outcome:
        counts = f"{outcome.tried:,} | {outcome.survived:,} | {outcome.lost:,}"
        told = f"{counts} | {'; '.join(outcome.figures)}"
    return f"| {trial.name} | {trial.about} | {told} |"


def read_rows(document: str) -> dict[str, str]:
    """Give the rows of the table, by the names of the trials."""
    found = _ROWS.search(document)
    rows = found[1].splitlines() if found else []
    return {row.split("|")[1].strip(): row for row in rows}


def renew(document: str, trials: Iterable[Trial], outcomes: Mapping[str, Outcome]) -> str:
    """Put what came of trials into the table; each trial has a row there then, and nothing else has one."""
    known = read_rows(document)
    rows = {
        trial.name: make_row(trial, outcomes.get(trial.name))
        if trial.name in outcomes or f"| {trial.about} |" not in known.get(trial.name, "")
        else known[trial.name]
        for trial in trials
    }
    ordered = sorted(rows, key=lambda name: (name[0] != "R", int(re.sub(r"\D", "", name)), name))
    table = HEAD + "".join(f"{rows[name]}\n" for name in ordered)
    return _ROWS.sub(lambda _: table, document, count=1)
