"""Where are the cells of a `| piped | row |`? Finds the rows of tables in plain text."""

import re

_BAR = re.compile(r"(?<!\\)\|")
_RULE_MARKS = frozenset("|+:-= \t")


def is_rule(line: str) -> bool:
    """Tell whether a line only draws the border of a table: `|---|---|`."""
    marks = set(line)
    return marks <= _RULE_MARKS and bool(marks & {"-", "="}) and bool(marks & {"|", "+"})


def cells(line: str) -> list[str]:
    r"""Split a row into its cells; `\\|` stands for a bar inside one."""
    parts = _BAR.split(line.strip())
    if parts and not parts[0].strip():
        del parts[0]
    if parts and not parts[-1].strip():
        del parts[-1]
    return [part.replace("\\|", "|").strip() for part in parts]


def row_lines(lines: list[str]) -> list[bool]:
    """Tell for each line whether it belongs to a table.

    A line that begins with a bar does; one with bars inside only next to a line with as many.
    """
    bars = [len(_BAR.findall(line)) if "|" in line else 0 for line in lines]
    around = [0, *bars, 0]
    return [
        is_rule(line)
        or (count > 0 and (line.lstrip().startswith("|") or count in (around[place], around[place + 2])))
        for place, (line, count) in enumerate(zip(lines, bars, strict=True))
    ]
