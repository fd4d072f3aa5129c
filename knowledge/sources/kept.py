"""What is a live source, and what is kept of it? Values that a store can encode."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class Validators(Struct, frozen=True):
    """By what a server knows again what it gave before."""

    etag: str | None = None
    last_modified: str | None = None


NEVER_FETCHED = Validators()


class Kind(StrEnum):
    """What is at the URL of a source."""

    FEED = "feed"
    PAGE = "page"
    """One article that is looked at again."""
    SITEMAP = "sitemap"


class SourceSpec(Struct, frozen=True):
    """A source as its operator wants it."""

    name: str
    kind: Kind
    url: str
    interval: timedelta = timedelta(minutes=30)
    language: str | None = None
    """Of its articles, where they do not say."""
    max_age_days: int | None = None
    """Articles that were older when they were first seen are not taken up."""
    pattern: str = "*"
    """A glob that the URLs of a sitemap's pages match."""


class Told(Struct, frozen=True):
    """What a source says of an article: hints, since its page knows better."""

    url: str | None
    guid: str = ""
    title: str = ""
    published: date | None = None
    updated: date | None = None
    language: str | None = None
    words: str = ""
    """A hash of all that the source says; another one is a reason to look at the page."""

    @property
    def latest(self) -> date | None:
        """The last day that the source gives."""
        return max(filter(None, (self.published, self.updated)), default=None)


class Version(Struct, frozen=True):
    """The bytes of an article, as they were from one day on."""

    sha256: str
    url: str
    """Where they were, after redirects."""
    page: str
    """The same for all URLs of that page."""
    content_type: str
    charset: str | None
    fetched_at: datetime
    revised_on: date | None = None
    """The day on which they took the place of the version before; None for the first."""


class Missing(Struct, frozen=True):
    """An article whose page was not there, which may be for a moment only."""

    since: datetime
    times: int = 1


class Kept(Struct, frozen=True):
    """An article of a live source."""

    source: str
    identity: str
    """Stays the same for ever, and is its own within the source."""
    told: Told
    version: Version
    first_seen: datetime
    looked_at: datetime
    """When its page was last asked for, whatever came of it."""
    validators: Validators = NEVER_FETCHED
    whole: bool = False
    """Whether the bytes came in the feed itself."""
    listed: bool = False
    """Whether it is of a sitemap that names it."""
    missing: Missing | None = None
    gone_since: date | None = None
    cosmetic: str = ""
    """The SHA-256 of later bytes that said the same."""
    earlier: tuple[Version, ...] = ()
    """Oldest first."""
    also: tuple[str, ...] = ()
    """Identities of what turned out to be this article."""

    @property
    def page(self) -> str | None:
        """The URL to look at it again, or None where it has no page of its own."""
        return self.told.url if self.identity.startswith("url:") else None

    @property
    def pages(self) -> frozenset[str]:
        """What names its page: the address that the source gives, and the one where it was found."""
        named = (each.removeprefix("url:") for each in (self.identity, *self.also))
        return frozenset({*named, self.version.page})


class Waiting(Struct, frozen=True):
    """An article whose page is still to be fetched: it is new, or the source says that it changed."""

    identity: str
    told: Told
    since: datetime
    next_try: datetime
    tries: int = 0

    @property
    def pages(self) -> frozenset[str]:
        """What names its page."""
        return frozenset({self.identity.removeprefix("url:")})


class SourceState(Struct, frozen=True):
    """How a source stands."""

    url: str = ""
    """What it was looked for at: of another one, nothing here holds."""
    validators: Validators = NEVER_FETCHED
    sha256: str = ""
    """Of what was last read."""
    read_at: datetime | None = None
    """When the server last gave all, and did not say that nothing is new."""
    next_look: datetime | None = None
    """None: at once."""
    failures: int = 0
    """In a row."""
    last_success: datetime | None = None
    reason: str = ""
    """Why it failed the last time; empty after a success."""
    cure: str = ""
    moved_to: str | None = None
    """Where it is now, as its server says."""
    waiting: tuple[Waiting, ...] = ()


class SourceRecord(Struct, frozen=True):
    """What a store knows of a source."""

    name: str
    spec: SourceSpec | None
    """None where the configuration names it."""
    paused: bool = False
    state: SourceState = SourceState()
