"""How well are real pages read? Against a public benchmark of news pages whose articles people marked.

Its data are not ours to hold: a folder with `ground-truth.json` (name -> {"articleBody", "url"}) and the
pages as `name.html.gz`, as in scrapinghub/article-extraction-benchmark. The measure is that benchmark's.
"""

import asyncio
import gzip
import hashlib
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from statistics import mean

import msgspec
from msgspec import Struct

from bench.report import Figure, percentile
from knowledge.model import Passage
from knowledge.reading.child import Child
from knowledge.reading.limits import DEFAULT

_RUN = 4  # words
_FOREIGN = 0.5  # of the runs of a passage that the article has
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


class _Marked(Struct, frozen=True):
    """What people marked as the article of a page."""

    articleBody: str  # noqa: N815 - so the benchmark calls it


class _Read(Struct, frozen=True):
    """What was read of a page, and what it took."""

    passages: Sequence[Passage]
    milliseconds: float


def measure(data: Path) -> list[Figure]:
    """Read all pages in a child process, as a reload does, and compare them with what people marked."""
    marked = msgspec.json.decode((data / "ground-truth.json").read_bytes(), type=dict[str, _Marked])
    pages = {name: gzip.decompress((data / f"{name}.html.gz").read_bytes()) for name in marked}
    with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
        read = asyncio.run(_read_all(Path(made), pages))
    shares = [_compare(marked[name].articleBody, read[name].passages) for name in pages]
    precision = mean(hit / (hit + extra) for hit, extra, _ in shares if hit + extra)
    recall = mean(hit / (hit + missed) for hit, _, missed in shares if hit + missed)
    judged = [(name, passage) for name, page in read.items() for passage in page.passages]
    foreign = sum(_is_foreign(passage, marked[name].articleBody) for name, passage in judged)
    lines = {name: _split_lines(page) for name, page in pages.items()}
    placed = sum(_stands_there(passage, lines[name]) for name, passage in judged)
    times = [page.milliseconds for page in read.values()]
    return [
        Figure(f"F1 of the articles of {len(pages)} pages", _f1(precision, recall), least=0.955),
        Figure("their precision", precision, least=0.94),
        Figure("their recall", recall, least=0.96),
        Figure("passages mostly not of the article", 100 * foreign / len(judged), "%", most=10),
        Figure("passages whose words stand in their lines", 100 * placed / len(judged), "%", least=99),
        Figure("a page, median", percentile(times, 0.5), "ms", most=80),
        Figure("the slowest page", max(times), "ms"),
    ]


async def _read_all(folder: Path, pages: dict[str, bytes]) -> dict[str, _Read]:
    """Read each page twice and take the shorter time: the first page of all loads the libraries."""
    found: dict[str, _Read] = {}
    for name, page in pages.items():
        (folder / f"{name}.html").write_bytes(page)
    async with Child(DEFAULT) as child:
        for name, page in (*pages.items(), *pages.items()):
            began = time.perf_counter()
            answer = await child.read(str(folder), f"{name}.html", hashlib.sha256(page).hexdigest())
            took = 1000 * (time.perf_counter() - began)
            passages = answer.article.passages if answer.article else ()
            earlier = found.get(name)
            found[name] = _Read(passages, min(took, earlier.milliseconds) if earlier else took)
    return found


def _compare(article: str, passages: Sequence[Passage]) -> tuple[float, float, float]:
    """Give the shares of runs that are in both, only read, and only marked; long articles weigh no more."""
    marked, read = Counter(_runs(article)), Counter(_runs("\n".join(passage.quote for passage in passages)))
    counts = (marked & read).total(), (read - marked).total(), (marked - read).total()
    total = sum(counts) or 1
    return counts[0] / total, counts[1] / total, counts[2] / total


def _runs(text: str) -> list[tuple[str, ...]]:
    """List all runs of four words; a shorter text is one run."""
    words = _WORD.findall(text)
    return [tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))] if words else []


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def _is_foreign(passage: Passage, article: str) -> bool:
    runs, marked = _runs(passage.quote.lower()), set(_runs(article.lower()))
    whole = " ".join(_WORD.findall(article.lower()))
    return sum(run in marked or " ".join(run) in whole for run in runs) < _FOREIGN * len(runs)


def _split_lines(page: bytes) -> list[str]:
    return page.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _stands_there(passage: Passage, lines: Sequence[str]) -> bool:
    """Tell whether all words of a passage stand in its lines; tags may part a word, or two."""
    first, last = passage.lines
    source = unescape("\n".join(lines[first - 1 : last]))
    there = {
        word for text in (source, _TAG.sub("", source), unescape(source)) for word in _WORD.findall(text)
    }
    return there.issuperset(_WORD.findall(passage.quote))
