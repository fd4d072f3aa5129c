"""What is of the mail, and not of its text? Takes quote marks off, and leaves out what mailers add."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from knowledge.languages import languages
from knowledge.reading.dates import parse_date
from knowledge.reading.draft import Draft

_QUOTED = re.compile(r"(?: {0,2}>)+ ?")
_SIGNATURE = "-- "
_FOOTER = re.compile(r"_{30,}\s*")
_BOUNDARY = re.compile(r"From \S+(?: at \S+)? .*\d{4}\s*")
_FORWARDED = re.compile(r"\s*-{4,} ?[^-]{5,60}-{4,}\s*")
_FIELD = re.compile(r"\*{0,2}([A-Za-z][\w-]{1,60}):\*{0,2}(?:\s+(.*)|$)")
_WORD = re.compile(r"\w+")
_MOST_LINES = 15
"""Of a signature."""
_LONGEST_ATTRIBUTION = 300  # characters


def strip_mail(lines: Sequence[str], draft: Draft) -> tuple[list[str], list[int]]:
    """Give the lines without quote marks, blank where they are left out, and the depth of quotation of each.

    The subject and the date of a mail become those of the article where it has none.
    """
    texts, depths = list(lines), [0] * len(lines)
    for number, line in enumerate(lines):
        if line.lstrip(" ")[:1] == ">" and (mark := _QUOTED.match(line)):
            texts[number] = line[mark.end() :]
            depths[number] = mark[0].count(">")
    ends = _leave_fields_out(texts, draft)
    if any(depths):
        _leave_attributions_out(texts, depths)
    _leave_signatures_out(texts, depths, ends, is_mail=bool(ends) or any(depths))
    return texts, depths


def _leave_fields_out(texts: list[str], draft: Draft) -> set[int]:
    """Leave out the fields at the head of each mail: From, To, Date, Subject; say where the heads are."""
    found: set[int] = set()
    may_begin = is_first = True
    skipped = 0
    for number, line in enumerate(texts):
        if number < skipped:
            continue
        if may_begin and _FIELD.match(line[:200]):
            skipped = _find_end_of_fields(texts, number)
            fields = dict(_read_fields(texts[number:skipped]))
            if _is_head(fields):
                _take_fields(fields, draft, is_first=is_first)
                is_first = False
                texts[number:skipped] = [""] * (skipped - number)
                found.add(number)
        is_boundary = bool(_BOUNDARY.fullmatch(line) or _FORWARDED.fullmatch(line))
        if is_boundary and _FIELD.match(next(filter(str.strip, texts[number + 1 : number + 3]), "")[:200]):
            texts[number] = ""
            found.add(number)
        may_begin = is_boundary or not line.strip() or bool(_FOOTER.fullmatch(line))
    return found


def _is_head(fields: dict[str, str]) -> bool:
    """Tell the fields of a mail from other lines like "From: Harbour"."""
    return "from" in fields and bool(fields.keys() & {"date", "sent", "subject"} or "@" in fields["from"])


def _find_end_of_fields(texts: Sequence[str], start: int) -> int:
    end = start
    while end < len(texts) and (
        _FIELD.match(texts[end][:200]) or (end > start and texts[end][:1] in {" ", "\t"})
    ):
        end += 1
    return end


def _read_fields(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if field := _FIELD.match(line):
            yield field[1].lower(), (field[2] or "").strip(" *")


def _take_fields(fields: dict[str, str], draft: Draft, *, is_first: bool) -> None:
    if is_first and not draft.passages:
        draft.title = draft.title or fields.get("subject", "")[:200]
        draft.published = draft.published or parse_date(fields.get("date", fields.get("sent", "")))


def _leave_attributions_out(texts: list[str], depths: Sequence[int]) -> None:
    """Leave out the lines that say who wrote what is quoted below: "On 3 March Anna Holm wrote:"."""
    wrote = frozenset[str]().union(*(each.words.wrote for each in languages().values()))
    above = [number for number, line in enumerate(texts) if line.strip()]
    for place, (number, below) in enumerate(pairwise(above)):
        if depths[below] <= depths[number] or below - number > 2 or not texts[number].rstrip().endswith(":"):
            continue
        first = place
        while first and place - first < 2 and _runs_on(texts, depths, above[first - 1], above[first]):
            first -= 1
        said = " ".join(texts[each] for each in above[first : place + 1])
        if len(said) <= _LONGEST_ATTRIBUTION and not wrote.isdisjoint(_WORD.findall(said.lower())):
            for each in above[first : place + 1]:
                texts[each] = ""


def _runs_on(texts: Sequence[str], depths: Sequence[int], number: int, after: int) -> bool:
    return (
        after == number + 1
        and depths[number] == depths[after]
        and not texts[number].rstrip().endswith((".", ":"))
    )


def _leave_signatures_out(
    texts: list[str], depths: Sequence[int], ends: AbstractSet[int], *, is_mail: bool
) -> None:
    """Leave out what stands behind `-- ` up to the end of the mail, and what a mailing list adds there."""
    for number, line in enumerate(texts):
        is_footer = is_mail and _FOOTER.fullmatch(line)
        if not (line == _SIGNATURE or (is_mail and line == "--") or is_footer):
            continue
        end = number + 1
        while end < len(texts) and depths[end] == depths[number] and end not in ends:
            end += 1
            if end - number > _MOST_LINES and any(map(str.strip, texts[end : end + 1])):
                break
        else:
            texts[number:end] = [""] * (end - number)
