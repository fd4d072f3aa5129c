"""Which addresses may be dialled? Public ones, checked as the very address that a socket is opened for.

Three checks, each for what the others cannot see: `check_url` for what a URL says by itself, `resolve` for
what its host's name means now, and `open_socket` for what is dialled. The last one is the one that counts:
names, literals and odd spellings of numbers all come down to it, and nothing can change in between.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from knowledge.errors import KnowledgeError

PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Where web servers listen; at others there are services that take a request for something else."""

LONGEST_URL = 2_000
"""Characters; longer ones are no addresses of articles."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Allowed = Network | tuple[str, int]
"""A network, or an address and its port."""
AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
"""As `socket.getaddrinfo` gives it."""
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host's name; one of an interface as `fe80::1%2`."""

# Written out, since Python's own `is_global` differs from version to version.
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # public by its number, and yet a cloud's own for each of its machines
            # Protocols, Teredo among them; documentation; 6to4, which may lead to any IPv4 address.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ),
    )
)  # fmt: skip
_PUBLIC_6 = IPv6Network("2000::/3")
_HOLD_IPV4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""Where the last 32 bits are the IPv4 address that is meant: mapped ones, and NAT64."""
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""The third quarter of an IPv6 address whose last one is an IPv4 address."""


class ForbiddenAddressError(KnowledgeError):
    """An address is not to be dialled."""


class Addresses(AbstractResolver):
    """Tells which addresses may be dialled; the resolver and the maker of sockets of one connector.

    `allowed` and `ports` widen what is allowed, and `lookup` replaces the system's: for tests and the bench,
    which serve on this machine. No setting reaches them.
    """

    def __init__(
        self,
        allowed: Collection[Allowed] = (),
        ports: Collection[int] = PORTS,
        lookup: Lookup | None = None,
    ) -> None:
        self._places = frozenset(each for each in allowed if isinstance(each, tuple))
        self._networks = tuple(each for each in allowed if not isinstance(each, tuple))
        self._ports = frozenset(ports) | {port for _, port in self._places}
        self._lookup = lookup or _look_up

    def check_url(self, url: URL) -> None:
        """Refuse a URL for what it says by itself; raises ForbiddenAddressError."""
        if url.scheme not in {"http", "https"}:
            raise ForbiddenAddressError("is no web address", "Name one that begins with https://.")
        if url.user is not None or url.password is not None:
            raise ForbiddenAddressError("holds a user's name or password", "Leave them out.")
        if not url.host or len(str(url)) > LONGEST_URL:
            raise ForbiddenAddressError("is no web address", "Name the one that your browser shows.")
        if url.port not in self._ports:
            ports = ", ".join(map(str, sorted(PORTS)))
            raise ForbiddenAddressError(f"is at port {url.port}", f"Only the ports {ports} are asked.")

    def allows(self, address: str, port: int) -> bool:
        """Tell whether an address may be dialled; what is no IP address in its usual form never may."""
        if (address, port) in self._places:
            return True
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return is_public(found) or any(found in network for network in self._networks)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give those addresses of a name that may be dialled; raises ForbiddenAddressError if none may.

        OSError where there is no such name.
        """
        del family  # ours is never asked for one
        found = await self._lookup(host, port)
        allowed = [address for address in found if self.allows(address, port)]
        if found and not allowed:
            raise _forbidden(host)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in allowed
        ]

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """Open the socket for an address that is about to be dialled; raises ForbiddenAddressError."""
        family, kind, protocol, _, (host, port, *rest) = info
        scope = rest[1] if len(rest) > 1 else 0
        if not isinstance(port, int) or scope or not self.allows(str(host), port):
            raise _forbidden(str(host))
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Do nothing: nothing is kept open."""


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, and leads nowhere else in disguise."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if any(address in network for network in _HOLD_IPV4):
            return is_public(_last_bits(address))
        third = int(address) >> 32 & 0xFFFF_FFFF
        if address not in _PUBLIC_6 or (third in _ISATAP and not is_public(_last_bits(address))):
            return False
    return not any(address in network for network in _NOT_PUBLIC)


def _last_bits(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFF_FFFF)


def _forbidden(host: str) -> ForbiddenAddressError:
    reason = f"leads to an address that is not public ({host})"
    return ForbiddenAddressError(reason, "Name an address that anybody on the internet can open.")


async def _look_up(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # An IPv6 address comes as (address, port, flow, scope).
    return [f"{each[0]}%{each[3]}" if len(each) == 4 and each[3] else str(each[0]) for *_, each in found]
