"""Does a draft take what goes into it, as it stands in the file?"""

import pytest

from knowledge.reading.draft import Draft
from knowledge.reading.protocol import MOST_PARTS
from knowledge.reading.source import UnreadableError


def test_a_heading_that_is_too_long_is_a_paragraph() -> None:
    draft = Draft()
    draft.heading(1, "The ferry sails. " * 20, (1, 1))
    assert (draft.title, draft.section) == ("", ())
    assert draft.passages[0].text == ("The ferry sails. " * 20).strip()


def test_a_file_with_far_too_many_parts_is_read_no_further() -> None:
    draft, cells = Draft(), ["cell"] * MOST_PARTS
    draft.row(cells, cells, (1, 1), "", "")
    with pytest.raises(UnreadableError, match="more than 10,000 passages"):
        draft.row(cells, cells, (2, 2), "", "")
