"""In which encoding does a page say that it is? Looks at the first bytes, as browsers do."""

import re

_FIRST = 8192  # bytes; browsers look at 1,024, and real pages declare it later
_HEADER = re.compile(rb"""<\?xml[^>]{1,100}?encoding\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def find_charset(data: bytes) -> str | None:
    """Find the label of the encoding that a page declares in itself; None where it declares none."""
    start = _COMMENT.sub(b"", data[:_FIRST])
    found = _HEADER.match(start) or _META.search(start)
    label = found[1].decode("ascii", "replace") if found else ""
    # What was read as single bytes so far is not in UTF-16, whatever it says.
    return None if not label or label.lower().startswith(("utf-16", "utf16", "utf-32")) else label
