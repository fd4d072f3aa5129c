"""How does a test read the statuses of a small text? Markdown or plain text in, topics and statuses out."""

import textwrap
from datetime import date

from msgspec.structs import replace

from knowledge.model import Article, Kind, Passage
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.statuses.claims import Claims, read_claims

DAY = date(2026, 11, 12)


def read(
    text: str, path: str = "board.md", *, language: str | None = None, day: date | None = DAY
) -> Article:
    """Read a text as an article that was published on a day."""
    document = Document(path, textwrap.dedent(text).encode(), date(2026, 11, 27), None, None)
    article = read_article(document).article
    return replace(article, published=day, language=language or article.language)


def claims(text: str, path: str = "board.md", *, language: str | None = None) -> dict[str, str]:
    """Give the status of each topic that a text states; it states none twice."""
    found = read_claims(read(text, path, language=language)).claims
    assert len({claim.topic for claim in found}) == len(found)
    return {claim.topic: claim.status for claim in found}


def why_not(text: str) -> list[tuple[str, str]]:
    """Give what looked like a status and was not taken, each with why, in a text that states none."""
    found = read_claims(read(text))
    assert found.claims == ()
    return [(each.text, each.why) for each in found.ignored]


def table(*rows: str) -> str:
    """Write a table in Markdown: each row is its cells with bars between them, the first the headers."""
    header, *rest = (f"| {row} |" for row in rows)
    return "\n".join((header, "|---" * (header.count("|") - 1) + "|", *rest))


def of(*passages: Passage, title: str = "Harbour plan") -> Claims:
    """Read the claims of an article with these passages."""
    return read_claims(Article("a.md", title, "en", passages, DAY))


def bullet(text: str, *section: str, lead_in: str = "") -> Passage:
    """Make a bullet below some headings."""
    return Passage(text, Kind.BULLET, section, (1, 1), lead_in)


def paragraph(text: str, *section: str) -> Passage:
    """Make a paragraph below some headings."""
    return Passage(text, Kind.PARAGRAPH, section, (1, 1))
