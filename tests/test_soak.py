from pathlib import Path

import pytest

from soak.trial import Trial
from soak.trials import TRIALS

pytestmark = [pytest.mark.process, pytest.mark.discord, pytest.mark.unmeasured]


@pytest.mark.parametrize("trial", [each for each in TRIALS if each.short], ids=lambda trial: trial.name)
async def test_nothing_is_lost_in_a_trial(trial: Trial, tmp_path: Path) -> None:
    outcome = await trial.run(trial.short, tmp_path)
    assert outcome.is_good, outcome
