"""Where does a sentence end? Also cuts a long paragraph at sentence ends into passages of even size."""

import re
from itertools import pairwise

LONGEST = 160
"""Words up to which a paragraph stays whole."""

_PIECE = 115  # about how many words a piece should have
_CHUNK = 20  # words; where there is no sentence end to cut at

# A run of closing marks, what may close after it, then space (none needed in Chinese and Japanese). It begins
# with a set of letters, not with a choice, and so is found four times faster.
_END = re.compile(
    r"[.!?…؟।。！？](?:(?<=[.!?…؟।])[.!?…؟।]{0,8}[\"'”’»)\]]{0,3}(?=\s)|(?<=[。！？])[。！？]{0,8}[”’」』）]{0,3})"
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«„]{1,30}\Z")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«„(\[–—-]*\s?([^\W_]+)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,6}")  # U.S., J., т.д.
# Always followed by what they belong to.
_NEVER = frozenset(
    "mr mrs ms dr prof gen col lt maj capt sgt adm cmdr sen rep gov pres st mt rev hon vs cf ed e.g i.e "
    "approx ca mio mrd bzw bsp vgl hr fr mme mlle sra dra "
    "тыс млн млрд трлн им ул гл проф акад напр см г р ст".split()
)
# The same, but other words too: only before a number.
_NUMBERED = frozenset(
    "no nos nr fig vol p pp jan feb mar apr jun jul aug sep sept oct nov dec рис стр".split()
)
# May end a sentence as well: they do where the next word is one that mostly begins a sentence.
_MAYBE = frozenset("etc inc ltd corp co jr sr a.m p.m al".split())
_STARTERS = frozenset(
    "a after all although an and as at both but by during for from he her his however if in it its many "
    "meanwhile most neither no on one our several she since so some such that the their there these they "
    "this those though to under we what when while with yet you".split()
)


def sentences(text: str) -> list[str]:
    """Cut a paragraph into its sentences, each verbatim and without the space around it."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Say where each sentence begins and ends in `text`; what lies between is white space only."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        if _ends_here(text, start, mark):
            found += _strip(text, start, mark.end())
            start = mark.end()
    return found + _strip(text, start, len(text))


def _strip(text: str, start: int, end: int) -> list[tuple[int, int]]:
    part = text[start:end]
    left = start + len(part) - len(part.lstrip())
    right = start + len(part.rstrip())
    return [(left, right)] if left < right else []


def _ends_here(text: str, start: int, mark: re.Match[str]) -> bool:
    if mark[0][0] in "。！？":
        return True
    follower = _NEXT_WORD.match(text, mark.end(), mark.end() + 60)
    following = follower[1] if follower else ""
    if following[:1].islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    before = _LAST_WORD.search(text, max(start, mark.start() - 30), mark.start())
    if before is None:
        return True
    # Looking back over a whole paragraph for each full stop would take time squared.
    leads = before.start() - start < 8 and not text[start : before.start()].strip()
    return _word_ends(before[0], following, leads=leads)


def _word_ends(word: str, following: str, *, leads: bool) -> bool:
    """Tell whether the full stop after `word` closes a sentence or only an abbreviation."""
    plain = word.lower()
    if plain in _NEVER or (plain in _NUMBERED and following[:1].isdigit()):
        return False
    if leads and word.isdigit():
        return False  # the number of a list item
    if plain in _MAYBE or _DOTTED.fullmatch(word + "."):
        return following.lower() in _STARTERS
    return True


def pieces(text: str) -> list[tuple[int, int]]:
    """Say where to cut a paragraph of more than `LONGEST` words: spans of about 100 to 130 words each."""
    words = _count_words(text)
    if words <= LONGEST:
        return _strip(text, 0, len(text))
    parts = [part for span in spans(text) for part in _shorten(text, span)]
    target = words / max(2, round(words / _PIECE))
    cuts = [0]
    seen = 0
    for number, (start, end) in enumerate(parts):
        size = _count_words(text[start:end])
        # Cut before the sentence where that comes nearer to the next even share than cutting after it.
        if number > cuts[-1] and seen + size / 2 > target * len(cuts):
            cuts.append(number)
        seen += size
    return [(parts[first][0], parts[last - 1][1]) for first, last in pairwise([*cuts, len(parts)])]


def _shorten(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Cut a sentence that is itself too long between words, and a word that never ends wherever that is."""
    start, end = span
    if _count_words(text[start:end]) <= LONGEST:
        return [span]
    words = [(found.start(), found.end()) for found in re.finditer(r"\S{1,50}", text[start:end])]
    chunks = [words[first : first + _CHUNK] for first in range(0, len(words), _CHUNK)]
    return [(start + chunk[0][0], start + chunk[-1][1]) for chunk in chunks]


def _count_words(text: str) -> int:
    # Ten letters count as a word, for what is written without spaces between words.
    return max(len(text.split()), len(text) // 10)
