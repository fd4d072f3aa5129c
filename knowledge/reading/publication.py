"""Does a text say when it was published? Takes such a line off the top, for formats without front matter."""

from knowledge.model import Unit
from knowledge.reading.dates import read_date
from knowledge.reading.draft import Draft
from knowledge.reading.front_matter import is_dating, read_label

_NEAR_THE_TOP = 10  # passages


def take_publication_line(draft: Draft) -> None:
    """Read a `Published: 2026-01-31` paragraph near the top, which is no passage then."""
    for passage in draft.passages[:_NEAR_THE_TOP]:
        value = read_label("published", passage.text)
        if value and is_dating(value):
            draft.passages.remove(passage)
            line = passage.lines[0] if draft.unit is Unit.LINE else None
            draft.published = read_date(value, draft, line)
            return
