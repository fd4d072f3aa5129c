"""What does a feed hold? Its items, from bytes alone: nothing is fetched, whatever the bytes say.

The bytes are anybody's, and reading them may take long: `read_feed` is to be called in a limited process.
"""

from datetime import date

from knowledge.reading.feeds._identities import identify
from knowledge.reading.feeds._item import day, language_of
from knowledge.reading.feeds._json import read_json
from knowledge.reading.feeds._xml import read_xml
from knowledge.reading.listings import Feed, Item

__all__ = ["MOST_ITEMS", "Feed", "Item", "day", "language_of", "read_feed"]

MOST_ITEMS = 1_000
"""The first ones of a feed."""


def read_feed(
    data: bytes, url: str, content_type: str = "", charset: str | None = None, *, today: date
) -> Feed:
    """Read RSS, Atom or a JSON Feed; raises UnreadableError where it is none of them.

    `charset` is what the server says, and is believed last. Days after `today` are none.
    """
    is_json = "json" in content_type or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    feed, drafts = read_json(data, url, today) if is_json else read_xml(data, url, charset, today)
    return Feed(feed.title, feed.language, identify(drafts[:MOST_ITEMS]))
