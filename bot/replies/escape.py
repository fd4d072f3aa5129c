"""How is foreign text made harmless? Escaped, then cut, both in time linear to its length."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees: controls, zero-width and bidirectional ones, lone surrogates, tags."""

_ALWAYS = str.maketrans({mark: f"\\{mark}" for mark in "\\*_`<[]"} | {"@": "@\u200b"})

_IN_PLACE = re.compile(
    r"\|(?=\|)|~(?=~)"  # spoilers and strikethrough
    r"|:(?=//)|\.(?=[a-z]{2,24}[/?])"  # links, and invites without a scheme
    r"|:(?=[\w+\\-]{1,40}:)",  # emoji by name
    re.IGNORECASE,
)
"""Marks that mean something only before others; elsewhere they stay, so that quotes read well."""

_AT_START = re.compile(r"^(?:[#>]|[-+](?=[\s#])|\d{1,9}(?=[.)]\s))")
_BOLD = re.compile(r"\\.|\*\*")
_WHOLE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]\(<[^>]*>\)|<[^>]*>")
"""What a cut must not go through: an escape, a link, a date or a channel."""
_LINK = re.compile(r"https://[^\s\x00-\x1f\x7f]{1,300}")
_HOST = re.compile(r"[a-z0-9.-]{1,100}")


def visible(text: str) -> str:
    """Make foreign text one line without anything unseen."""
    return " ".join(_UNSEEN.sub("", text).split())


def escape(text: str) -> str:
    """Make foreign text one line that shows as it is: no markup, no mention, no link, nothing unseen."""
    return _escape_start(_inline(visible(text)))


def phrase(text: str, most: int = 900) -> str:
    """Escape and cut the bot's own words, which may hold foreign ones; white space at their ends stays."""
    shown = short(text, most)
    if not shown:
        return " " * bool(text)
    return f"{' ' * text[0].isspace()}{shown}{' ' * text[-1].isspace()}"


def mark(text: str, sentence: str, most: int) -> str:
    """Escape and cut foreign text with one sentence of it in bold, which the cut leaves to be seen."""
    wanted = visible(sentence)
    line = visible(text) if wanted else ""
    start = line.find(wanted) if wanted else -1
    if start < 0:
        return short(text, most)
    before, after = _escape_start(_inline(line[:start])), _inline(line[start + len(wanted) :])
    bold = f"**{cut(_inline(wanted), max(1, most - 8))}**"  # leaves room for "… " before it and "…" after it
    if len(before) + len(bold) + min(1, len(after)) > most:
        before = _end_of(before, most - len(bold) - 1)
    return f"{before}{bold}{cut(after, most - len(before) - len(bold)) if after else ''}"


def cut(text: str, most: int) -> str:
    """Shorten escaped text to `most` characters, best between words, never inside an escape or a letter."""
    if len(text) <= most:
        return text
    end = most - 1
    space = text.rfind(" ", max(0, end - 30), end + 1)
    end = space if space > 0 else end
    while end > 0 and (_is_escape(text, end) or _joins(text[end]) or text[end - 1 : end + 1] == "**"):
        end -= 1
    return text[:end].rstrip() + "…"


def short(text: str, most: int = 200) -> str:
    """Escape foreign text, and cut it."""
    # What an escape adds only shortens what is shown, so the rest need not be looked at; nor need what stands
    # after very many characters that nobody sees.
    seen = visible(text[: 20 * most + 1000])[: most + 1]
    return cut(_escape_start(_inline(seen)), most)


def bold(text: str, most: int = 200) -> str:
    """Escape foreign text, cut it, and set it in bold type."""
    return f"**{short(text, most) or '…'}**"


def strike(escaped: str) -> str:
    """Strike escaped text through; a tilde at its end would be taken for a part of the mark."""
    return f"~~{escaped[:-1]}\\~~~" if escaped.endswith("~") else f"~~{escaped}~~"


def cut_and_close(text: str, most: int) -> str:
    """Shorten escaped text that has bold parts, dates and links.

    A bold part that the cut goes through ends there; a date or link is left out whole.
    """
    if len(text) <= most:
        return text
    shortened = cut(text, most - 2)
    end = len(shortened) - 1
    if part := next((part for part in _WHOLE.finditer(text) if part.start() < end < part.end()), None):
        shortened = text[: part.start()].rstrip() + "…"
    return shortened + "**" if _BOLD.findall(shortened).count("**") % 2 else shortened


def safe_link(url: str | None) -> tuple[str, str] | None:
    """Give an https address that cannot end the markup around it, and its host; None for any other."""
    if not url or not _LINK.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    link = quote(url, safe="/:?#&=%+,;~!$'*")
    # Whoever reads "https://known.example@other.example" takes the wrong part for the host.
    if parts.username is not None or not _HOST.fullmatch(parts.hostname or "") or len(link) > 400:
        return None
    return link, parts.hostname or ""


def _inline(line: str) -> str:
    return _IN_PLACE.sub(_backslash, line.translate(_ALWAYS))


def _backslash(match: re.Match[str]) -> str:  # Python would read a template anew each time
    return f"\\{match[0]}"


def _escape_start(line: str) -> str:
    return _AT_START.sub(_at_start, line, count=1)


def _end_of(text: str, most: int) -> str:
    """Shorten escaped text from its beginning, to whole words."""
    space = text.find(" ", max(0, len(text) - most + 1))
    return f"…{text[space:]}" if space >= 0 else "… "


def _at_start(match: re.Match[str]) -> str:
    """Escape the full stop of a number, not the number: a backslash before a digit would be shown."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _is_escape(text: str, end: int) -> bool:
    """Whether a cut at `end` would part a backslash from what it escapes."""
    start = end
    while start > 0 and text[start - 1] == "\\":
        start -= 1
    return (end - start) % 2 == 1


def _joins(letter: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a skin tone, what disarms an at sign."""
    return (
        letter == "\u200b"
        or unicodedata.category(letter).startswith("M")
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
    )
