import asyncio
import os
import signal
from typing import Any

import pytest

from bot.connection.signals import catch_signals


class WindowsLoop(asyncio.SelectorEventLoop):
    """An event loop that takes no signals, as those of Windows."""

    def add_signal_handler(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    def remove_signal_handler(self, *_: Any, **__: Any) -> bool:
        raise NotImplementedError


async def _be_stopped(number: signal.Signals) -> None:
    with catch_signals(lambda: pytest.fail("there is nothing to reload")) as stop:
        os.kill(os.getpid(), number)
        await stop.wait()
        assert signal.getsignal(number) is signal.SIG_DFL  # a second signal would end the process at once


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1])
def test_on_windows_the_first_signal_stops_and_the_second_ends(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(signal, "SIGHUP")
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    before = signal.getsignal(number)
    with asyncio.Runner(loop_factory=WindowsLoop) as runner:
        runner.run(_be_stopped(number))
    assert signal.getsignal(number) is before


async def test_sighup_reloads_and_stops_nothing() -> None:
    reloaded = asyncio.Event()
    before = signal.getsignal(signal.SIGHUP)
    with catch_signals(reloaded.set) as stop:
        os.kill(os.getpid(), signal.SIGHUP)
        await reloaded.wait()
        assert not stop.is_set()
    assert signal.getsignal(signal.SIGHUP) is before
