"""The whole program, killed while it sends; `python -m bench` does the same a hundred times."""

from pathlib import Path

import pytest

from bench import announcing

pytestmark = [pytest.mark.process, pytest.mark.discord, pytest.mark.unmeasured]


@pytest.mark.parametrize("nonce_seconds", [300.0, 0.0], ids=["nonces known", "nonces forgotten at once"])
async def test_each_announcement_is_there_once_however_often_the_bot_is_killed(
    disk: Path, nonce_seconds: float
) -> None:
    figures = await announcing.measure(disk, 1, channels=6, topics=4, nonce_seconds=nonce_seconds)
    assert {figure.what: figure.value for figure in figures if not figure.holds} == {}
