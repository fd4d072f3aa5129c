"""What does a source offer now? What its feed or sitemap tells of; that nothing is new; or why it failed."""

import asyncio
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from knowledge.reading.listings import Item, Listed, Sitemap
from knowledge.reading.source import UnreadableError
from knowledge.sources.fetching import NEVER_FETCHED, Fetched, Fetcher, Outcome
from knowledge.sources.kept import Kind, SourceSpec, SourceState, Told
from knowledge.sources.live._matching import Offered
from knowledge.sources.live._round import Reader, Remark

LARGEST = 10_000_000
"""Bytes of a feed or sitemap."""
MOST_PARTS = 50
"""Sitemaps of an index, the latest ones."""

_ALL_AGAIN = timedelta(days=1)
"""Once in that time a server is asked for all, whatever it says about what is new."""


class Listing(Struct, frozen=True):
    """What a source offers."""

    state: SourceState
    """With what the server knows its answer again by; `reason` is set where it failed."""
    offered: tuple[Offered, ...] | None = None
    """None where nothing is known to be new."""
    is_all: bool = False
    """Whether what is not offered is not named any more."""
    remarks: tuple[Remark, ...] = ()
    retry_after: float = 0


async def list_offered(
    spec: SourceSpec, state: SourceState, fetcher: Fetcher, reader: Reader, now: datetime
) -> Listing:
    """Fetch a feed or a sitemap, and read it."""
    fresh = state.read_at is not None and now - state.read_at < _ALL_AGAIN
    fetched = await fetcher.fetch(
        state.moved_to or spec.url, state.validators if fresh else NEVER_FETCHED, most_bytes=LARGEST
    )
    if fetched.outcome in {Outcome.FAILED, Outcome.GONE}:
        return refuse(state, fetched)
    state = replace(state, moved_to=fetched.moved_to or state.moved_to, reason="", cure="")
    if fetched.outcome is Outcome.UNCHANGED:
        return Listing(state)
    state = replace(state, read_at=now)
    if fetched.sha256 == state.sha256:
        return Listing(replace(state, validators=fetched.validators))
    try:
        if spec.kind is Kind.FEED:
            feed = await reader.read_feed(fetched, now.date())
            listing = Listing(state, tuple(_offer_item(item, spec) for item in feed.items))
        else:
            sitemap = await reader.read_sitemap(fetched, now.date(), spec.pattern)
            if sitemap.sitemaps:
                # That its index is the same says nothing about its parts: it is not remembered.
                return await _list_parts(sitemap, spec, state, fetcher, reader, now.date())
            listing = Listing(state, _offer_pages(sitemap, spec), is_all=not sitemap.cut)
    except UnreadableError as error:
        return Listing(replace(state, reason=error.reason, cure=error.cure))
    known_by = replace(state, validators=fetched.validators, sha256=fetched.sha256)
    return replace(listing, state=known_by)


def refuse(state: SourceState, fetched: Fetched) -> Listing:
    """Note why a source could not be had."""
    reason, cure = fetched.reason, fetched.cure
    if fetched.outcome is Outcome.GONE:
        reason = f"is not there any more ({fetched.code})"
        cure = "Name the address where it is now, or take the source out."
    return Listing(replace(state, reason=reason, cure=cure), retry_after=fetched.retry_after or 0)


async def _list_parts(
    index: Sitemap, spec: SourceSpec, state: SourceState, fetcher: Fetcher, reader: Reader, today: date
) -> Listing:
    """Read the sitemaps of an index; one that fails leaves open what it names."""
    parts = sorted(index.sitemaps, key=lambda part: part.changed or date.max, reverse=True)
    chosen = parts[:MOST_PARTS]

    async def read(part: Listed) -> Sitemap | Remark:
        fetched = await fetcher.fetch(part.url, most_bytes=LARGEST)
        if fetched.outcome is not Outcome.FETCHED:
            failed = refuse(state, fetched).state
            return Remark(part.url, failed.reason, failed.cure)
        try:
            return await reader.read_sitemap(fetched, today, spec.pattern)
        except UnreadableError as error:
            return Remark(part.url, error.reason, error.cure)

    found = await asyncio.gather(*map(read, chosen))
    remarks = tuple(each for each in found if isinstance(each, Remark))
    sitemaps = [each for each in found if isinstance(each, Sitemap)]
    if not sitemaps:
        return Listing(replace(state, reason=remarks[0].reason, cure=remarks[0].cure), remarks=remarks)
    is_all = not remarks and len(parts) == len(chosen) and not any(each.cut for each in sitemaps)
    offered = tuple(page for each in sitemaps for page in _offer_pages(each, spec))
    return Listing(state, offered, is_all=is_all, remarks=remarks)


def _offer_item(item: Item, spec: SourceSpec) -> Offered:
    told = Told(
        url=item.url,
        guid=item.guid,
        title=item.title,
        published=item.published,
        updated=item.updated,
        language=item.language or spec.language,
        words=f"{item.words} {item.updated or ''}".strip() if not item.full else item.words,
    )
    # What has no page has no other text than this.
    if item.full or item.url is None:
        content = item.content.encode("utf-8", "replace")
        return Offered(item.identity, told, content or None, item.content_type)
    return Offered(item.identity, told)


def _offer_pages(sitemap: Sitemap, spec: SourceSpec) -> tuple[Offered, ...]:
    return tuple(
        Offered(
            page.identity,
            Told(
                url=page.url,
                title=page.title,
                published=page.published,
                updated=page.changed,
                language=page.language or spec.language,
                words=str(page.changed or ""),
            ),
        )
        for page in sitemap.pages
    )
