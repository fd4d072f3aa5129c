"""What does an RSS or Atom feed hold? feedparser reads it, from bytes, with its sanitiser off.

The sanitiser would change the text, and cost much time: the HTML of an item is read like that of a page.
"""

import codecs
import re
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Any

import feedparser

from knowledge.reading.feeds._item import Draft, day, is_whole, language_of, resolve, strip_tags
from knowledge.reading.listings import Feed
from knowledge.reading.source import UnreadableError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DATE_PARTS = 3


def read_xml(data: bytes, url: str, charset: str | None, today: date) -> tuple[Feed, list[Draft]]:
    """Read RSS or Atom; the items are still to be identified."""
    text = _DECLARATION.sub("", _decode(data, charset), count=1)
    parsed = feedparser.parse(
        BytesIO(
            text.encode("utf-8", "replace")
        ),  # bytes in a stream: a plain string could be taken for a path
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed["version"] and not parsed["entries"]:
        raise UnreadableError("is no feed", "Name the address of a feed: RSS, Atom or JSON Feed.")
    # feedparser's own dictionary gives one date for another, with a warning: plain ones do not.
    feed = dict[str, Any](parsed["feed"])
    language = language_of(feed.get("language"))
    title = strip_tags(str(feed.get("title") or ""))
    return Feed(title, language, ()), [
        _draft(dict[str, Any](entry), url, language, today) for entry in parsed["entries"]
    ]


def _decode(data: bytes, charset: str | None) -> str:
    """Decode by what the bytes themselves show, then by what they say, then by what the server says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _DECLARED.search(data[:400])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else None, charset):
        # Text in another encoding is hardly ever valid UTF-8, whatever it is called.
        with suppress(UnicodeDecodeError, LookupError):
            if encoding:
                return data.decode(encoding)
    return data.decode("utf-8", "replace")


def _draft(entry: dict[str, Any], base: str, language: str | None, today: date) -> Draft:
    link = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    url = resolve(base, link)
    contents: list[dict[str, Any]] = entry.get("content") or []
    best = max(contents, key=lambda each: len(each.get("value") or ""), default=None)
    summary: dict[str, Any] = entry.get("summary_detail") or {}
    chosen = best if best and len(best.get("value") or "") >= len(summary.get("value") or "") else summary
    content = str(chosen.get("value") or "")
    kind = str(chosen.get("type") or "")
    published, updated = (_day(entry.get(f"{name}_parsed"), today) for name in ("published", "updated"))
    return Draft(
        url=url,
        guid=str(entry.get("id") or "").strip(),
        title=strip_tags(str(entry.get("title") or "")),
        published=published or updated,
        updated=updated,
        language=language_of(chosen.get("language")) or language,
        content=content,
        content_type="text/plain" if kind == "text/plain" and "<" not in content else "text/html",
        full=is_whole(content, url, in_content_element=chosen is best),
    )


def _day(parsed: Any, today: date) -> date | None:
    """Give the day of a time in UTC, as feedparser takes it apart."""
    try:
        return day(date(*parsed[:_DATE_PARTS]), today) if parsed else None
    except (ValueError, TypeError):
        return None
