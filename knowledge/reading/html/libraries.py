"""How are the libraries loaded that look for a story and its date? Late, as they take most of a second.

Both bring along what can fetch pages. None of it is used here, and none of it may open a socket.
"""

import logging
import socket
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from lxml.html import HtmlElement


@contextmanager
def _without_sockets() -> Generator[None]:
    """Keep urllib3 from binding a socket when it is imported, only to learn whether there is IPv6."""
    known, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = known


def extract_story(tree: HtmlElement) -> str:
    """Take the text of the story out of a page, a block a line; empty where there is none."""
    with _without_sockets():
        from trafilatura import extract
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract(tree, fast=True, include_comments=False) or ""


def guess_date(tree: HtmlElement, latest: date) -> str:
    """Guess when a page was published from the marks and words around its dates, or give nothing.

    Not from just any date in its text: a wrong date is worse than none.
    """
    with _without_sockets():
        from htmldate import find_date
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    until = datetime.combine(latest + timedelta(days=1), time())
    return find_date(tree, extensive_search=False, original_date=True, max_date=until) or ""
