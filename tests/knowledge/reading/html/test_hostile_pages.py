"""Can a page harm who reads it? It is read in the child process, within its limits and without a network."""

import hashlib
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from knowledge.reading.child import Child
from knowledge.reading.limits import DEFAULT
from knowledge.reading.protocol import Answer
from tests.knowledge.reading.pages import STORY, TITLE, page, told

WATCHED = """
import os, runpy, sys

def watch(event, arguments):
    if event.startswith("socket.") or event in {"urllib.Request", "subprocess.Popen", "os.system", "os.exec"}:
        os.write(2, event.encode())
        os._exit(99)

sys.addaudithook(watch)
runpy.run_module("knowledge.reading.worker", run_name="__main__")
"""
FETCHING = (
    '<link rel="stylesheet" href="https://127.0.0.1/a.css"><base href="https://127.0.0.1/">'
    '<script src="https://127.0.0.1/a.js"></script><meta http-equiv="refresh" content="0; '
    'url=http://127.0.0.1/">'
)


async def ask(folder: Path, child: Child, text: str) -> Answer:
    data = text.encode()[: DEFAULT.bytes]
    (folder / "page.html").write_bytes(data)
    return await child.read(str(folder), "page.html", hashlib.sha256(data).hexdigest())


@pytest.mark.process
async def test_reading_a_page_opens_no_socket(tmp_path: Path) -> None:
    body = f'<div class="c"><h1 class="h">{TITLE}</h1><img src="http://127.0.0.1/a.png">{told()}</div>'
    async with Child(DEFAULT, (sys.executable, "-P", "-c", WATCHED)) as child:
        answer = await ask(tmp_path, child, page(body, FETCHING))
    assert answer.article
    assert [passage.text for passage in answer.article.passages] == list(STORY)
    assert answer.article.published is None, "so htmldate was asked, too"


HOSTILE = {
    "tiny tags": "<p>" + "<b>x</b>" * 10_000,
    "tiny paragraphs": "<p>x</p>" * 5_000,
    "many elements to look through": '<div class="a b">one, two</div>' * 1_500,
    "nested lists": ("<ul><li>a" * 100 + "</li></ul>" * 100) * 15,
    "nested tables": ("<table><tr><th>a</th><td>" * 40 + "x" + "</table>" * 40) * 10,
    "wide spans": "<table>" + ("<tr>" + "<td rowspan=50 colspan=50>x</td>" * 20 + "</tr>") * 20,
    "rows": "<table><tr><th>Topic</th><th>Status</th></tr>"
    + "<tr><td>Weir</td><td>Open</td></tr>" * 1_000
    + "</table>",
    "headings": "<h1>a</h1>" * 4_000,
    "bars in its title": "<title>" + "a - b | " * 100_000 + "</title><p>x",
    "footnotes": "<p>" + "word<sup>1</sup>" * 3_000,
    "breaks": "<div>" + "a<br>" * 5_000,
    "links": "<ul>" + "<li><a href=x>one two</a></li>" * 2_500,
    "nested headers": ("<header>" * 200 + "a" + "</header>" * 200) * 20,
    "names": '<p class="' + "share " * 100_000 + '">word word word word word</p>',
    "brackets of linked data": '<script type="application/ld+json">' + "[" * 900_000 + "</script><p>x y",
    "open tags": "<div " * 400_000,
    "spaces": "<p>" + " " * 1_900_000 + "x",
    "dates": "<meta name=date content=x>" * 10_000 + "<time datetime=2020x>x</time>" * 1_500,
}


@pytest.mark.process
async def test_a_hostile_page_is_read_or_named(tmp_path: Path) -> None:
    """Its limits of time and memory hold all the while; what passes them would end the process."""
    async with Child(replace(DEFAULT, cpu_seconds=3)) as child:
        for name, text in HOSTILE.items():
            answer = await ask(tmp_path, child, text)
            assert answer.article or answer.problem, name
            assert not (answer.problem and "ended the process" in answer.problem.reason), name
        assert (await ask(tmp_path, child, page(f'<div class="c">{told()}</div>'))).article
