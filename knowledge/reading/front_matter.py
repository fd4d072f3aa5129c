"""What does an article say about itself? Reads `key: value` lines at its start and a `Published:` line."""

import re
from urllib.parse import urlsplit

from knowledge.reading.dates import parse_date, read_date
from knowledge.reading.draft import Draft, one_line

_OPENS = re.compile(r"---\s*")
_CLOSES = re.compile(r"(?:---|\.\.\.)\s*")
_PAIR = re.compile(r"([A-Za-z][\w-]*)\s*:(?:\s+(.*))?")
_BELONGS_ABOVE = re.compile(r"\s|- |#|$")  # an indented line, a list item, a comment, nothing
_LONGEST = 100  # lines
_LONGEST_LINE = 300  # characters looked at
_NEAR_THE_TOP = 10  # lines that are not blank
_TITLE_LINES = 3  # of them; further down it may be anybody's title
_LABELLED = re.compile(r"\s*[*_]{0,3}(Title|Published)(?: on)?[*_]*\s*:[*_]*\s*(\S.*?)[\s*_]*", re.IGNORECASE)


def take_front_matter(lines: list[str], draft: Draft) -> list[str]:
    """Read front matter and blank its lines out, so that all others keep their numbers."""
    end = _find_end(lines)
    if end is None:
        return lines
    values: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[1:end], start=2):
        if found := _PAIR.fullmatch(line.rstrip()):
            values[found[1].lower()] = (_strip_quotes(found[2] or ""), number)
    _read_facts(values, draft)
    return [""] * (end + 1) + lines[end + 1 :]


def _find_end(lines: list[str]) -> int | None:
    """Find the closing line; None where the first line opens something else, a rule for instance."""
    if not _OPENS.fullmatch(lines[0]):
        return None
    for number, line in enumerate(lines[1:_LONGEST], start=1):
        if _CLOSES.fullmatch(line):
            return number
        if not (_PAIR.fullmatch(line.rstrip()) or _BELONGS_ABOVE.match(line)):
            return None
    return None


def _strip_quotes(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value


def _read_facts(values: dict[str, tuple[str, int]], draft: Draft) -> None:
    def value(*keys: str) -> tuple[str, int] | None:
        return next((values[key] for key in keys if values.get(key, ("", 0))[0]), None)

    if title := value("title"):
        draft.title = one_line(title[0])
    if published := value("published", "date"):
        draft.published = read_date(published[0], draft, published[1])
    if url := value("url"):
        draft.url = _read_url(*url, draft)
    if language := value("language", "lang"):
        draft.language = _read_language(*language, draft)


def is_web_address(url: str) -> bool:
    """Tell whether an address may be shown as a source: http or https, with a host, printable."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url


def _read_url(url: str, line: int, draft: Draft) -> str | None:
    if is_web_address(url):
        return url
    draft.warn("the url is no web address", "Write one that begins with https://.", line)
    return None


def language_code(value: str) -> str | None:
    """Take the primary subtag of a language tag (`en-GB` is `en`); None for what is no ISO 639-1 code."""
    code = re.split(r"[-_]", value.strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _read_language(value: str, line: int, draft: Draft) -> str | None:
    if code := language_code(value):
        return code
    draft.warn("the language is no ISO 639-1 code", "Write it like en or uk.", line)
    return None


def take_top_lines(lines: list[str], draft: Draft) -> list[str]:
    """Read a `Title:` and a `Published:` line near the top, and blank them out; front matter goes first."""
    left = list(lines)
    tops = [number for number, line in enumerate(lines[:_LONGEST]) if line.strip()]
    for place, number in enumerate(tops[:_NEAR_THE_TOP]):
        if (value := read_label("published", lines[number])) and is_dating(value):
            draft.published = draft.published or read_date(value, draft, number + 1)
            left[number] = ""
        elif place < _TITLE_LINES and (value := read_label("title", lines[number])) and not draft.title:
            draft.title = one_line(value)
            left[number] = ""
    return left


def read_label(label: str, line: str) -> str | None:
    """Take the value of a line like `Published: 31 January 2026`, without emphasis; None for another line."""
    found = _LABELLED.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    return found[2] if found and found[1].lower() == label else None


def is_dating(value: str) -> bool:
    """Tell whether what follows `Published:` is meant as a date, right or wrong, and not as prose."""
    return parse_date(value) is not None or (
        len(value) <= 40 and len(value.split()) <= 4 and any(character.isdigit() for character in value)
    )
