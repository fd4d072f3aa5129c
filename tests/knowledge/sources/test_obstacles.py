import errno
import socket
import ssl
from typing import Any, cast

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey, RequestInfo
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from knowledge.sources.obstacles import Obstacle, find_obstacle

TO = ConnectionKey("a.test", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
ASKED = RequestInfo(
    URL("https://a.test"), "CONNECT", CIMultiDictProxy(CIMultiDict[str]()), URL("https://a.test")
)


def refuse(status: int) -> aiohttp.ClientHttpProxyError:
    return aiohttp.ClientHttpProxyError(ASKED, (), status=status)


def distrust(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def fail_to_connect(number: int) -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(TO, OSError(number, ""))


def fail_to_find(number: int) -> aiohttp.ClientConnectorDNSError:
    return aiohttp.ClientConnectorDNSError(TO, socket.gaierror(number, ""))


@pytest.mark.parametrize(
    ("error", "obstacle"),
    [
        (refuse(407), Obstacle.PROXY_WANTS_LOGIN),
        (refuse(403), Obstacle.PROXY_REFUSES),
        (aiohttp.ClientProxyConnectionError(TO, OSError(errno.ECONNREFUSED, "")), Obstacle.PROXY_AWAY),
        (aiohttp.ClientConnectorCertificateError(TO, distrust(9)), Obstacle.CERTIFICATE_DATE),
        (aiohttp.ClientConnectorCertificateError(TO, distrust(10)), Obstacle.CERTIFICATE_DATE),
        (aiohttp.ClientConnectorCertificateError(TO, distrust(62)), Obstacle.CERTIFICATE_HOST),
        (distrust(20), Obstacle.CERTIFICATE),
        (aiohttp.ClientConnectorSSLError(TO, ssl.SSLError(1, "wrong version number")), Obstacle.TLS),
        (fail_to_find(socket.EAI_AGAIN), Obstacle.NO_NAMES),
        (fail_to_find(socket.EAI_NONAME), Obstacle.UNKNOWN_HOST),
        (socket.gaierror(socket.EAI_NONAME, ""), Obstacle.UNKNOWN_HOST),
        (fail_to_connect(errno.ECONNREFUSED), Obstacle.REFUSED),
        (fail_to_connect(errno.ENETUNREACH), Obstacle.NO_ROUTE),
        (OSError(errno.EHOSTUNREACH, ""), Obstacle.NO_ROUTE),
        (aiohttp.ConnectionTimeoutError(), Obstacle.SLOW),
        (TimeoutError(), Obstacle.SLOW),
        (aiohttp.ServerDisconnectedError(), Obstacle.CUT),
        (aiohttp.ClientOSError(errno.ECONNRESET, ""), Obstacle.CUT),
        (aiohttp.ClientConnectionResetError("Cannot write to closing transport"), Obstacle.CUT),
        (OSError("several things"), None),
        (fail_to_connect(errno.EIO), None),
        (aiohttp.ClientPayloadError(), None),
        (ValueError(), None),
    ],
)
def test_what_stood_in_the_way_is_named(error: BaseException, obstacle: Obstacle | None) -> None:
    assert find_obstacle(error) is obstacle


def test_what_a_wrapper_tells_is_looked_at_only_where_it_is_an_error() -> None:
    error = cast("Any", ValueError())
    error.os_error = "none"
    assert find_obstacle(error) is None
