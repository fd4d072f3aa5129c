"""What stands in the way to a server? The cause of an error that aiohttp raises, by its name."""

from enum import Enum, auto
from errno import (
    ECONNABORTED,
    ECONNREFUSED,
    ECONNRESET,
    EHOSTUNREACH,
    ENETDOWN,
    ENETUNREACH,
    EPIPE,
    ETIMEDOUT,
)
from socket import EAI_AGAIN, gaierror
from ssl import SSLCertVerificationError, SSLError

from aiohttp import ClientHttpProxyError, ClientProxyConnectionError, ServerDisconnectedError


class Obstacle(Enum):
    """What keeps a request from its answer."""

    PROXY_AWAY = auto()
    """Nobody listens where the proxy should be, or its name is not known."""
    PROXY_WANTS_LOGIN = auto()
    """The proxy wants a name and a password."""
    PROXY_REFUSES = auto()
    """The proxy does not go there."""
    CERTIFICATE_DATE = auto()
    """A certificate that is not valid today, by the clock of this machine."""
    CERTIFICATE_HOST = auto()
    """A certificate of another host."""
    CERTIFICATE = auto()
    """A certificate whose issuer is not known here."""
    TLS = auto()
    """What answers does not speak TLS, or none that both know."""
    NO_NAMES = auto()
    """The name server does not answer: no name can be looked up just now."""
    UNKNOWN_HOST = auto()
    """The name server does not know the host."""
    REFUSED = auto()
    """The machine is there, and nobody listens."""
    NO_ROUTE = auto()
    """There is no way from here to there."""
    SLOW = auto()
    """No answer in time."""
    CUT = auto()
    """The connection was made, and ended without an answer."""


_LOGIN = 407
_NOT_VALID_TODAY = frozenset({9, 10})
_OTHER_HOST = frozenset({62, 64})
"""As OpenSSL numbers what a certificate lacks: not yet valid, expired; host name, IP address."""

_BY_NUMBER = {
    ECONNREFUSED: Obstacle.REFUSED,
    EHOSTUNREACH: Obstacle.NO_ROUTE,
    ENETUNREACH: Obstacle.NO_ROUTE,
    ENETDOWN: Obstacle.NO_ROUTE,
    ETIMEDOUT: Obstacle.SLOW,
    ECONNRESET: Obstacle.CUT,
    ECONNABORTED: Obstacle.CUT,
    EPIPE: Obstacle.CUT,
}


def find_obstacle(error: BaseException) -> Obstacle | None:
    """Name what stood in the way; None where something else is wrong."""
    if isinstance(error, ClientHttpProxyError):
        return Obstacle.PROXY_WANTS_LOGIN if error.status == _LOGIN else Obstacle.PROXY_REFUSES
    if isinstance(error, ClientProxyConnectionError):
        return Obstacle.PROXY_AWAY
    # aiohttp wraps what the system said, and a safe connection fails within a plain one.
    for each in (getattr(error, "certificate_error", None), getattr(error, "os_error", None), error):
        if isinstance(each, BaseException) and (found := _find_plain(each)):
            return found
    return None


def _find_plain(error: BaseException) -> Obstacle | None:
    if isinstance(error, SSLError):
        return _find_in_tls(error)
    if isinstance(error, gaierror):
        return Obstacle.NO_NAMES if error.errno == EAI_AGAIN else Obstacle.UNKNOWN_HOST
    if isinstance(error, TimeoutError):
        return Obstacle.SLOW
    if isinstance(error, ServerDisconnectedError | ConnectionResetError):
        return Obstacle.CUT
    number = error.errno if isinstance(error, OSError) else None
    return _BY_NUMBER.get(number or 0)


def _find_in_tls(error: SSLError) -> Obstacle:
    if not isinstance(error, SSLCertVerificationError):
        return Obstacle.TLS
    if error.verify_code in _NOT_VALID_TODAY:
        return Obstacle.CERTIFICATE_DATE
    return Obstacle.CERTIFICATE_HOST if error.verify_code in _OTHER_HOST else Obstacle.CERTIFICATE
