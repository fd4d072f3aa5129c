"""How does a program learn whether the bot is well? It asks the bot that runs, which says so in one line.

A container asks every few seconds, so nothing is imported here that takes long: no Discord, no articles.
"""

import argparse
import socket
from ipaddress import ip_address

import msgspec

from bot.config import Config, ConfigurationError, Mistake
from bot.exits import DONE, FAILED
from bot.terminal.style import plain

_SECONDS = 3.0
"""How long the bot may take: one that takes longer answers nobody in time."""
_MOST_BYTES = 10_000


class _Told(msgspec.Struct):
    """What the bot says of itself: whether it is healthy, or whether it is ready."""

    healthy: bool | None = None
    loop_lag_seconds: float = 0.0
    ready: bool | None = None
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.healthy is not None:
            how = "healthy" if self.healthy else "unhealthy"
            return f"{how}: the event loop is {self.loop_lag_seconds:.3f} seconds late"
        return "ready: questions are answered" if self.ready else f"not ready: {'; '.join(self.faults)}"


def healthcheck(arguments: argparse.Namespace, configured: Config) -> int:
    """Ask the bot that runs with this configuration how it is, and print that."""
    listen = configured.operations.listen
    if not listen:
        raise ConfigurationError(
            Mistake(
                "The bot shows its health nowhere: `listen` under [operations] is empty.",
                "Name an address there, as 127.0.0.1:9464.",
            )
        )
    is_good, told = _ask(listen, "/readyz" if arguments.ready else "/healthz")
    print(plain(told))
    return DONE if is_good else FAILED


def _ask(listen: str, path: str) -> tuple[bool, str]:
    """Give whether all is well, and the line that says so."""
    host, _, port = listen.rpartition(":")
    try:
        body = _fetch((_reach(host.strip("[]")), int(port)), path)
        told = msgspec.json.decode(body, type=_Told)
    except TimeoutError:
        return False, f"unhealthy: {listen} gave no answer in {_SECONDS:.0f} seconds"
    except OSError as error:
        return False, f"unhealthy: nobody answers at {listen} ({error.strerror}); is the bot running?"
    except msgspec.DecodeError:
        return False, f"unhealthy: what answers at {listen} is not the bot"
    return bool(told.healthy or told.ready), str(told)


def _fetch(address: tuple[str, int], path: str) -> bytes:
    """Give what is at a path; for one request, an HTTP library takes too long to load."""
    with socket.create_connection(address, timeout=_SECONDS) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        with connection.makefile("rb") as answer:
            return answer.read(_MOST_BYTES).partition(b"\r\n\r\n")[2]


def _reach(host: str) -> str:
    """Give where to find on this machine what listens on all of its addresses."""
    address = ip_address(host)
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"
