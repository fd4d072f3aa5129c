"""How does a line begin, and how does it end? What tells sentences, headings and parts of either apart."""

import re

from knowledge.reading.dates import parse_date

_QUOTES = "\"'”’»)]*_\u200b\ufeff"
_SENTENCE = (".", "?", "!", "…", "。", "！", "？", "؟", "।")
_CLOSING = (*_SENTENCE, ":", ";", ",", "：", "；", "،", "-", "–", "—")
_OPENING = re.compile(r"[\s\"'“‘«„‚(\[*_]*")
_LONGEST_DATE = 40  # characters


def first_letter(line: str) -> str:
    """Give the first character behind quotes and brackets; nothing where there is none."""
    opening = _OPENING.match(line)
    start = opening.end() if opening else 0
    return line[start : start + 1]


def goes_on(line: str) -> bool:
    """Tell whether a line begins with a small letter: in the middle of a sentence, as a rule."""
    return first_letter(line).islower()


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return strip_quotes(line).endswith(_SENTENCE)


def is_closed(line: str) -> bool:
    """Tell whether a line ends in a mark behind which something else begins, or the rest of a sentence."""
    return strip_quotes(line).endswith(_CLOSING)


def introduces(line: str) -> bool:
    """Tell whether a line ends in a colon."""
    return strip_quotes(line).endswith((":", "："))


def strip_quotes(line: str) -> str:
    """Take off what may stand behind the last mark of a sentence."""
    return line.rstrip().rstrip(_QUOTES).rstrip()


def measure_indent(line: str) -> int:
    """Count the columns before the first word."""
    bare = line.lstrip()
    before = line[: len(line) - len(bare)]
    return len(before.expandtabs(4)) if "\t" in before else len(before)


def is_date(line: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    text = line.strip()
    return len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)) and parse_date(text) is not None


def is_capital(line: str) -> bool:
    """Tell whether all letters of a line are capitals, and there are some words' worth of them."""
    return line.isupper() and sum(map(str.isalpha, line[:40])) > 3  # "U.S." is no heading
