"""Is what a notice is about read as it was written, in this version and the next ones?"""

from datetime import date

import pytest

from knowledge.model import Statement, StatusChange
from knowledge.notices.audience import Correction, Digest, Known, Matter, NewArticle, Withdrawn
from knowledge.store._matters import read_matter, write_matter

SAID = Statement(
    "Agreed", "| Gas | Agreed |", "Title", ("A", "B"), (3, 4), date(2026, 2, 1), None, "https://e.org"
)
GAS = StatusChange("Gas", None, SAID, (SAID,))
DIGEST = Digest(date(2026, 3, 1), (GAS,), (NewArticle("a", "A", date(2026, 2, 1)),), (("x", 2),))


@pytest.mark.parametrize(
    ("kind", "matter"),
    [
        ("change", GAS),
        ("known", Known("Хто веде?")),
        ("digest", DIGEST),
        ("withdrawn", Withdrawn(GAS)),
        ("correction", Correction(GAS, SAID, "nonce")),
        ("correction", Correction(GAS, None, "nonce")),
        ("article", NewArticle("a", "A", date(2026, 2, 1), "https://e.org")),
    ],
)
def test_a_matter_is_read_as_it_was_written(kind: str, matter: Matter) -> None:
    name, body = write_matter(matter)
    assert (name, read_matter(name, body)) == (kind, matter)


def test_fields_that_a_later_version_added_are_left_out() -> None:
    assert read_matter("known", b'{"question": "Who?", "mood": "hopeful"}') == Known("Who?")


@pytest.mark.parametrize(
    ("kind", "body"),
    [("poll", b'{"question": "Who?"}'), ("known", b'{"query": "Who?"}'), ("known", b"\xff\x00")],
)
def test_a_matter_that_cannot_be_read_is_none(kind: str, body: bytes) -> None:
    assert read_matter(kind, body) is None
