"""Do the documents on reliability and security say what there is?"""

import re
from pathlib import Path

import pytest

from soak.table import DOCUMENT, HEAD, make_row, read_rows, renew
from soak.trial import Outcome, Trial
from soak.trials import TRIALS

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ALERT = re.compile(r"alert: (\w+)")


async def _nothing(_: int, __: Path) -> Outcome:
    return Outcome(1, 1, 0)


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_each_trial_has_its_row(trial: Trial) -> None:
    # `python -m soak --write` puts it there.
    assert f"| {trial.name} | {trial.about} |" in read_rows(DOCUMENT.read_text("utf-8"))[trial.name]


def test_each_row_has_its_trial() -> None:
    assert {*read_rows(DOCUMENT.read_text("utf-8"))} == {trial.name for trial in TRIALS}


@pytest.mark.parametrize("document", ["docs/reliability.md", "SECURITY.md"])
def test_each_test_that_is_named_is_there(document: str) -> None:
    named = NAMED.findall((ROOT / document).read_text("utf-8"))
    assert named
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or re.search(rf"def {test}\(", (ROOT / file).read_text("utf-8")), f"{file}::{test}"


def test_the_runbook_has_a_section_for_each_alert() -> None:
    alerts = ALERT.findall((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text("utf-8"))
    told = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [alert for alert in alerts if f"### {alert}\n" not in told] == []


def test_what_came_of_a_trial_takes_the_place_of_its_row_and_leaves_the_others() -> None:
    first, second = (Trial(name, f"about {name}", _nothing, 1, 1) for name in ("R2", "R10"))
    before = f"Above\n\n{HEAD}{make_row(first, Outcome(5, 5, 0))}\n| R3 | gone | 1 | 1 | 0 | |\n\nBelow\n"
    after = renew(before, (second, first), {"R10": Outcome(1_000, 999, 1, ("p99 3 ms", "4 MB"))})
    rows = "| R2 | about R2 | 5 | 5 | 0 |  |\n| R10 | about R10 | 1,000 | 999 | 1 | p99 3 ms; 4 MB |\n"
    assert after == f"Above\n\n{HEAD}{rows}\nBelow\n"
    assert renew(after, (first, second), {}) == after
