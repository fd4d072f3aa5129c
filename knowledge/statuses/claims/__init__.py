"""Which passages of an article say where something stands? Pure: the same article always claims the same.

`_tables`, `_lists` and `_fields` each know one form of saying so, `_words` what headers and headings mean.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.model import Article, Claim, Ignored, Kind, Passage
from knowledge.statuses.claims._fields import read_field, read_status_heading
from knowledge.statuses.claims._found import Found
from knowledge.statuses.claims._lists import read_list
from knowledge.statuses.claims._tables import is_status_header, read_table
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords

__all__ = ["Claims", "is_status_header", "read_claims"]


class Claims(Struct, frozen=True):
    """What an article says of where things stand, in its order, and what looks so and says nothing of it."""

    claims: tuple[Claim, ...]
    ignored: tuple[Ignored, ...]


def read_claims(article: Article, own: OwnWords = NO_OWN_WORDS) -> Claims:
    """Read all statuses that an article states; `own` words are known beside those of the languages."""
    found = Found(article, own)
    section: tuple[str, ...] = ()
    for block in _split_blocks(article.passages):
        first = block[0]
        opens = bool(first.section) and first.section != section
        section = first.section
        rest = block[1:] if opens and read_status_heading(first, found) else block
        if rest:
            _read(rest, found)
    return Claims(tuple(found.claims), tuple(found.ignored))


def _read(block: Sequence[Passage], found: Found) -> None:
    if block[0].kind is Kind.ROW:
        read_table(block, found)
    elif block[0].kind is Kind.BULLET:
        read_list(block, found)
    else:
        read_field(block[0], found)


def _split_blocks(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Part passages into tables, lists, and paragraphs, which each stand alone."""
    block: list[Passage] = []
    for passage in passages:
        if block and not _goes_on(block[-1], passage):
            yield block
            block = []
        block.append(passage)
    if block:
        yield block


def _goes_on(before: Passage, passage: Passage) -> bool:
    if (before.kind, before.section, before.lead_in) != (passage.kind, passage.section, passage.lead_in):
        return False
    if passage.kind is Kind.ROW:
        # A row may have fewer cells than the others.
        return all(one == other for (one, _), (other, _) in zip(before.cells, passage.cells, strict=False))
    return passage.kind is Kind.BULLET
