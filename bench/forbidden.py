"""In how many forms can a forbidden address be written? Over 300, each tried by itself and as a redirect."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from itertools import cycle

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bench.report import Figure
from bench.web import HOME, NEXT_DOOR, Web, open_web
from knowledge.sources.fetching import FetchLimits, Outcome, open_fetcher

_ANY = str(IPv4Address(0))
# Loopback, private, link-local, clouds' own, shared, unspecified, protocols', documentation, group, reserved.
_FOUR = (
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.100.100.200",
    "168.63.129.16", _ANY, "192.0.0.192", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255",
)  # fmt: skip
_SIX = (
    "::1", "::", "fe80::1", "fec0::1", "fd00:ec2::254", "fc00::1", "ff02::1", "2001:db8::1", "3fff::1",
    "100::1", "5f00::1", "64:ff9b:1::7f00:1", "2001::1", "2001:0:7f00:1:0:0:80ff:fffe", "::127.0.0.1",
)  # fmt: skip
_OUR_NAMES = ("localhost", "LOCALHOST", "localhost.", "ip6-localhost")
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def spell(address: str) -> list[str]:
    """Write an IPv4 address in all the forms that some program or other takes for it, as a host."""
    number = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    mapped = IPv6Address(0xFFFF_0000_0000 | number)
    return [
        address, f"{address}.", str(number), hex(number), f"0{number:o}", f"{number + 2**32}",
        ".".join(hex(int(each)) for each in (a, b, c, d)),
        ".".join(f"0{int(each):o}" for each in (a, b, c, d)),
        ".".join(f"{int(each):03}" for each in (a, b, c, d)), f"{a}.{int(b) << 16 | int(c) << 8 | int(d)}",
        f"{hex(int(a))}.{b}.{int(c) << 8 | int(d)}", address.translate(_DIGITS), address.translate(_CIRCLED),
        address.replace(".", "。"), "".join(f"%{ord(each):02x}" for each in address),
        f"[{mapped}]", f"[::ffff:{address}]", f"[64:ff9b::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
        f"[2001:4860::5efe:{address}]",
    ]  # fmt: skip


def write_urls(made: Web) -> list[str]:
    """Write all forms, at the port where this machine's forbidden ground is; prepares the names for them."""
    port = made.forbidden_port
    hosts = [form for address in _FOUR for form in spell(address)]
    hosts += [f"[{address}]" for address in _SIX] + [f"[{IPv6Address(address).exploded}]" for address in _SIX]
    hosts += ["[fe80::1%25lo]", "[fe80::1%251]", "[::1%25lo]", "[::1%251]", *_OUR_NAMES, socket.gethostname()]
    for number, address in enumerate((*_FOUR, *_SIX, "fe80::1%1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")):
        hosts.append(name := f"name{number}.test")
        made.names[name] = lambda address=address: [address]
    urls = [f"http://{host}:{port}/" for host in hosts]
    urls += _write_changing(made)
    urls += [f"http://{made_up}@{HOME}:{port}/" for made_up in ("good.test", "good.test:80", "good.test%00")]
    urls += [f"http://good.test\\@{HOME}:{port}/", f"http://{HOME}:{port}\\@good.test/", f"//{HOME}:{port}/"]
    urls += [f"http://{HOME}:{other}/" for other in (22, 25, 6379, 11211)]
    return urls + [
        f"{scheme}://{HOME}:{port}/" for scheme in ("https", "ftp", "gopher", "file", "ws", "dict")
    ]


def _write_changing(made: Web) -> list[str]:
    """Write names that mean an allowed address when they are first looked up, and then a forbidden one."""
    hosts: list[str] = []
    for number in range(20):
        turns = cycle([[HOME], [NEXT_DOOR]] if number % 2 else [[NEXT_DOOR, HOME], [NEXT_DOOR]])
        hosts.append(name := f"changing{number}.test")
        made.names[name] = lambda turns=turns: next(turns)
    # Each is asked for more than once, so that what was right the first time is wrong the next.
    return [made.url(name, f"/{time}") for time in range(3) for name in hosts]


async def measure() -> list[Figure]:
    """Ask for each, and be sent to each; count what arrives. Then let a client that checks nothing try."""
    async with open_web() as made:
        urls = write_urls(made)
        waiting = iter(urls)

        async def redirect(_: web.Request) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": next(waiting)})

        made.hosts["good.test"] = redirect
        limits = FetchLimits(total_seconds=5, read_seconds=2)
        async with open_fetcher("bench", limits=limits, addresses=made.addresses()) as fetcher:
            asked = [await fetcher.fetch(url) for url in urls]
            sent = [await fetcher.fetch(made.url("good.test", f"/{number}")) for number in range(len(urls))]
        reached = len(made.knocks)
        fetched = sum(each.outcome is Outcome.FETCHED for each in (*asked, *sent))
        careless = await _try_carelessly(made, urls)
    return [
        Figure("forms of forbidden addresses, each asked for and redirected to", len(urls), least=300),
        Figure("requests that reached one", reached, most=0),
        Figure("results that hold what lies there", fetched, most=0),
        Figure("forms that reach this machine by a client that checks nothing", careless, least=10),
    ]


async def _try_carelessly(made: Web, urls: Sequence[str]) -> int:
    """Count the forms of this machine's own addresses that lead there: what the checks are for."""
    own = [url for url in urls if any(form in url for form in (*spell(HOME), "[::1]", _ANY, *_OUR_NAMES))]
    before = len(made.knocks)
    async with ClientSession(timeout=ClientTimeout(0.5)) as session:
        for url in own:
            try:
                async with session.get(url):
                    pass
            except (ClientError, OSError, ValueError):
                continue
    return len(made.knocks) - before
