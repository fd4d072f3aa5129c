"""What do the pages of articles hold now? New ones, changed ones, and old ones in their turn."""

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from knowledge.reading.urls import canonical, is_front_page
from knowledge.sources.fetching import NEVER_FETCHED, Fetched, Fetcher, Outcome
from knowledge.sources.kept import Kept, Kind, SourceSpec, SourceState, Told, Version, Waiting
from knowledge.sources.live._listing import Listing, refuse
from knowledge.sources.live._pace import is_due, is_given_up, is_try_due, miss, wait_for_page
from knowledge.sources.live._round import Change, Remark

MOST_PAGES, MOST_OLD = 50, 10
"""Pages of one round, and how many of them are known ones that are only looked at again."""
MOST_BYTES = 16_000_000
"""After so many, the rest waits for the next round."""

_AT_ONCE = 8
_GONE_FOR_GOOD = 410


class _Wanted(Struct, frozen=True):
    """A page to be fetched, and since when it waits where it does."""

    identity: str
    told: Told
    waiting: Waiting | None = None


class Pages:
    """Fetches pages of a source, and sorts what came of it."""

    def __init__(self, spec: SourceSpec, kept: Mapping[str, Kept], fetcher: Fetcher, now: datetime) -> None:
        self._spec = spec
        self._kept = kept
        self._fetcher = fetcher
        self._now = now
        self.new: dict[str, Kept] = {}
        self.changes: list[Change] = []
        self.gone: list[Kept] = []
        self.seen: dict[str, Kept] = {}
        self.waiting: dict[str, Waiting] = {}
        self.data: dict[str, bytes] = {}
        self.remarks: list[Remark] = []
        self._owners: dict[str, str] = {}

    async def look_at_source(self, state: SourceState) -> Listing:
        """Look at the one page of a source."""
        told = Told(self._spec.url, language=self._spec.language)
        wanted = _Wanted("url:" + canonical(self._spec.url), told)
        fetched = await self._fetch(wanted, state.moved_to)
        self._sort(wanted, fetched)
        if fetched.outcome is Outcome.FAILED or _is_gone(wanted, fetched):
            return refuse(state, fetched)
        moved_to = fetched.moved_to or state.moved_to
        return Listing(replace(state, moved_to=moved_to, read_at=self._now, reason="", cure=""))

    async def look_at(
        self,
        waiting: Mapping[str, Waiting],
        seen: Mapping[str, Kept],
        unlisted: AbstractSet[str],
        done: AbstractSet[str],
    ) -> None:
        """Look at the pages that wait, and at known ones whose turn it is, or that are `unlisted`.

        `seen` is what is known better by now; those `done` came with their text.
        """
        self.waiting, self.seen = dict(waiting), dict(seen)
        self._owners = {page: each.identity for each in self._kept.values() for page in each.pages}
        wanted = self._choose(unlisted, done)
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            for each, fetched in zip(batch, await asyncio.gather(*map(self._fetch, batch)), strict=True):
                self._sort(each, fetched)
            if sum(map(len, self.data.values())) > MOST_BYTES:
                break

    def _choose(self, unlisted: AbstractSet[str], done: AbstractSet[str]) -> list[_Wanted]:
        ready = [each for each in self.waiting.values() if is_try_due(each, self._spec, self._now)]
        ready.sort(key=lambda each: (each.tries, each.since))
        old = [
            each
            for each in (self.seen.get(identity, known) for identity, known in self._kept.items())
            if each.identity not in self.waiting
            and each.identity not in done
            and (each.identity in unlisted or is_due(each, self._spec, self._now))
        ]
        old.sort(key=lambda each: each.looked_at)
        first = [_Wanted(each.identity, each.told, each) for each in ready[: MOST_PAGES - MOST_OLD]]
        return first + [_Wanted(each.identity, each.told) for each in old[: MOST_PAGES - len(first)]]

    async def _fetch(self, wanted: _Wanted, url: str | None = None) -> Fetched:
        known = self._kept.get(wanted.identity)
        validators = known.validators if known and known.told.url == wanted.told.url else NEVER_FETCHED
        return await self._fetcher.fetch(url or wanted.told.url or "", validators)

    def _sort(self, wanted: _Wanted, fetched: Fetched) -> None:
        known = self.seen.get(wanted.identity) or self._kept.get(wanted.identity)
        if fetched.outcome is Outcome.FAILED:
            self.remarks.append(Remark(fetched.url, fetched.reason, fetched.cure))
            self._try_again(wanted, known, fetched.retry_after or 0)
        elif _is_gone(wanted, fetched):
            self._miss(wanted, known, for_good=fetched.code == _GONE_FOR_GOOD)
        else:
            self.waiting.pop(wanted.identity, None)
            if known:
                self._compare(wanted, known, fetched)
            else:
                self._take(wanted, fetched)

    def _try_again(self, wanted: _Wanted, known: Kept | None, at_least: float) -> None:
        waiting = wanted.waiting
        if waiting:
            tries = waiting.tries + 1
            wait = max(wait_for_page(tries, self._spec), timedelta(seconds=at_least))
            waiting = replace(waiting, tries=tries, next_try=self._now + wait)
            self.waiting[wanted.identity] = waiting
        elif known:
            self.seen[known.identity] = replace(known, looked_at=self._now)
        if waiting and is_given_up(waiting, self._now, is_missing=False):
            del self.waiting[wanted.identity]

    def _miss(self, wanted: _Wanted, known: Kept | None, *, for_good: bool) -> None:
        """Note that a page is not there; of a new article only that it is to be tried again."""
        if known:
            self.waiting.pop(wanted.identity, None)
            after = miss(known, self._now, for_good=for_good)
            if after.gone_since and not known.gone_since:
                self.seen.pop(known.identity, None)
                self.gone.append(after)
            else:
                self.seen[known.identity] = after
            return
        self._try_again(wanted, None, 0)
        waiting = self.waiting.get(wanted.identity)
        if waiting and (for_good or is_given_up(waiting, self._now, is_missing=True)):
            del self.waiting[wanted.identity]

    def _take(self, wanted: _Wanted, fetched: Fetched) -> None:
        """Take up a new article, unless its address leads to the page of another one."""
        version = _make_version(fetched)
        owner = self._owners.get(version.page)
        if owner in self.new:
            self.new[owner] = _name_also(self.new[owner], wanted.identity)
        elif owner is not None:
            known = self.seen.get(owner) or self._kept[owner]
            self.seen[owner] = _name_also(known, wanted.identity)
        else:
            made = Kept(
                source=self._spec.name,
                identity=wanted.identity,
                told=wanted.told,
                version=version,
                first_seen=self._now,
                looked_at=self._now,
                validators=fetched.validators,
                listed=self._spec.kind is Kind.SITEMAP,
            )
            self.new[made.identity] = made
            self.data[version.sha256] = fetched.data
            self._owners |= dict.fromkeys(made.pages, made.identity)

    def _compare(self, wanted: _Wanted, known: Kept, fetched: Fetched) -> None:
        after = replace(
            known,
            told=wanted.told,
            looked_at=self._now,
            validators=fetched.validators,
            missing=None,
            gone_since=None,
        )
        # What came whole is only looked at to see whether it is still there.
        is_known = fetched.sha256 in {known.version.sha256, known.cosmetic}
        if fetched.outcome is Outcome.UNCHANGED or is_known or (known.whole and not wanted.waiting):
            self.seen[known.identity] = after
            return
        self.seen.pop(known.identity, None)
        self.data[fetched.sha256] = fetched.data
        after = replace(after, whole=False)
        self.changes.append(Change(known, revise(after, _make_version(fetched), known, self._now)))


def revise(after: Kept, version: Version, before: Kept, now: datetime) -> Kept:
    """Give an article its new version.

    It is dated by what the source says, where that is later than all it said before and not in the future;
    else it is of today.
    """
    said, newest = after.told.updated, before.version.revised_on or before.told.latest or date.min
    dated = said if said and newest < said <= now.date() else now.date()
    version = replace(version, revised_on=dated)
    return replace(after, version=version, cosmetic="", earlier=(*before.earlier, before.version))


def _is_gone(wanted: _Wanted, fetched: Fetched) -> bool:
    """Tell whether a page is not there; many sites show their front page instead."""
    if fetched.outcome in {Outcome.GONE, Outcome.FAILED}:
        return fetched.outcome is Outcome.GONE
    return is_front_page(fetched.final_url) and not is_front_page(wanted.told.url or "")


def _make_version(fetched: Fetched) -> Version:
    return Version(
        sha256=fetched.sha256,
        url=fetched.final_url,
        page=canonical(fetched.final_url),
        content_type=fetched.content_type,
        charset=fetched.charset,
        fetched_at=fetched.fetched_at,
    )


def _name_also(kept: Kept, identity: str) -> Kept:
    return replace(kept, also=(*kept.also, identity))
