"""Which items of lists say where a thing stands? Their words, their marks, and what stands above them."""

import pytest

from knowledge.statuses.claims import read_claims
from tests.knowledge.statuses.reading import bullet, claims, of, read, why_not


def test_a_heading_that_names_a_status_names_that_of_each_item_below() -> None:
    text = """
        ## Stage 3

        - Grain corridor
        - **Oil terminal**: with a new pier

        ## ✅ Done

        1. Paint the hull.

        ### In progress (2)

        - Night boat — sails from May on

        ## Abgeschlossene Themen

        - Old pier

        ## Erledigt

        - New pier
    """
    assert claims(text) == {
        "Grain corridor": "Stage 3",
        "Oil terminal": "Stage 3",
        "Paint the hull": "Done",
        "Night boat": "In progress",
        "New pier": "Erledigt",
    }


@pytest.mark.parametrize(
    "heading",
    ["Open questions", "Phase 1: Planning", "Stages of grief", "Changed", "Background", "Agreed terms"],
)
def test_below_any_other_heading_an_item_is_no_topic(heading: str) -> None:
    assert claims(f"## {heading}\n\n- Grain corridor\n- Who pays for the pier?") == {}


def test_an_item_that_says_more_than_a_name_is_no_topic() -> None:
    long = "The council has asked the engineer to look at all the piers of the harbour once more"
    assert why_not(f"## Done\n\n- {long}\n- Who pays?") == [
        (long, "It says too much for the name of a topic."),
        ("Who pays?", "It says too much for the name of a topic."),
    ]


def test_a_bullet_below_what_speaks_of_statuses_has_its_words_free() -> None:
    text = """
        ## Where things stand

        - Harbour bridge: Closed for lorries
        - Ferry — waits for a new engine.
        - Owner: A. Holm
        - Nothing else is known

        ## Talks

        The status of each point is:

        - Quay: waits for money

        Їх статус такий:

        - Міст: чекає на гроші
    """
    assert claims(text) == {
        "Harbour bridge": "Closed for lorries",
        "Ferry": "waits for a new engine",
        "Quay": "waits for money",
        "Міст": "чекає на гроші",
    }


def test_anywhere_else_it_has_to_be_a_known_status_in_whatever_dress() -> None:
    text = """
        The council noted:

        - Sails: adopted
        - Chains: Agreed (3 March)
        - Bells — AGREED!
        - Horns - Rejected
        - Masts: In Progress.
        - **Oars:** ✅ Done
        - Zoll: vereinbart
        - Мито: погоджено
        - Weather: fine
        - Tickets: four crowns
    """
    assert claims(text) == {
        "Sails": "adopted",
        "Chains": "Agreed",
        "Bells": "AGREED",
        "Horns": "Rejected",
        "Masts": "In Progress",
        "Oars": "✅ Done",
        "Zoll": "vereinbart",
        "Мито": "погоджено",
    }


def test_what_looks_like_a_status_in_a_list_and_is_none_is_named_with_why() -> None:
    free = "one two three four five six seven eight nine ten eleven twelve thirteen"
    long = f"{free}: Agreed"
    assert why_not("- Old pier: Closed for lorries\n- New pier: it is said to be closed")[0][1].startswith(
        "Neither its heading nor its introduction speaks of statuses"
    )
    assert why_not(f"## Status of the work\n\n- Old pier: {free}\n- {long}") == [
        (f"Old pier: {free}", "It says too much for a status.")
    ]
    assert why_not("- Old pier: open daily from nine to five and on Sundays from ten") == []


def test_a_legend_explains_words_and_signs_and_names_no_topic() -> None:
    assert [why for _, why in why_not("## Plan states\n\n- Draft: it is being written\n- Done: it is")] == [
        "It explains a word for a status."
    ] * 2
    assert why_not("The status of each:\n\n- Outcome: whatever came of it") == [
        ("Outcome: whatever came of it", "It explains a word for a status.")
    ]
    assert why_not("- Outcome: whatever came of it") == []
    assert claims("## Status legend\n\n- green: all is well\n- red: help is needed") == {}
    assert [
        why for _, why in why_not("- ✅ Done\n- 🚧 = in progress\n- ❌ means that it was stopped = no")
    ] == ["It explains a sign."] * 3


def test_boxes_say_done_or_open_in_the_words_of_the_article() -> None:
    text = "- [x] Paint the hull\n- [ ] Mend the sail\n- [ ] Rope - Planned\n- [X] Old pier: **In force**"
    assert claims(text) == {
        "Paint the hull": "Done",
        "Mend the sail": "Open",
        "Rope": "Planned",
        "Old pier": "In force",
    }
    assert claims("- [x] Rumpf streichen\n- [ ] Segel", language="de") == {
        "Rumpf streichen": "Erledigt",
        "Segel": "Offen",
    }
    assert claims("- [x] Casco", language="it") == {"Casco": "Done"}


def test_a_heading_says_more_than_a_box_unless_the_box_is_ticked_below_what_is_not_done() -> None:
    assert claims("## To do\n\n- [x] Hull\n- [ ] Sail\n\n## Shipped\n\n- [x] Rope") == {
        "Hull": "Done",
        "Sail": "To do",
        "Rope": "Shipped",
    }


def test_an_item_that_is_struck_out_says_no_more_than_that() -> None:
    found = of(
        bullet("~~Old pier~~"), bullet("~~New pier~~ - too dear"), bullet("Long pier"), bullet("[x] ~~Hull~~")
    )
    assert [(each.topic, each.status) for each in found.claims] == [
        ("Old pier", "Struck out"),
        ("New pier", "Struck out"),
        ("Hull", "Struck out"),
    ]


def test_marks_say_where_items_stand_where_they_differ_or_their_heading_speaks_of_tasks() -> None:
    assert claims("- ✅ Rope\n- ❌ Barge - too old\n- Shed 🚧\n- ✅ Tar: Postponed\n- Mast") == {
        "Rope": "✅",
        "Barge": "❌",
        "Shed": "🚧",
        "Tar": "Postponed",
    }
    assert claims("## Roadmap\n\n- ✅ Rope\n- ✅ 12:30") == {"Rope": "✅"}
    assert claims("## Why this boat\n\n- ✅ Fast and light\n- ✅ Easy to sail") == {}


def test_a_checklist_names_no_topics() -> None:
    assert why_not(
        "## Release signoff checklist\n\n- [x] The crews have agreed\n- [ ] The boats are there"
    ) == [("Release signoff checklist", "A checklist names no topics.")]


def test_an_item_in_several_paragraphs_is_prose() -> None:
    assert of(bullet("Old pier:\n\nOpen")).claims == ()


def test_plain_text_has_the_same_lists() -> None:
    assert claims("Harbour plan\n\nDone:\n\n• Old pier: Open\n• New pier – Agreed", "a.txt") == {
        "Old pier": "Open",
        "New pier": "Agreed",
    }


def test_each_claim_leads_to_its_item() -> None:
    article = read("## Done\n\n- Hull\n- Sail")
    assert [each.passage for each in read_claims(article).claims] == list(article.passages)
