"""What do the keys say of the article? Title, date, address, language and status go into the draft."""

import re
from urllib.parse import urlsplit

from knowledge.languages import languages
from knowledge.reading.dates import read_date
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter._blocks import Block, Value
from knowledge.reading.front_matter._keys import (
    date_keys,
    dated_language,
    known_keys,
    status_keys,
    title_keys,
)

_NO_DATE = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none", "~"})
"""What `published` says in some programs: whether it is."""
_WHETHER_SHOWN = frozenset("publish published public private hidden unlisted live".split())
"""What a status says of the page and not of what it is about."""
_TEMPLATES = ("{{", "{%", "<%", "${")
_ADDRESSES = ("canonicalurl", "canonical", "link", "source")
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


def read_facts(block: Block, lines: list[str], draft: Draft) -> None:
    """Add what front matter says to the draft, its status as a passage."""
    values = {
        key: value
        for key, value in block.values.items()
        if value.text and not value.text.startswith(_TEMPLATES)
    }
    if title := next((values[key] for key in title_keys() if key in values), None):
        draft.title = one_line(title.text)
    if language := values.get("language") or values.get("lang") or values.get("locale"):
        draft.language = _read_language(language, draft)
    _read_published(values, draft)
    draft.url = _read_address(values, draft)
    for key, value in sorted(values.items(), key=lambda pair: pair[1].line):
        stated = key in status_keys() and value.text.casefold() not in _WHETHER_SHOWN
        if stated or (not block.fenced and key not in known_keys()):
            draft.paragraph(_quote(lines[value.line - 1], value.text), (value.line, value.line))


def _read_published(values: dict[str, Value], draft: Draft) -> None:
    for key in date_keys():
        value = values.get(key)
        if value and value.text.casefold() not in _NO_DATE:
            language = dated_language(key) or draft.language
            draft.published = read_date(value.text, draft, value.line, language)
        if draft.published:
            return


def _read_address(values: dict[str, Value], draft: Draft) -> str | None:
    url = values.get("url")
    if url and _HAS_SCHEME.match(url.text) and not is_web_address(url.text):
        draft.warn("the url is no web address", "Write one that begins with https://.", url.line)
    found = (values[key].text for key in ("url", *_ADDRESSES) if key in values)
    return next((text for text in found if is_web_address(text)), None)


def is_web_address(url: str) -> bool:
    """Tell whether an address may be shown as a source: http or https, with a host, printable."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url


def language_code(value: str) -> str | None:
    """Take the primary subtag of a language tag (`en-GB` is `en`); None for what is no ISO 639-1 code."""
    code = re.split(r"[-_]", value.strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _read_language(value: Value, draft: Draft) -> str | None:
    named = {each.name.casefold(): code for code, each in languages().items()}
    if code := language_code(value.text) or named.get(value.text.casefold()):
        return code
    draft.warn("the language is no ISO 639-1 code", "Write it like en or uk.", value.line)
    return None


def _quote(line: str, value: str) -> str:
    """Take the words of a line as they stand, without the comment behind them."""
    at = line.find(value)
    if at < 0:
        return line.strip()
    end = at + len(value)
    return line[: end + (line[end : end + 1] in {'"', "'"})].strip()
