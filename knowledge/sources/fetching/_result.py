"""What came of asking? New bytes, the same as before, nothing any more, or a failure and its cure."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from knowledge.errors import KnowledgeError
from knowledge.sources.kept import NEVER_FETCHED, Validators


class Outcome(StrEnum):
    """The four kinds of a result."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    """The server says that it holds what it held when the validators were given."""
    GONE = "gone"
    """The server says that nothing is there: `code` is 404, or 410 where it is so for good."""
    FAILED = "failed"


class Fetched(Struct, frozen=True):
    """What came of asking for one URL."""

    url: str
    """As it was asked for."""
    final_url: str
    """The one that answered, after redirects."""
    outcome: Outcome
    fetched_at: datetime
    code: int | None = None
    """Of HTTP; None where nobody answered."""
    data: bytes = b""
    """Without the compression of the transport."""
    sha256: str = ""
    content_type: str = ""
    """In small letters, without parameters."""
    charset: str | None = None
    """As the server names it; it may be wrong."""
    validators: Validators = NEVER_FETCHED
    moved_to: str | None = None
    """Where the URL has moved for good, by redirects that say so."""
    reason: str = ""
    """Why it failed, as what follows "This address ..."."""
    cure: str = ""
    retry_after: float | None = None
    """For how many seconds it should not be asked again, where that is known."""


class Clock(Protocol):
    """Tells the time, and lets it pass."""

    @property
    def now(self) -> Callable[[], datetime]:
        """Give the time in UTC."""
        ...

    @property
    def sleep(self) -> Callable[[float], Awaitable[None]]:
        """Wait for so many seconds."""
        ...


class Fetcher(Protocol):
    """Fetches what a URL holds."""

    async def fetch(
        self, url: str, validators: Validators = NEVER_FETCHED, *, most_bytes: int | None = None
    ) -> Fetched:
        """Fetch a URL; whatever goes wrong on the way is a result, and no exception."""
        ...


class FetchError(KnowledgeError):
    """A URL could not be fetched: inside this package, what becomes a result of the kind `FAILED`."""

    def __init__(
        self, reason: str, cure: str, *, code: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(reason, cure)
        self.code = code
        self.retry_after = retry_after


class RedirectError(FetchError):
    """A server sends from one address to another, and never to an end."""
