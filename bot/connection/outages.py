"""What does the log say while Discord is away? One line for each reason, and one when it is back."""

import logging
from collections.abc import Callable

from bot.connection.failures import Failure

_log = logging.getLogger(__name__)

_MINUTE = 60


class Outages:
    """Tells of each change, and of no single try."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Be connected; `monotonic` gives seconds."""
        self._monotonic = monotonic
        self._away: set[object] = set()
        self._since = 0.0
        self._told: str | None = None

    def begin(self, what: object, failure: Failure) -> None:
        """Tell why something is not connected, if that was not told yet."""
        if not self._away:
            self._since = self._monotonic()
        self._away.add(what)
        if failure.reason != self._told:
            self._told = failure.reason
            _log.warning("Discord cannot be reached. %s It is tried on and on, ever more slowly.", failure)

    def end(self, what: object) -> None:
        """Tell that all is connected again, where it was told that it is not."""
        self._away.discard(what)
        if self._told is None or self._away:
            return
        self._told = None
        minutes, seconds = divmod(round(self._monotonic() - self._since), _MINUTE)
        _log.info("Discord is reached again, after %d:%02d minutes.", minutes, seconds)
