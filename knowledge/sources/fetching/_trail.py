"""Where do redirects lead? To an end, in a few steps, and never out of a protected connection."""

from yarl import URL

from knowledge.sources.addresses import ForbiddenAddressError
from knowledge.sources.fetching._result import RedirectError

_PERMANENT = frozenset({301, 308})


class Trail:
    """The way from one address to the next."""

    def __init__(self, most: int, start: URL | None = None) -> None:
        self.at = start or URL()
        self.moved_to: str | None = None
        """Where all the redirects so far lead for good."""
        self._most = most
        self._seen: list[URL] = []
        self._for_good = True

    def turn(self, code: int, location: str) -> None:
        """Go where a redirect leads; raises FetchError where it leads nowhere, or into the open."""
        self._seen.append(self.at.with_fragment(None))
        to = self.at.join(URL(location))
        if to.with_fragment(None) in self._seen:
            raise RedirectError("leads back to itself", "Name the address that a browser ends at.")
        if len(self._seen) > self._most:
            reason = f"leads on and on, over more than {self._most} addresses"
            raise RedirectError(reason, "Name the address that a browser ends at.")
        if self.at.scheme == "https" and to.scheme == "http":
            # What comes unprotected may be anybody's, and would be shown as that source's word.
            raise ForbiddenAddressError(
                "leads from https:// to http://", "Name the second one if you trust it."
            )
        self.at = to
        self._for_good = self._for_good and code in _PERMANENT
        if self._for_good:
            self.moved_to = str(to)
