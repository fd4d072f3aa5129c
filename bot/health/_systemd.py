"""What does systemd want to know of a service? That it is ready, lives, does something, and ends.

The protocol is that of sd_notify(3): a datagram of lines to the socket that the environment names. Where it
names none, nobody asks.
"""

import os
import socket
from collections.abc import Callable, Mapping

MICROSECONDS = 1_000_000


class Systemd:
    """Whoever has started this process, if that is to be told how it goes."""

    def __init__(self, environment: Mapping[str, str], monotonic: Callable[[], float]) -> None:
        """Tell it what the environment says that it wants to know."""
        address = environment.get("NOTIFY_SOCKET", "")
        # Linux has names beside those of files, which begin with a null; the environment writes that as @.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._monotonic = monotonic
        self._every = _find_interval(environment)
        self._next = 0.0
        self._status = ""

    def tell(self, *lines: str) -> None:
        """Send some lines, if somebody listens; whoever has gone is not waited for."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            try:
                sender.sendto("\n".join(lines).encode(), self._address)
            except OSError:
                # The next line is on time, or systemd ends what says nothing: both are right.
                return

    def tell_status(self, status: str) -> None:
        """Say what it does, where that is something else than before."""
        if status != self._status:
            self._status = status
            self.tell(f"STATUS={status}")

    def tell_life(self) -> None:
        """Say that it lives, twice as often as is asked for."""
        if self._every and (now := self._monotonic()) >= self._next:
            self._next = now + self._every / 2
            self.tell("WATCHDOG=1")


def _find_interval(environment: Mapping[str, str]) -> float:
    """Give after how many seconds without a sign of life it ends this process; 0 where it never does."""
    microseconds, process = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    is_meant = process in ("", str(os.getpid()))
    return int(microseconds) / MICROSECONDS if is_meant and microseconds.isdecimal() else 0.0
