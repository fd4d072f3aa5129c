"""Why was nothing fetched? In words, with a cure."""

from aiohttp import ClientError, ClientPayloadError, InvalidURL

from knowledge.errors import KnowledgeError
from knowledge.sources.fetching._result import FetchError
from knowledge.sources.obstacles import Obstacle, find_obstacle

_AGAIN = "It is asked again later."
_LOOK = "Open it in a browser, and name the address that is shown there."
_TELL = "Tell who runs that site."
_PROXY = "Look at [fetching] proxy in the configuration."
_REFUSED = frozenset({401, 402, 403, 407, 451})
_TOO_MANY, _FAULT = 429, 500

_IN_THE_WAY = {
    Obstacle.PROXY_AWAY: ("cannot be reached, since the proxy does not answer", _PROXY),
    Obstacle.PROXY_WANTS_LOGIN: ("cannot be reached, since the proxy wants a name and a password", _PROXY),
    Obstacle.PROXY_REFUSES: ("is refused by the proxy", "Ask who runs the proxy."),
    Obstacle.CERTIFICATE_DATE: (
        "has a certificate that is not valid today",
        "Check the clock of this machine; if it is right, tell who runs that site.",
    ),
    Obstacle.CERTIFICATE_HOST: ("has the certificate of another host", _TELL),
    Obstacle.CERTIFICATE: ("has a certificate that cannot be trusted", _TELL),
    Obstacle.TLS: ("cannot be reached by a safe connection", _TELL),
    Obstacle.NO_NAMES: ("cannot be looked up, since the name server does not answer", _AGAIN),
    Obstacle.UNKNOWN_HOST: ("is at a host that nobody knows", "Check how it is spelled."),
    Obstacle.REFUSED: ("cannot be reached", _AGAIN),
    Obstacle.NO_ROUTE: ("cannot be reached", _AGAIN),
    Obstacle.SLOW: ("did not answer in time", _AGAIN),
    Obstacle.CUT: ("ended the connection without an answer", _AGAIN),
}
# Of what is no obstacle: the first that fits, each one before those that it is one of.
_WORDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (InvalidURL, "is no web address", _LOOK),
    (ClientPayloadError, "sent less than it said, or in a form that cannot be unpacked", _AGAIN),
    (OSError, "cannot be reached", _AGAIN),
    (ValueError, "is no web address", _LOOK),
    (ClientError, "sent an answer that cannot be understood", _AGAIN),
)
EXPECTED = (KnowledgeError, ClientError, OSError, ValueError)
"""What may be raised where one asks a server for something; TimeoutError is an OSError."""


def explain(error: BaseException) -> FetchError:
    """Say what went wrong while a URL was fetched; `error` is one of those expected."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, KnowledgeError):
        return FetchError(error.reason, error.cure)
    if obstacle := find_obstacle(error):
        return FetchError(*_IN_THE_WAY[obstacle])
    return next(FetchError(reason, cure) for kind, reason, cure in _WORDS if isinstance(error, kind))


def refuse_code(code: int, retry_after: float | None) -> FetchError:
    """Say what an HTTP status means that brings nothing."""
    if code == _TOO_MANY:
        return FetchError("asks for fewer requests", _AGAIN, code=code, retry_after=retry_after)
    if code in _REFUSED:
        return FetchError(f"is not shown to everybody ({code})", "Ask who runs that site.", code=code)
    if code >= _FAULT:
        return FetchError(f"has a fault of its own ({code})", _AGAIN, code=code, retry_after=retry_after)
    return FetchError(f"gave nothing to read ({code})", _LOOK, code=code)
