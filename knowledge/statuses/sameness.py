"""Which two statuses are the same? Takes off what only dresses them: marks, footnotes, dates."""

import re
from functools import cache, lru_cache

from knowledge.languages import statuses
from knowledge.statuses.days import part_dates
from knowledge.text import normalise

MARKS = "✅✔☑✓🗸❌✗✘✖❎⛔🚫🚧🏗⏳⌛🔄🔜⏸⏹🟢🟡🟠🔴🔵⚪⚫🟩🟨🟥⬜☐☒⚠🛑🏁⭕◯○◔◑◕●"
"""What stands for a status by itself."""
MARKUP = " *_`~"
"""What plain text may have around a name or a status; a passage keeps it."""
_ONE_MARK = {
    "✔": "✅",
    "☑": "✅",
    "✓": "✅",
    "🗸": "✅",
    "✗": "❌",
    "✘": "❌",
    "✖": "❌",
    "⌛": "⏳",
    "⬜": "☐",
    "◯": "○",
}
"""Which of them are the same, drawn otherwise."""
_SHORTCODES = {
    "white_check_mark": "✅", "heavy_check_mark": "✅", "ballot_box_with_check": "✅", "x": "❌",
    "negative_squared_cross_mark": "❌", "construction": "🚧", "hourglass": "⏳",
    "hourglass_flowing_sand": "⏳", "no_entry": "⛔", "no_entry_sign": "🚫", "warning": "⚠",
    "red_circle": "🔴", "yellow_circle": "🟡", "green_circle": "🟢", "large_blue_circle": "🔵",
}  # fmt: skip
"""What GitHub and its like write for them."""
_CACHED = 10_000
_SHORTCODE = re.compile(r":([a-z0-9_+-]+):")
_STRUCK = re.compile(r"~~(?!\s)(.+?)~~")
_LINK = re.compile(r"!?\[([^\]\[]+)\](?:\([^)\s]*\)|\[[^\]]*\])")
_BARE_LINK = re.compile(r"<?https?://[^\s<>)]+>?")
_FOOTNOTE = re.compile(
    r"\s*(?:\[\^[^\]\s]+\]|\[(?:\d{1,3}|[a-z]|note \d+)\]|[\u00b9\u00b2\u00b3\u2070-\u209f]+|[†‡§]+|\\?\*+$)"
)
_SPACE = re.compile(r"\s+")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")


def undress(status: str) -> str:
    """Give a status in its own words: without footnote marks, links, dates and what is struck out."""
    return part_from_date(status)[0]


@lru_cache(_CACHED)
def part_from_date(status: str) -> tuple[str, str]:
    """Part a status in its own words from the date beside it that says since when it stands."""
    text, day = plain(status), ""
    if "~~" in text:
        left = _STRUCK.sub(" ", text)
        text = (left if has_words(left) else text).replace("~~", " ")
    if not statuses().ahead.intersection(normalise(text).split()):
        text, day = part_dates(text)
    return _SPACE.sub(" ", _EMPTY.sub(" ", text)).strip(MARKUP + ",;:.!–—-|"), day


def plain(text: str) -> str:
    """Take off what plain text has for links, footnotes and marks; an address goes, its words stay."""
    # Each pattern is tried only where its sign stands: most texts have none of them.
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "://" in text:
        text = _BARE_LINK.sub(" ", text)
    if text.count(":") > 1:
        text = _SHORTCODE.sub(lambda code: _SHORTCODES.get(code[1], code[0]), text)
    text = text.strip()
    if "[" in text or text.endswith("*") or not text.isascii():
        text = _FOOTNOTE.sub("", text).replace("\ufe0f", "").strip()
    return text


@lru_cache(_CACHED)
def identify(status: str) -> str:
    """Give what is the same for all dresses of one status; nothing where it says nothing."""
    text = undress(status)
    words = normalise(text)
    if stage := _stage().fullmatch(text):
        return normalise(stage[1])
    return words or next((_ONE_MARK.get(sign, sign) for sign in text if sign in MARKS), "")


def has_words(text: str) -> bool:
    """Tell whether a text has a letter or a digit."""
    return any(map(str.isalnum, text))


@cache
def known_statuses() -> frozenset[str]:
    """Give what is known to be a status, normalised."""
    return frozenset(map(normalise, statuses().values))


def is_known(status: str) -> bool:
    """Tell whether a status, whole and in any dress, is one that is known."""
    return identify(status) in known_statuses()


def begins_known(status: str) -> bool:
    """Tell whether a status begins with one that is known: "Closed for lorries"; or is a mark or a stage."""
    said = identify(status).split()
    if not said or said[0] in MARKS or said[0] in "✅❌":
        return bool(said)
    if is_stage(status):
        return True
    return any(" ".join(said[:length]) in known_statuses() for length in range(1, min(5, len(said)) + 1))


def is_stage(text: str) -> bool:
    """Tell whether a text counts a stage, with nothing else beside it: "Stage 3", "Phase 2.5"."""
    return bool(_stage().fullmatch(undress(text)))


@cache
def _stage() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(statuses().stages))})\s+(\d+(?:\.\d+)?[a-z]?)", re.IGNORECASE)
