"""Which of the articles that a source tells of are known? By their page; else by what else is their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from knowledge.sources.kept import Kept, Told, Waiting

Known = Kept | Waiting


class Offered(Struct, frozen=True):
    """An article that a source tells of, with its text where the source brings that too."""

    identity: str
    told: Told
    content: bytes | None = None
    content_type: str = ""


def match(
    offered: Sequence[Offered], kept: Mapping[str, Kept], waiting: Iterable[Waiting]
) -> list[tuple[Offered, str | None]]:
    """Give each article with the identity under which it is known, or None; what is told of twice only once.

    Its page decides. Only where that is not known the GUID counts, together with title or day: some feeds
    make up new GUIDs each time, and others number the places in their list. Without either, it is its text.
    """
    known: dict[str, Known] = {each.identity: each for each in waiting} | dict(kept)
    by_page = {page: each.identity for each in known.values() for page in each.pages}
    by_page |= {identity.removeprefix("url:"): identity for identity in known}
    sure = [by_page.get(each.identity.removeprefix("url:")) for each in offered]
    # What the source names by its own page is no other article.
    left = [known[identity] for identity in known.keys() - set(sure)]
    by_mark = {mark: each.identity for each in left for mark in _marks(each.identity, each.told)}
    found: list[tuple[Offered, str | None]] = []
    taken: set[str] = set()
    for each, identity in zip(offered, sure, strict=True):
        marks = _marks(each.identity, each.told)
        match_ = identity or next((by_mark[mark] for mark in marks if mark in by_mark), None)
        name = match_ or each.identity
        if name not in taken:
            taken.add(name)
            found.append((each, match_))
    return found


def _marks(identity: str, told: Told) -> Iterator[tuple[str, ...]]:
    if told.guid and told.published:
        yield "guid and day", told.guid, told.published.isoformat()
    if told.guid and told.title:
        yield "guid and title", told.guid, told.title
    if told.words and not identity.startswith("url:"):
        yield "words", told.words
