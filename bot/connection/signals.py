"""What ends the process, and what makes it read its articles anew? Signals, as far as the system has them."""

import asyncio
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress


@contextmanager
def catch_signals(reload: Callable[[], None]) -> Generator[asyncio.Event]:
    """Give what is set by the first signal to stop; a second one ends the process at once. SIGHUP reloads.

    Windows has no SIGHUP; it ends programs by Ctrl-C and Ctrl-Break, which its event loop leaves to `signal`.
    """
    stop = asyncio.Event()
    ends = {number: signal.getsignal(number) for number in _find("SIGTERM", "SIGINT", "SIGBREAK")}

    def end() -> None:
        for number in ends:
            _ignore(number)
            signal.signal(number, signal.SIG_DFL)
        stop.set()

    before = {**ends, **{number: signal.getsignal(number) for number in _find("SIGHUP")}}
    for number in before:
        _handle(number, end if number in ends else reload)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            _ignore(number)
            signal.signal(number, handler)


def _find(*names: str) -> list[signal.Signals]:
    return [signal.Signals(number) for name in names if (number := getattr(signal, name, None)) is not None]


def _handle(number: signal.Signals, handler: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, handler)
    except NotImplementedError:  # Windows

        def pass_on(_: int, __: object) -> None:
            loop.call_soon_threadsafe(handler)

        signal.signal(number, pass_on)


def _ignore(number: signal.Signals) -> None:
    with suppress(NotImplementedError):
        asyncio.get_running_loop().remove_signal_handler(number)
