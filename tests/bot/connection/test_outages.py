import logging

import pytest

from bot.connection.failures import Failure
from bot.connection.outages import Outages

DNS, REFUSED = Failure("No names", "Look."), Failure("Refused", "Open.")


def test_an_outage_is_one_line_for_each_reason_and_one_when_all_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    seconds = iter((100.0, 825.0, 900.0))
    outages = Outages(lambda: next(seconds))
    outages.end(0)
    for shard in (0, 1, 0):
        outages.begin(shard, DNS)
    outages.begin(1, REFUSED)
    outages.end(0)
    assert [record.getMessage() for record in caplog.records] == [
        "Discord cannot be reached. No names. Look. It is tried on and on, ever more slowly.",
        "Discord cannot be reached. Refused. Open. It is tried on and on, ever more slowly.",
    ]
    outages.end(1)
    outages.end(1)
    assert caplog.messages[2:] == ["Discord is reached again, after 12:05 minutes."]
