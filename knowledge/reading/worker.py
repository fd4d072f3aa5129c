"""What happens inside the child process? Reads one file after another, within limits.

Run as `python -m knowledge.reading.worker`: a `Request` a line on standard input, an `Answer` a line on
standard output. The parent ends it by closing its input.
"""

import hashlib
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from knowledge.model import Problem
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.encoding import decode
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.reading.limits import limit_this_process
from knowledge.reading.protocol import LONGEST_ANSWER, MOST_PARTS, READY, Answer, Listing, Request
from knowledge.reading.source import UnreadableError, read_bytes

_LAST_TIMESTAMP = 4_102_444_800  # the year 2100: a file's own time may be anything


class _ChangedError(UnreadableError):
    """A file is not the one that was listed."""


def answer(request: Request) -> Answer:
    """Read one file; what is wrong with it is an answer too."""
    try:
        document = request.document or _open(request)
        if request.listing:
            return _read_listing(document, request.listing, request.pattern)
        if request.path == GLOSSARY:
            draft = Draft()
            terms = read_glossary(decode(document, draft))
            return Answer(terms=terms, warnings=draft.name_oddities(request.path))
        found = read_article(document)
        return Answer(article=found.article, warnings=found.warnings, format=found.format)
    except UnreadableError as error:
        # What could not even be opened may be there the next time.
        is_passing = isinstance(error, _ChangedError) or isinstance(error.__cause__, OSError)
        return Answer(problem=error.problem(request.path), is_passing=is_passing)
    except RecursionError:
        return Answer(problem=Problem(request.path, "is nested too deeply", "Make it simpler."))


def _read_listing(document: Document, listing: Listing, pattern: str) -> Answer:
    """Read what names articles; its path is the URL that it came from."""
    from knowledge.reading.feeds import read_feed
    from knowledge.reading.sitemaps import read_sitemap

    today = document.modified_on
    if listing is Listing.SITEMAP:
        return Answer(sitemap=read_sitemap(document.data, today=today, pattern=pattern))
    return Answer(feed=read_feed(document.data, document.path, charset=document.charset, today=today))


def _open(request: Request) -> Document:
    data, modified = read_bytes(Path(request.folder, request.path), request.limits.bytes)
    if hashlib.sha256(data).hexdigest() != request.sha256:
        raise _ChangedError("was changed while the folder was read", "Reload once more.")
    return Document(request.path, data, _day(modified))


def _day(timestamp: float) -> date:
    return datetime.fromtimestamp(min(max(timestamp, 0), _LAST_TIMESTAMP), UTC).date()


def encode_answer(request: Request) -> bytes:
    """Give the answer to a request as one line of JSON, without its end."""
    try:
        found = answer(request)
        line = msgspec.json.encode(found)
    except MemoryError:
        reason = f"takes more than {request.limits.memory_bytes // 2**20} MB of memory to read"
    else:
        if _parts(found) <= MOST_PARTS and len(line) <= LONGEST_ANSWER:
            return line
        reason = f"holds more than {MOST_PARTS:,} passages, cells or names"
    problem = Problem(request.path, reason, "Split it into smaller files.")
    return msgspec.json.encode(Answer(problem=problem))


def _parts(found: Answer) -> int:
    passages = found.article.passages if found.article else ()
    names = sum(1 + len(term.others) for term in found.terms or ())
    return names + sum(1 + len(passage.cells) for passage in passages)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    answers.write(READY)
    answers.flush()
    decoder = msgspec.json.Decoder(Request)
    for line in requests:
        request = decoder.decode(line)
        limit_this_process(request.limits)
        answers.write(encode_answer(request) + b"\n")
        answers.flush()


if __name__ == "__main__":
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Who asked was killed. Python would complain once more when it flushes at exit.
        os._exit(1)
