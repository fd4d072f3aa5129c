"""What else are things called?"""

import pytest

from knowledge.model import Term
from knowledge.reading.glossary import read_glossary
from knowledge.reading.source import UnreadableError


def test_terms_are_read_with_their_other_names_and_languages() -> None:
    text = """
["Economic Sanctions Review"]
also = ["sanctions", " sanctions review "]
uk = ["санкції"]

[Gas]
"""
    assert read_glossary(text) == (
        Term("Economic Sanctions Review", (("", "sanctions"), ("", "sanctions review"), ("uk", "санкції"))),
        Term("Gas", ()),
    )


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ('\ngas = ["fuel"]', "“gas” is no", 2),
        ('[Gas]\nalso = "fuel"', "“also” of “Gas” is no list", 2),
        ('[Gas]\nalso = ["fuel", 3]', "“also” of “Gas” is no list", 2),
        ('[Gas]\nalso = [" "]', "“also” of “Gas” is no list", 2),
        ('[Gas]\n\nukr = ["газ"]', "“ukr” of “Gas” is neither", 3),
        ("[Gas.Oil]\nalso = []", "“Oil” of “Gas” is neither", None),
        ("[Gas]\nalso = [", "is no TOML", None),
        ("[Gas]\nalso == 1", "is no TOML", 2),
        ("[Gas]\na = " + "9" * 10_000, "is no TOML", None),
    ],
)
def test_a_wrong_shape_is_refused_by_the_name_of_its_key(text: str, reason: str, line: int | None) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        read_glossary(text)
    assert failure.value.line == line
