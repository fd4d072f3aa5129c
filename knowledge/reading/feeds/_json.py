"""What does a JSON Feed hold? Version 1 and 1.1; what is not as it should be is passed over."""

from datetime import UTC, date, datetime
from typing import Any, cast

import msgspec

from knowledge.reading.feeds._item import Draft, day, is_whole, language_of, resolve
from knowledge.reading.listings import Feed
from knowledge.reading.source import UnreadableError

_UTF8_MARK = b"\xef\xbb\xbf"


def read_json(data: bytes, url: str, today: date) -> tuple[Feed, list[Draft]]:
    """Read a JSON Feed; the items are still to be identified."""
    try:
        found: object = msgspec.json.decode(data.removeprefix(_UTF8_MARK))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _no_feed() from error
    feed = _object(found)
    items = feed.get("items")
    if "jsonfeed.org" not in _text(feed.get("version")) or not isinstance(items, list):
        raise _no_feed()
    title, language = _text(feed.get("title")).strip(), language_of(feed.get("language"))
    drafts = [_draft(_object(item), url, language, today) for item in cast("list[object]", items)]
    return Feed(title, language, ()), drafts


def _draft(item: dict[str, Any], base: str, language: str | None, today: date) -> Draft:
    url = resolve(base, _text(item.get("url")) or _text(item.get("external_url")))
    html, text, summary = (_text(item.get(name)) for name in ("content_html", "content_text", "summary"))
    content = html or text or summary
    return Draft(
        url=url,
        guid=_text(item.get("id")).strip(),
        title=" ".join(_text(item.get("title")).split()),
        published=_day(item.get("date_published"), today) or _day(item.get("date_modified"), today),
        updated=_day(item.get("date_modified"), today),
        language=language_of(item.get("language")) or language,
        content=content,
        content_type="text/html" if html else "text/plain",
        full=is_whole(content, url, in_content_element=bool(html or text)),
    )


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Give text; an id may be a number, whatever the specification says."""
    return str(value) if isinstance(value, str | int) else ""


def _day(value: object, today: date) -> date | None:
    try:
        when = datetime.fromisoformat(_text(value).strip())
        return day(when.astimezone(UTC) if when.tzinfo else when, today)
    except (ValueError, OverflowError):
        return None


def _no_feed() -> UnreadableError:
    return UnreadableError("is no JSON Feed", "Name the address of a feed: RSS, Atom or JSON Feed.")
