"""Which status does a document, or a section of it, give itself?"""

import pytest

from knowledge.model import Kind, Passage
from knowledge.statuses.claims import read_claims
from knowledge.statuses.own import OwnWords
from tests.knowledge.statuses.reading import bullet, claims, of, paragraph, read, why_not


@pytest.mark.parametrize(
    "line",
    [
        "Status: Agreed",
        "**Status:** Agreed",
        "*Status*: **Agreed**",
        "- Status: **Agreed**",
        ":Status: Agreed",
        "* Status: Agreed ([notes](https://x.example))",
        "Status = Agreed",
        "Статус: Agreed",
        "Statut : Agreed",
        "Current status: Agreed",
        "Status\n: Agreed",
        "Owner: A. Holm\nStatus: Agreed",
        "Status: Agreed | Type: Road",
        "Status: Agreed. The council voted on it in a long sitting on Tuesday evening, says the clerk.",
        "Stage: Agreed",
        "Stand: Agreed",
        "State: Agreed",
    ],
)
def test_a_field_says_where_its_section_stands_and_at_the_top_where_the_document_does(line: str) -> None:
    said = {
        topic: status.replace(" (notes)", "") for topic, status in claims(f"# Ring road\n\n{line}\n").items()
    }
    assert said == {"Ring road": "Agreed"}
    assert list(claims(f"# Plan\n\nText.\n\n## 2. Ring road\n\n{line}\n")) == ["Ring road"]


@pytest.mark.parametrize(
    "line",
    [
        "State: Ohio",
        "Stage: the old hall",
        "Status code: 404",
        "Owner: A. Holm",
        "Status:",
        "Stand: 3. November 2026",
        "Status quo: Agreed",
        "See https://x.example/status:open",
        "We talked about the status of it all and it was agreed: nothing.",
        "Status and more",
    ],
)
def test_any_other_line_is_none(line: str) -> None:
    assert claims(f"# Ring road\n\n{line}\n") == {}


def test_a_field_of_front_matter_is_a_field_of_the_document() -> None:
    found = of(paragraph("status: Final"), paragraph("stage: beta", "Lamp"), title="Ring road")
    assert [(each.topic, each.status) for each in found.claims] == [("Ring road", "Final"), ("Lamp", "beta")]


def test_a_field_that_says_too_much_is_named() -> None:
    long = "Status: " + "one two three four five " * 4
    assert why_not(long) == [(long.strip(), "It says too much for a status.")]


def test_a_header_of_fields_may_hold_the_title() -> None:
    header = paragraph("PEP: 8\nTitle: Ring road\nStatus: Active")
    assert [each.topic for each in of(header).claims] == ["Ring road"]
    below = paragraph("Status: Active", "PEP: 8")
    assert [each.topic for each in of(below, title="Ring road").claims] == ["Ring road"]


def test_a_section_of_data_is_not_what_has_the_status() -> None:
    assert claims("# Ring road\n\n## Overview\n\n- Owner: A. Holm\n- Status: Agreed") == {
        "Ring road": "Agreed"
    }


def test_an_item_above_has_the_status_of_the_item_below() -> None:
    assert claims(
        "# Plan\n\n- Old pier\n  - Status: Open\n- New pier\n  - Owner: A. Holm\n  - Status: Shut"
    ) == {
        "Old pier": "Open",
        "New pier": "Shut",
    }
    assert claims("# Plan\n\nThe facts:\n\n- Status: Open") == {"Plan": "Open"}


def test_a_heading_may_be_the_field() -> None:
    text = """
        # Ring road

        ## Status: Agreed (3 Nov)

        It is to be built.

        ## Old pier

        ### Status

        Open

        ## New pier

        ### Status

        - Superseded by the long pier

        ## Long pier

        ### Status

        Taken up again.

        ## Short pier

        ### Stage

        Design

        ## Lamp

        ### Status

        | Item | Status |
        |---|---|
        | Bulb | Broken |
    """
    assert claims(text) == {
        "Ring road": "Agreed",
        "Old pier": "Open",
        "New pier": "Superseded by the long pier",
        "Bulb": "Broken",
    }


def test_only_what_stands_first_below_such_a_heading_is_the_status() -> None:
    assert claims("# Ring road\n\n## Status\n\nAccepted\n\nProposed\n") == {"Ring road": "Accepted"}
    assert claims("# Ring road\n\n## Status\n\n- Old pier: Open\n- New pier: Shut for good") == {
        "Old pier": "Open",
        "New pier": "Shut for good",
    }


def test_words_of_an_operator_are_known_beside_those_of_the_languages() -> None:
    own = OwnWords.of(["Becalmed", "In dry dock"], ["Lie of the land"])
    text = """
        # Ring road

        Lie of the land: nobody knows

        ## Becalmed

        - Night boat

        ## Other

        - Day boat: in dry dock
        - [ ] Sail: becalmed
        - Mast: broken off

        | Boat | Lie of the land |
        |---|---|
        | Barge | On its way |
    """
    article = read(text)
    assert {each.topic: each.status for each in read_claims(article, own).claims} == {
        "Ring road": "nobody knows",
        "Night boat": "Becalmed",
        "Day boat": "in dry dock",
        "Sail": "becalmed",
        "Barge": "On its way",
    }
    assert {each.topic: each.status for each in read_claims(article).claims} == {"Sail": "Open"}


def test_a_row_below_a_heading_on_status_is_read_as_a_row() -> None:
    cells = (("Topic", "Bulb"), ("Status", "Broken"))
    row = Passage("Bulb; Broken", Kind.ROW, ("Status",), (1, 1), cells=cells, row="| Bulb | Broken |")
    assert [(each.topic, each.status) for each in of(row).claims] == [("Bulb", "Broken")]


def test_a_bullet_that_is_a_field_is_of_its_section() -> None:
    found = of(bullet("Status: Open", "Old pier"), bullet("Status: Shut", "New pier", lead_in="The facts:"))
    assert [(each.topic, each.status) for each in found.claims] == [
        ("Old pier", "Open"),
        ("New pier", "Shut"),
    ]


def test_a_value_on_the_line_below_belongs_to_its_label() -> None:
    assert [claim.status for claim in of(paragraph("Status\n: Agreed", "Ring road")).claims] == ["Agreed"]
