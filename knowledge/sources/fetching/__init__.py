"""What does an address on the web hold now? Asked politely, within limits, and only of public addresses."""

from knowledge.sources.fetching._fetcher import FetchLimits, WebFetcher, name_agent, open_fetcher
from knowledge.sources.fetching._result import NEVER_FETCHED, Fetched, Fetcher, Outcome, Validators

__all__ = [
    "NEVER_FETCHED",
    "FetchLimits",
    "Fetched",
    "Fetcher",
    "Outcome",
    "Validators",
    "WebFetcher",
    "name_agent",
    "open_fetcher",
]
