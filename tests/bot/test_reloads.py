"""What came of a change to what is known? Each outcome is logged with who asked, and counted."""

import logging

import pytest

from bot.metrics import Metrics
from bot.reloads import count_change, report_change
from knowledge.errors import NoArticlesError
from knowledge.model import Problem
from knowledge.statuses.changes import Changes, TakesBackError
from knowledge.statuses.loss import Loss

NOTHING = Changes((), (), (), (), (), 1, 2)
ADDED = Changes(("a.md",), (), (), (), (Problem("b.md", "is empty", "Remove it."),), 2, 3)
LOSS = Changes((), (), ("a.md",), (), (), 0, 0, loss=Loss(("a.md",), 1))
MISSING = NoArticlesError("There is no folder x.", "Make it.")


@pytest.mark.parametrize(
    ("made", "outcome", "level", "said"),
    [
        (NOTHING, "nothing", "INFO", ": all is as it was."),
        (ADDED, "changed", "INFO", ": 1 article added, 0 changed, 0 removed; 0 statuses changed."),
        (TakesBackError(LOSS), "held_back", "WARNING", "would take back 1 of 1 article and 0 of 0 statuses"),
        (MISSING, "failed", "ERROR", "changed nothing: There is no folder x. Make it."),
    ],
)
def test_each_outcome_is_logged_with_who_asked_and_counted(
    made: Changes, outcome: str, level: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    metrics = Metrics()
    report_change(metrics, "", "reload", "user 42", made)
    record = caplog.records[-1]
    assert record.getMessage().startswith("Reload of the corpus main, asked for by user 42")
    assert said in record.getMessage()
    assert record.levelname == level
    assert (vars(record)["who"], vars(record)["outcome"]) == ("user 42", outcome)
    counted = {"what": "reload", "outcome": outcome}
    assert metrics.registry.get_sample_value("talksbot_reloads_total", counted) == 1


def test_what_was_left_out_has_its_own_lines(caplog: pytest.LogCaptureFixture) -> None:
    report_change(Metrics(), "ships", "rollback", "SIGHUP", ADDED)
    assert caplog.messages[0].startswith("Not taken up: b.md: is empty")


def test_what_others_log_is_only_counted(caplog: pytest.LogCaptureFixture) -> None:
    metrics = Metrics()
    count_change(metrics, "watch", NOTHING)
    assert not caplog.records
    counted = {"what": "watch", "outcome": "nothing"}
    assert metrics.registry.get_sample_value("talksbot_reloads_total", counted) == 1
