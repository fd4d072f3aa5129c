"""Does a draft take what goes into it, as it stands in the file?"""

from knowledge.reading.draft import Draft


def test_a_heading_that_is_too_long_is_a_paragraph() -> None:
    draft = Draft()
    draft.heading(1, "The ferry sails. " * 20, (1, 1))
    assert (draft.title, draft.section) == ("", ())
    assert draft.passages[0].text == ("The ferry sails. " * 20).strip()
