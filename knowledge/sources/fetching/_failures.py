"""Why was nothing fetched? In words, with a cure."""

from socket import gaierror

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientPayloadError,
    InvalidURL,
    ServerDisconnectedError,
)

from knowledge.errors import KnowledgeError
from knowledge.sources.fetching._result import FetchError

_AGAIN = "It is asked again later."
_LOOK = "Open it in a browser, and name the address that is shown there."
_REFUSED = frozenset({401, 402, 403, 407, 451})
_TOO_MANY, _FAULT = 429, 500

# The first that fits; each one before those that it is one of.
_WORDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (TimeoutError, "did not answer in time", _AGAIN),
    (InvalidURL, "is no web address", _LOOK),
    (ClientConnectorCertificateError, "has a certificate that cannot be trusted", "Tell who runs that site."),
    (ClientConnectorSSLError, "cannot be reached by a safe connection", "Tell who runs that site."),
    (ClientConnectorDNSError, "is at a host that nobody knows", "Check how it is spelled."),
    (gaierror, "is at a host that nobody knows", "Check how it is spelled."),
    (ClientConnectorError, "cannot be reached", _AGAIN),
    (ServerDisconnectedError, "ended the connection without an answer", _AGAIN),
    (ClientPayloadError, "sent less than it said, or in a form that cannot be unpacked", _AGAIN),
    (ValueError, "is no web address", _LOOK),
    (ClientError, "sent an answer that cannot be understood", _AGAIN),
    (OSError, "cannot be reached", _AGAIN),
)
EXPECTED = (KnowledgeError, ClientError, OSError, ValueError)
"""What may be raised where one asks a server for something; TimeoutError is an OSError."""


def explain(error: BaseException) -> FetchError:
    """Say what went wrong while a URL was fetched; `error` is one of those expected."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, KnowledgeError):
        return FetchError(error.reason, error.cure)
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
