"""How does one look at a source go? Ask what it offers, sort what is new from what is known, fetch pages."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import random as draw

from msgspec import Struct
from msgspec.structs import replace

from knowledge.sources.fetching import Fetcher
from knowledge.sources.kept import Kept, Kind, SourceSpec, SourceState, Told, Version, Waiting
from knowledge.sources.live._listing import Listing, list_offered
from knowledge.sources.live._matching import Offered, match
from knowledge.sources.live._pace import Random, fail, succeed
from knowledge.sources.live._pages import Pages, revise
from knowledge.sources.live._round import Change, Reader, Round

MOST_WAITING = 2_000
"""Pages that are still to be fetched; a source that names more is asked for the rest later."""


async def look(
    spec: SourceSpec,
    state: SourceState,
    kept: Mapping[str, Kept],
    fetcher: Fetcher,
    reader: Reader,
    now: datetime,
    *,
    random: Random = draw,
) -> Round:
    """Look at a source once, and say what is new; `kept` is all that is known of it, by identity.

    Nothing of it is raised: what fails is told by the state, or by a remark, and is tried again.
    """
    if state.url != spec.url:
        state = SourceState(url=spec.url)
    pages = Pages(spec, kept, fetcher, now)
    if spec.kind is Kind.PAGE:
        listing = await pages.look_at_source(state)
        sorted_ = _Sorted()
    else:
        listing = await list_offered(spec, state, fetcher, reader, now)
        # A large sitemap takes its time, which must not hold up anybody.
        sorted_ = await asyncio.to_thread(_sort, spec, kept, state.waiting, listing, now)
        done = {change.before.identity for change in sorted_.changes}
        await pages.look_at(sorted_.waiting, sorted_.seen, sorted_.unlisted, done)
    state = listing.state
    if sorted_.is_cut:
        state = replace(state, validators=SourceState().validators, sha256="")
    if state.reason:
        state = fail(state, spec, now, random, at_least=listing.retry_after)
    else:
        state = succeed(state, spec, now, random)
    return Round(
        state=replace(state, waiting=tuple(pages.waiting.values())),
        new=(*sorted_.new, *pages.new.values()),
        changes=(*sorted_.changes, *pages.changes),
        gone=tuple(pages.gone),
        seen=tuple(pages.seen.values()),
        data=sorted_.data | pages.data,
        remarks=(*listing.remarks, *pages.remarks),
    )


class _Sorted(Struct):
    """What a source offers, sorted."""

    new: list[Kept] = []
    changes: list[Change] = []
    seen: dict[str, Kept] = {}
    """Of which the source now says something else."""
    waiting: dict[str, Waiting] = {}
    unlisted: set[str] = set()
    """Which a sitemap does not name any more."""
    data: dict[str, bytes] = {}
    is_cut: bool = False


def _sort(
    spec: SourceSpec, kept: Mapping[str, Kept], waiting: tuple[Waiting, ...], listing: Listing, now: datetime
) -> _Sorted:
    """Sort what is offered: new, changed, to be fetched, or just as it was."""
    found = _Sorted(waiting={each.identity: each for each in waiting})
    if listing.offered is None:
        return found
    listed: set[str] = set()
    for offered, name in match(listing.offered, kept, waiting):
        identity = name or offered.identity
        listed.add(identity)
        known = kept.get(identity)
        if known is None:
            _take_new(found, spec, identity, offered, now)
        else:
            _compare(found, known, offered, now)
    if spec.kind is Kind.SITEMAP:
        _mark_listed(found, kept, listed, is_all=listing.is_all)
    return found


def _take_new(found: _Sorted, spec: SourceSpec, identity: str, offered: Offered, now: datetime) -> None:
    latest = offered.told.latest
    oldest = now.date() - timedelta(days=spec.max_age_days) if spec.max_age_days else date.min
    if latest and latest < oldest and identity not in found.waiting:
        return
    if offered.content is None:
        _wait(found, identity, offered.told, now)
        return
    found.waiting.pop(identity, None)
    version = _make_version(identity, offered, offered.content, now)
    found.data[version.sha256] = offered.content
    found.new.append(Kept(spec.name, identity, offered.told, version, now, now, whole=True))


def _compare(found: _Sorted, known: Kept, offered: Offered, now: datetime) -> None:
    if offered.content is None:
        if offered.told.words != known.told.words:
            _wait(found, known.identity, offered.told, now)
        return
    found.waiting.pop(known.identity, None)
    version = _make_version(known.identity, offered, offered.content, now)
    after = replace(known, told=offered.told, whole=True)
    if version.sha256 not in {known.version.sha256, known.cosmetic}:
        found.data[version.sha256] = offered.content
        found.changes.append(Change(known, revise(after, version, known, now)))
    elif after != known:
        found.seen[known.identity] = after


def _wait(found: _Sorted, identity: str, told: Told, now: datetime) -> None:
    """Let a page be fetched; one that waits already is told of anew, and keeps its place."""
    waiting = found.waiting.get(identity)
    if waiting:
        found.waiting[identity] = replace(waiting, told=told)
    elif len(found.waiting) < MOST_WAITING:
        found.waiting[identity] = Waiting(identity, told, since=now, next_try=now)
    else:
        found.is_cut = True


def _mark_listed(found: _Sorted, kept: Mapping[str, Kept], listed: set[str], *, is_all: bool) -> None:
    for identity, known in kept.items():
        if known.listed != (identity in listed) and (is_all or identity in listed):
            found.seen[identity] = replace(known, listed=identity in listed)
            if known.listed:
                found.unlisted.add(identity)


def _make_version(identity: str, offered: Offered, content: bytes, now: datetime) -> Version:
    return Version(
        sha256=hashlib.sha256(content).hexdigest(),
        url=offered.told.url or "",
        page=identity.removeprefix("url:"),
        content_type=offered.content_type,
        charset="utf-8",
        fetched_at=now,
    )
