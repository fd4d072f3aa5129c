"""What happens inside the child process? Its functions are called here in this process."""

import hashlib
import io
import os
import resource
import runpy
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from knowledge.model import Term
from knowledge.reading import worker
from knowledge.reading.document import Document
from knowledge.reading.limits import Limits, limit_this_process
from knowledge.reading.protocol import MOST_PARTS, READY, Answer, Listing, Request

LIMITS = Limits()


def ask(folder: Path, path: str, data: bytes | str, sha256: str = "") -> Answer:
    content = data.encode() if isinstance(data, str) else data
    (folder / path).write_bytes(content)
    os.utime(folder / path, (1_770_000_000, 1_770_000_000))
    request = Request(str(folder), path, sha256 or hashlib.sha256(content).hexdigest(), LIMITS)
    return msgspec.json.decode(worker.encode_answer(request), type=Answer)


def test_an_article_is_the_answer_to_the_request_for_its_file(tmp_path: Path) -> None:
    article = ask(tmp_path, "a.txt", "They met again on Monday.").article
    assert article
    assert (article.path, article.loaded_on) == ("a.txt", date(2026, 2, 2))
    assert article.passages[0].text == "They met again on Monday."


def test_the_terms_are_the_answer_to_the_request_for_the_glossary(tmp_path: Path) -> None:
    assert ask(tmp_path, "glossary.toml", "[Gas]\nalso = ['fuel']").terms == (Term("Gas", (("", "fuel"),)),)


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.txt", b"a\x00b", "holds NUL bytes: it is no text, or UTF-16"),
        ("a.txt", b"x" * (LIMITS.bytes + 1), "is larger than 2,000,000 bytes"),
        ("a.txt", "- a\n" * (MOST_PARTS + 1), "holds more than 10,000 passages, cells or names"),
        (
            "a.txt",
            "|a" * 2 + "\n" + ("|b" * 99 + "\n") * 110,
            "holds more than 10,000 passages, cells or names",
        ),
        ("glossary.toml", "a = " + "[" * 10_000, "is nested too deeply"),
        (
            "glossary.toml",
            f"[a]\nalso = {['x'] * MOST_PARTS}",
            "holds more than 10,000 passages, cells or names",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_the_answer_too(
    tmp_path: Path, path: str, data: bytes | str, reason: str
) -> None:
    problem = ask(tmp_path, path, data).problem
    assert problem
    assert (problem.path, problem.reason) == (path, reason)
    assert problem.cure


def test_a_file_that_changed_since_it_was_listed_is_not_taken_up(tmp_path: Path) -> None:
    problem = ask(tmp_path, "a.txt", "They met.", sha256="0" * 64).problem
    assert problem
    assert problem.reason == "was changed while the folder was read"


@pytest.mark.parametrize("timestamp", [-1e11, 1e12])
def test_a_files_own_time_may_be_anything(tmp_path: Path, timestamp: float) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    os.utime(tmp_path / "a.txt", (timestamp, timestamp))
    sha256 = hashlib.sha256(b"They met.").hexdigest()
    article = worker.answer(Request(str(tmp_path), "a.txt", sha256, LIMITS)).article
    assert article
    assert article.loaded_on in {date(1970, 1, 1), date(2100, 1, 1)}


def test_a_lack_of_memory_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(_: Request) -> Answer:
        raise MemoryError

    monkeypatch.setattr(worker, "answer", short)
    problem = ask(tmp_path, "a.txt", "They met.").problem
    assert problem
    assert problem.reason == "takes more than 512 MB of memory to read"


@pytest.fixture
def kept_limits() -> object:
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)
    before = {kind: resource.getrlimit(kind) for kind in kinds}
    yield before
    for kind, limits in before.items():
        resource.setrlimit(kind, limits)


@pytest.mark.usefixtures("kept_limits")
def test_the_limits_hold_for_this_process_from_each_file_on(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1000, memory_bytes=2**40)
    limit_this_process(limits)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    assert 1000 <= soft <= used.ru_utime + used.ru_stime + 1002
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == 2**40
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


@pytest.mark.usefixtures("kept_limits")
def test_requests_are_answered_one_after_another(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    limits = Limits(cpu_seconds=1000, memory_bytes=2**40)
    requests = [Request(str(tmp_path), path, "", limits) for path in ("a.txt", "b.txt")]
    answers = io.BytesIO()
    worker.serve(io.BytesIO(b"".join(msgspec.json.encode(request) + b"\n" for request in requests)), answers)
    ready, *lines = answers.getvalue().splitlines(keepends=True)
    assert ready == READY
    problems = [msgspec.json.decode(line, type=Answer).problem for line in lines]
    assert [problem.path for problem in problems if problem] == ["a.txt", "b.txt"]


def test_as_a_program_it_answers_on_its_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "stdout", printed)
    runpy.run_path(worker.__file__, run_name="__main__")
    printed.seek(0)
    assert printed.read().encode() == READY


def test_a_parent_that_was_killed_is_no_reason_to_complain(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    ended: list[int] = []
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    # Unbuffered, so that nothing is left to be flushed by the test.
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=os.fdopen(write, "wb", buffering=0)))
    monkeypatch.setattr(os, "_exit", ended.append)
    runpy.run_path(worker.__file__, run_name="__main__")
    sys.stdout.buffer.close()
    assert ended == [1]


def test_a_glossary_in_another_encoding_is_read_and_that_is_said(tmp_path: Path) -> None:
    found = ask(tmp_path, "glossary.toml", "['Réunion du conseil']\nalso = ['séance']".encode("cp1252"))
    assert found.terms == (Term("Réunion du conseil", (("", "séance"),)),)
    assert [str(each) for each in found.warnings] == [
        "glossary.toml:1: is not UTF-8; read as windows-1252 (Save it as UTF-8.)"
    ]


def listed(data: bytes, listing: Listing, pattern: str = "*") -> Answer:
    document = Document("https://holm.example/feed", data, date(2026, 3, 2))
    request = Request("", document.path, "", LIMITS, document, listing, pattern)
    return msgspec.json.decode(worker.encode_answer(request), type=Answer)


def test_a_feed_and_a_sitemap_are_read_here_too() -> None:
    item = b"<item><title>The ferry</title><link>https://holm.example/ferry</link></item>"
    feed = listed(
        b"<rss version='2.0'><channel><title>Holm</title>" + item + b"</channel></rss>", Listing.FEED
    )
    assert feed.feed
    assert [each.title for each in feed.feed.items] == ["The ferry"]
    pages = b"".join(b"<url><loc>https://holm.example/%s</loc></url>" % name for name in (b"a", b"b"))
    sitemap = listed(b"<urlset>" + pages + b"</urlset>", Listing.SITEMAP, "*/b")
    assert sitemap.sitemap
    assert [each.url for each in sitemap.sitemap.pages] == ["https://holm.example/b"]
    refused = listed(b"no feed", Listing.FEED)
    assert refused.problem
    assert refused.problem.path == "https://holm.example/feed"
