"""What do sites do to those who read their feeds? All that is usual, in a mix that is the same each time."""

import asyncio
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from aiohttp import web

from bench.web import Web

WINDOW = 30
"""Items that a feed lists."""
FAULTY = 0.3
"""Of all hours, for each site."""
_BOMB_BYTES, _BOMB_PIECE = 10_000_000_000, 10_000_000
_LARGE_PIECES = 100
_MEGABYTE = b"x" * 1_000_000
_HANG = 1.0


def make_bomb() -> bytes:
    """Pack ten gigabytes of nothing, by packing a piece of them once."""
    packer = zlib.compressobj(9, wbits=31)
    first, piece = (packer.compress(bytes(_BOMB_PIECE)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + piece * (_BOMB_BYTES // _BOMB_PIECE - 1)


class Article:
    """What a site wrote, and each version of it."""

    def __init__(self, site: str, number: int, published: datetime) -> None:
        self.name = f"{site.removesuffix('.test')}-{number}"
        self.published = published
        self.updated: datetime | None = None
        self.texts = [self._write(1)]
        self.slug = self.name

    def _write(self, version: int) -> str:
        return f"Версія {version} статті {self.name}: " + "переговори тривають, the talks go on. " * 20

    @property
    def title(self) -> str:
        """Its title now."""
        return f"Стаття {self.name}" + f" ({len(self.texts)})" * (len(self.texts) > 1)

    @property
    def text(self) -> str:
        """What it says now."""
        return self.texts[-1]

    def rewrite(self, now: datetime, *, rename: bool) -> None:
        """Let it say something else, and perhaps be at another address."""
        self.updated = now
        self.texts.append(self._write(len(self.texts) + 1))
        if rename:
            self.slug = f"{self.name}-{len(self.texts)}"


class Site:
    """A site with a feed; its number says which bad habits it has."""

    def __init__(self, made: Web, number: int, now: Callable[[], datetime], bomb: bytes) -> None:
        self.name = f"site{number}.test"
        self.articles: list[Article] = []
        self.is_faulty = True
        self._web, self._number, self._now, self._bomb = made, number, now, bomb
        self._random = Random(number)  # noqa: S311  the same each time, on purpose
        self._desk = Random(f"desk {number}")  # noqa: S311  writes the same whoever reads it
        self._start = now()
        made.hosts[self.name] = self._page
        made.hosts[f"{self.name}/feed"] = self._feed
        made.hosts[f"{self.name}/robots.txt"] = self._robots
        self.brings_text = number % 2 == 0
        self.has_new_guids, self.renames = number % 4 == 2, number % 4 == 1

    def write(self) -> None:
        """Write something, or write it anew: about one article in two hours, some of them dated back."""
        if self._desk.random() < 0.5:
            back = timedelta(days=self._desk.choice((0, 0, 0, 3, 20)))
            self.articles.append(Article(self.name, len(self.articles), self._now() - back))
        elif self.articles and self._desk.random() < 0.4:
            self._desk.choice(self.articles[-WINDOW:]).rewrite(self._now(), rename=self.renames)

    # What it serves

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        return await self._misbehave(request, "robots") or web.Response(
            text="User-agent: *\nDisallow: /private"
        )

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        bad = await self._misbehave(request, "feed")
        if bad:
            return bad
        listed = self.articles[-WINDOW:]
        listed = self._random.sample(listed, len(listed)) if self._number % 3 == 0 else listed[::-1]
        write = (self._write_rss, self._write_atom, self._write_json)[self._number % 10 % 3]
        return self._encode(write(listed))

    async def _page(self, request: web.Request) -> web.StreamResponse:
        bad = await self._misbehave(request, request.path)
        if bad:
            return bad
        article = next((each for each in self.articles if f"/{each.slug}" == request.path), None)
        if article is None:
            raise web.HTTPNotFound
        noise = f"<!-- advertisement -->{self._random.random()}"
        return web.Response(text=article.text + noise, content_type="text/html")

    def _link(self, article: Article) -> str:
        tracking = f"?utm_source={self._random.random()}" * (self._number % 4 == 3)
        return f"{self._web.url(self.name, '/' + article.slug)}{tracking}"

    def _guid(self, article: Article) -> str:
        return str(self._random.random()) if self.has_new_guids else article.name

    def _write_rss(self, listed: list[Article]) -> str:
        items = "".join(
            f"<item><title>{escape(each.title)}</title><link>{self._link(each)}</link>"
            f'<guid isPermaLink="false">{self._guid(each)}</guid>'
            f"<pubDate>{format_datetime(each.published)}</pubDate>"
            + (
                f"<c:encoded>{escape(each.text)}</c:encoded>"
                if self.brings_text
                else "<description>…</description>"
            )
            + "</item>"
            for each in listed
        )
        return (
            f'<?xml version="1.0" encoding="{self._declared}"?><rss version="2.0" '
            f'xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>S</title>{items}</channel></rss>'
        )

    def _write_atom(self, listed: list[Article]) -> str:
        entries = "".join(
            f'<entry><title>{escape(each.title)}</title><link href="{self._link(each)}"/>'
            f"<id>{self._guid(each)}</id><published>{each.published.isoformat()}</published>"
            f"<updated>{(each.updated or each.published).isoformat()}</updated>"
            + (f'<content type="html">{escape(each.text)}</content>' if self.brings_text else "")
            + "</entry>"
            for each in listed
        )
        head = f'<?xml version="1.0" encoding="{self._declared}"?>'
        return f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><title>S</title>{entries}</feed>'

    def _write_json(self, listed: list[Article]) -> str:
        items = [
            {
                "id": self._guid(each),
                "url": self._link(each),
                "title": each.title,
                "date_published": each.published.isoformat(),
                **({"content_html": each.text} if self.brings_text else {"summary": "…"}),
            }
            for each in listed
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "S", "items": items})

    @property
    def _declared(self) -> str:
        return ("utf-8", "windows-1251", "windows-1251", "iso-8859-1")[self._number % 4]

    def _encode(self, text: str) -> web.Response:
        """Encode it as it declares, or not, and let the header say yet another thing."""
        real = "windows-1251" if self._number % 4 == 1 and not text.startswith("{") else "utf-8"
        served = ("iso-8859-1", "utf-8", "us-ascii", "no-such-thing")[self._number % 4]
        kind = "application/feed+json" if text.startswith("{") else "application/xml"
        return web.Response(
            body=text.encode(real, "xmlcharrefreplace"), headers={"Content-Type": f"{kind}; charset={served}"}
        )

    # What it does wrong

    async def _misbehave(self, request: web.Request, what: str) -> web.StreamResponse | None:
        """Do in some hours what nobody wants; in the others, nothing."""
        hour = (self._now() - self._start) // timedelta(hours=1)
        chance = Random(f"{self.name} {what} {hour}")  # noqa: S311
        if not self.is_faulty or chance.random() > FAULTY:
            return None
        return await chance.choice(
            (
                self._fail, self._fail, self._miss, self._loop, self._lead_astray, self._hang,
                self._send_much, self._send_bomb, self._send_half, self._send_nonsense,
            )
        )(request)  # fmt: skip

    async def _fail(self, _: web.Request) -> web.StreamResponse:
        status = self._random.choice((500, 502, 503, 429, 403))
        headers = {"Retry-After": "1800"} if status in {503, 429} else {}
        return web.Response(status=status, text="Internal error", headers=headers)

    async def _miss(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text="Not here")

    async def _loop(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": f"{request.path}?{self._random.random()}"})

    async def _lead_astray(self, _: web.Request) -> web.StreamResponse:
        host = self._random.choice(
            ("127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "127.1", "0x7f.1", "localhost")
        )
        return web.Response(status=302, headers={"Location": f"http://{host}:{self._web.forbidden_port}/"})

    async def _hang(self, _: web.Request) -> web.StreamResponse:
        await asyncio.sleep(_HANG)
        return web.Response(text="too late")

    async def _send_much(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):  # nobody takes all of it
            for _ in range(_LARGE_PIECES):
                await response.write(_MEGABYTE)
        return response

    async def _send_bomb(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": "gzip"})
        await response.prepare(request)
        with suppress(ConnectionError):
            await response.write(self._bomb)
        return response

    async def _send_half(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100000"})
        await response.prepare(request)
        await response.write(b"<rss version='2.0'><channel>")
        if request.transport:
            request.transport.close()
        return response

    async def _send_nonsense(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x1f\x8b\0\0", headers={"Content-Encoding": "gzip"})
