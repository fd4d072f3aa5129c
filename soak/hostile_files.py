"""R7: what if an article is an attack? Each is named with its reason, or read; and the next one is read."""

import asyncio
import hashlib
import os
import random
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from knowledge.opening import open_base
from knowledge.reading.child import Child
from knowledge.reading.limits import Limits
from knowledge.when import When
from soak.trial import Outcome, Trial
from tests.documents import Put, make_archive, make_docx, make_odt, make_pdf

_WHEN = When(date(2026, 3, 2))
_LIMITS = Limits(cpu_seconds=5, wall_seconds=15)
_GOOD = (
    b"---\ntitle: Good\npublished: 2026-03-01\n---\n\n| Topic | Status |\n| --- | --- |\n| Gas | Agreed |\n"
)
_HUGE = 10**9
_DEAR = 200
"""From so many tries on, what takes seconds is tried, too."""
_BATCH = 500
"""How many small files one process reads before it ends."""


def bad_files() -> dict[str, Callable[[], bytes]]:
    """Give files of which none can be read, by their names."""
    page = make_pdf([Put(72, 72, "x")])
    cheap: dict[str, Callable[[], bytes]] = {
        "nothing.txt": lambda: b"", "only-spaces.md": lambda: b" \n" * 1_000,
        "zeros.txt": lambda: b"\0" * 9_999, "no-zip.docx": lambda: b"PK\3\4" + b"\xff" * 99,
        "no-zip.odt": lambda: b"", "no-pdf.pdf": lambda: b"%PDF-1.7",
        "half.pdf": lambda: page[: len(page) // 2], "half.docx": lambda: make_docx("<w:p/>")[:200],
        "pages-in-pages.pdf": lambda: page.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        "no-xml.docx": lambda: make_archive({"word/document.xml": "<a><b></a>"}),
        "entities.odt": lambda: make_archive({"content.xml": "<!DOCTYPE a [<!ENTITY b 'lol'>]><a>&b;</a>"}),
        "lists-in-lists.odt": lambda: make_odt("<text:list><text:list-item>" * 2_000),
        "mails-in-mails.eml": lambda: b"".join(
            b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(9_000)
        ),
        "date-9999.md": lambda: b"---\npublished: 9999-99-99\n---\nThey met.",
        "date-minus.md": lambda: b"---\npublished: -1-01-01\n---\nThey met.",
    }  # fmt: skip
    return cheap


def dear_files() -> dict[str, Callable[[], bytes]]:
    """Give files that were made to take long, by their names; some of them can be read."""
    return {
        "part-of-100-MB.docx": lambda: make_archive({"word/document.xml": b" " * 10**8}),
        "rows.csv": lambda: b"a,b\n" * 300_000,
        "items.rst": lambda: b"- a\n" * 300_000,
        "headlines.org": lambda: b"* a\nb\n" * 300_000,
        "paragraphs.docx": lambda: make_docx("<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 300_000),
        "unpacks-to-180-MB.pdf": lambda: _put_stream(zlib.compress(b"BT /F0 10 Tf (A) Tj ET\n" * 8_000_000)),
        "nested.html": lambda: b"<div>" * 300_000,
        "comments.html": lambda: b"<!--" * 100_000,
        "tags.html": lambda: b"<a " * 500_000,
        "keys.md": lambda: (
            b"+++\n" + b"".join(b"a%d.b.c.d = 1\n" % n for n in range(20_000)) + b"+++\nThey met."
        ),
        "depth.md": lambda: b"---\na: " + b"[" * 100_000 + b"\n---\nThey met.",
        "digits.md": lambda: b"---\npublished: " + b"9" * 100_000 + b"\n---\nThey met.",
        "grows.txt": lambda: "\ufdfa".encode() * 600_000,
        "brackets.md": lambda: b"[" * 1_000_000,
        "stars.md": lambda: b"*a **" * 300_000,
        "quotes.md": lambda: b"> " * 500_000 + b"a",
        "backticks.md": lambda: b"".join(b"`" * n + b" " for n in range(1_500)),
        "pipes.txt": lambda: b"|" * 1_900_000,
        "feed.xml": lambda: (
            b"<rss><channel>" + b"<item><title>a</title></item>" * 60_000 + b"</channel></rss>"
        ),
    }


def mutants(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Give small files, each a good one with something broken, without end."""
    good = {
        "md": _GOOD, "txt": b"Talks\n\nThey met in March.\n\n* Gas: Agreed\n* Grain: Proposed\n",
        "html": b"<html><title>A</title><body><h1>A</h1><table><tr><th>Topic<th>Status</table>",
        "csv": b"Topic,Status\nGas,Agreed\n", "rst": b"A\n=\n\n- Gas: Agreed\n",
        "org": b"* A\n- Gas: Agreed\n",
        "eml": b"Subject: A\nContent-Type: text/html; charset=utf-8\n\n<p>They met.</p>",
        "docx": make_docx("<w:p><w:r><w:t>They met.</w:t></w:r></w:p>"),
        "odt": make_odt("<text:p>They met.</text:p>"), "pdf": make_pdf([Put(72, 72, "They met.")]),
    }  # fmt: skip
    wild = [
        b"\0",
        b"\xff\xfe",
        b"\xc0\x80",
        b"---\n",
        b"+++\n",
        b"<",
        b"|",
        b"]]>",
        b"\xe2\x80\xae",
        b"9" * 400,
    ]
    while True:
        ending = chance.choice([*good])
        data = bytearray(good[ending])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data) or 1)
            match chance.randrange(4):
                case 0:
                    data[at : at + chance.randint(1, 40)] = b""
                case 1:
                    data[at:at] = chance.choice(wild) * chance.randint(1, 30)
                case 2:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case _:
                    data += data[at:] * chance.randint(1, 3)
        yield ending, bytes(data)


async def _run(times: int, folder: Path) -> Outcome:
    counted: Counter[str] = Counter()
    slowest = await _read_folder(times, folder / "articles", folder / "data", counted)
    left = max(0, times - counted["tried"])
    await asyncio.gather(*(_read_mutants(each, folder, counted) for each in _share(left)))
    return Outcome(
        counted["tried"],
        counted["tried"] - counted["lost"],
        counted["lost"],
        (
            f"{counted['refused']:,} refused with a reason, {counted['read']:,} read",
            f"all named ones in {slowest:.1f} s",
        ),
    )  # fmt: skip


async def _read_folder(times: int, articles: Path, data: Path, counted: Counter[str]) -> float:
    """Load a folder with one good article and the named ones; gives the seconds it took."""
    makers = bad_files() | (dear_files() if times >= _DEAR else {})
    await asyncio.to_thread(_put, articles, makers)
    begun = time.perf_counter()
    async with open_base(data, articles, when=lambda: _WHEN, write=True) as base:
        taken = time.perf_counter() - begun
        reported = {problem.path for problem in base.problems if problem.reason}
        known = {article.path for article in base.snapshot.corpus.articles}
    wanted = {*bad_files(), "huge.txt", "outside.md", "pipe.md"} - {"date-9999.md", "date-minus.md"}
    counted["tried"] += len(makers) + 3
    counted["refused"] += len(reported)
    counted["read"] += len(known) - 1
    counted["lost"] += len(wanted - reported) + ("good.md" not in known) + len({*makers} - reported - known)
    return taken


def _put(articles: Path, makers: Mapping[str, Callable[[], bytes]]) -> None:
    """Put a good file, those that are made, and what is no file, or of no size to be read."""
    articles.mkdir()
    (articles / "good.md").write_bytes(_GOOD)
    for name, make in makers.items():
        (articles / name).write_bytes(make())
    with (articles / "huge.txt").open("wb") as file:
        file.truncate(_HUGE)
    os.mkfifo(articles / "pipe.md")
    outside = articles.parent / "secret.md"
    outside.write_bytes(_GOOD)
    (articles / "outside.md").symlink_to(outside)


async def _read_mutants(many: range, folder: Path, counted: Counter[str]) -> None:
    chance = random.Random(many.start)  # noqa: S311  the same each time, on purpose
    source = mutants(chance)
    for first in range(many.start, many.stop, _BATCH):
        async with Child(_LIMITS) as child:
            for number in range(first, min(first + _BATCH, many.stop)):
                ending, data = next(source)
                path = folder / f"{number}.{ending}"
                path.write_bytes(data)
                counted["tried"] += 1
                answer = await child.read(str(folder), path.name, hashlib.sha256(data).hexdigest())
                path.unlink()
                counted["refused" if answer.problem else "read"] += 1
                # It says why, and it is the file's fault: the process that reads goes on.
                counted["lost"] += answer.is_passing or not (answer.article or answer.problem)


def _share(many: int) -> list[range]:
    if many < _BATCH:
        return [range(many)] if many else []
    half = many // 2
    return [each for each in (range(half), range(half, many)) if each]


def _put_stream(stream: bytes) -> bytes:
    """Make a PDF whose only page is a packed stream; pdfium finds the objects without a table of them."""
    page = make_pdf([Put(72, 72, "x")])
    head = page[: page.index(b"6 0 obj")]
    filters = b"<< /Filter /FlateDecode /Length %d >>" % len(stream)
    packed = b"6 0 obj\n" + filters + b"\nstream\n" + stream + b"\nendstream\nendobj\n"
    return head + packed + b"trailer\n<< /Root 1 0 R >>\n"


TRIAL = Trial("R7", "hostile files, named and random ones, beside a good one", _run, short=8, full=100_000)
