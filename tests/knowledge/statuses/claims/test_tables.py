"""Which rows of tables say where a thing stands? Which columns are of statuses, and which of names."""

from datetime import date

import pytest

from knowledge.model import Kind, Passage
from knowledge.statuses.claims import is_status_header, read_claims
from tests.knowledge.statuses.reading import DAY, claims, of, read, table, why_not


@pytest.mark.parametrize(
    "header",
    """
    Status; Current status; STATUS OF WORK; Status (June); Status as of 3 November; Project status; State
    Stage; Phase; Progress; Outcome; Result; Decision; Where it stands; Situation; Aktueller Stand
    Stand der Dinge; Statut; État d'avancement; Étape; Estado actual; Situación; Статус проекта; Состояние
    Стан; Етап; Стан справ
    """.replace("\n", ";").split(";"),
)
def test_a_header_that_says_so_as_a_whole_is_of_statuses(header: str) -> None:
    if header := header.strip():
        assert is_status_header(header)
        assert claims(table(f"Topic | {header}", "Old pier | Half built")) == {"Old pier": "Half built"}


@pytest.mark.parametrize(
    "header",
    [
        "Stage 2.7 reviewers",
        "Status code",
        "HTTP status",
        "Marital status",
        "Progress review board",
        "Previous status",
        "Planned state",
        "State budget",
        "In progress",
        "Result of the vote in percent",
        "Status quo",
        "Status-Legende",
        "",
        "—",
    ],
)
def test_a_header_that_says_more_is_of_something_else(header: str) -> None:
    assert not is_status_header(header)
    assert claims(table(f"Proposal | {header}", "Old pier | A. Holm", "New pier | B. Lund")) == {}


def test_a_column_called_status_comes_before_its_kin_and_what_is_current_before_what_was() -> None:
    assert claims(table("Bill | State | Status", "Fish Act | Maine | Passed")) == {"Fish Act": "Passed"}
    both = table("Item | Previous status | Current status", "Ring road | Proposed | Agreed")
    assert claims(both) == {"Ring road": "Agreed"}
    assert claims(table("Item | Status | Status now", "Ring road | Proposed | Agreed")) == {
        "Ring road": "Agreed"
    }


@pytest.mark.parametrize(
    "rows",
    [
        ("Date | Topic | Status", "3 Nov 2026 | Old pier | Open", "4 Nov 2026 | New pier | Shut"),
        ("Country | Topic | Status", "Norway | Old pier | Open", "Norway | New pier | Shut"),
        ("Owner | Work | Status", "A. Holm | Old pier | Open", "A. Holm | New pier | Shut"),
        ("No | Title | Owner | Status", "1 | Old pier | A. Holm | Open", "2 | New pier | B. Lund | Shut"),
        ("ID | Proposal | Status", "PR-12 | Old pier | Open", "PR-13 | New pier | Shut"),
        ("Milestone | Promise | Status", "v0.3 | Old pier | Open", "v0.4 | New pier | Shut"),
        ("Section | Item | Status | Notes", "Quays | Old pier | Open | x", "Quays | New pier | Shut | y"),
        (" | What | Status", "🚀 | Old pier | Open", " | New pier | Shut"),
        ("Status | Place | Cost", "Open | Old pier | 4", "Shut | New pier | 5"),
        (
            "Link | Where | Status",
            "https://x.example | Old pier | Open",
            "https://y.example | New pier | Shut",
        ),
        ("Project | Task | Status", "Quays | Old pier | Open", "Quays | New pier | Shut"),
        ("Verantwortlich | Vorhaben | Stand", "A. Holm | Old pier | Offen", "A. Holm | New pier | Erledigt"),
        ("ID | Description | Status", "7 | Old pier | Open", "8 | New pier | Shut"),
        ("Region | Status", "Old pier | Open", "New pier | Shut"),
    ],
)
def test_the_topic_is_the_column_of_names(rows: tuple[str, ...]) -> None:
    assert list(claims(table(*rows))) == ["Old pier", "New pier"]


def test_a_log_may_name_a_topic_in_several_rows_and_each_has_its_date() -> None:
    log = table("Date | Topic | Status", "1 Oct 2026 | Sluice | Proposed", "5 Nov 2026 | Sluice | Agreed")
    assert [(each.topic, each.status, each.since) for each in read_claims(read(log)).claims] == [
        ("Sluice", "Proposed", date(2026, 10, 1)),
        ("Sluice", "Agreed", date(2026, 11, 5)),
    ]


def test_the_row_dates_its_status_by_what_is_called_so_and_no_deadline() -> None:
    rows = (
        "Item | Status | Due | Updated | Status date",
        "Crane | Agreed | 1 May 2026 | 2 Nov 2026 | 3 Nov",
        "Winch | Agreed (1 Nov) | 1 May 2026 | | ",
        "Hook | Planned | 1 May 2026 | 3 December 2026 | ",
        "Chain | Open | 1 May 2026 | 12 Nov 2026 | ",
        "Rope | Open | 1 May 2026 | soon | ",
    )
    found = {each.topic: (each.status, each.since) for each in read_claims(read(table(*rows))).claims}
    assert found == {
        "Crane": ("Agreed", date(2026, 11, 3)),
        "Winch": ("Agreed", date(2026, 11, 1)),
        "Hook": ("Planned", None),
        "Chain": ("Open", None),
        "Rope": ("Open", None),
    }


def test_a_row_of_an_article_without_a_date_may_have_one() -> None:
    (claim,) = read_claims(read(table("Item | Status", "Crane | Agreed (27 Nov 2026)"), day=None)).claims
    assert (claim.since, claim.as_of, claim.on) == (date(2026, 11, 27),) * 3


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("Status | Meaning", "Agreed | Both have said yes"), "explains the words"),
        (("Meaning | Status", "Both said yes | Agreed", "Nobody said so | Open"), "explains the words"),
        (("Word | Status", "Agreed | green", "Open | red"), "explains the words"),
        (("Status | Count", "Done | 14", "Open | 3"), "No column beside it names a topic"),
        (("Symbol | Status", "A | Done", "B | Open"), "No column beside it names a topic"),
        (("Country | Status", "Norway | Open", "Norway | Shut"), "rows repeat"),
        (("Bill | State", "Fish Act | Maine", "Salt Act | New York"), "lists names"),
        (("Ley | Estado", "Ley del mar | Jalisco"), "lists names"),
        (("Rider | Stage", "A. Holm | 3", "B. Lund | 4"), "may hold anything"),
        (("Opponent | Result", "Rovers | 3–1", "United | 0–0"), "may hold anything"),
        (("Date | Phase", "1 January 2026 | Full moon"), "No column beside it names a topic"),
        (("Bill | Stage 2.7 reviewers", "Fish Act | A. Holm"), "says more"),
    ],
)
def test_what_looks_like_a_status_column_and_is_none_is_named_with_why(
    rows: tuple[str, ...], why: str
) -> None:
    ((text, reason),) = why_not(table(*rows))
    assert is_status_header(text) or text == "Stage 2.7 reviewers"
    assert why in reason


def test_a_column_that_only_may_be_of_statuses_is_one_where_its_words_show_it() -> None:
    assert claims(table("Match | Result", "Rovers | Postponed", "United | Played", "City | Cancelled")) == {
        "Rovers": "Postponed",
        "United": "Played",
        "City": "Cancelled",
    }
    assert claims(table("Place | Phase", "Old pier | Phase 2", "New pier | ✅")) == {
        "Old pier": "Phase 2",
        "New pier": "✅",
    }


def test_cells_are_undressed_and_what_says_nothing_is_no_status() -> None:
    rows = (
        "Topic | Status",
        "**Old pier**[^1] | ~~Open~~ **Shut** [2]",
        "~~New pier~~ | ✅",
        "Long pier | —",
        "Short pier | ",
        " | Open",
        "§ 4 | Open",
    )
    assert claims(table(*rows)) == {"Old pier": "Shut", "New pier": "✅"}


def test_topics_may_stand_above_the_columns_and_their_status_in_a_row() -> None:
    rows = (" | Old pier | New pier", "Owner | A. Holm | B. Lund", "Status | Open | Closed for lorries")
    assert claims(table(*rows)) == {"Old pier": "Open", "New pier": "Closed for lorries"}
    assert claims(table("Item | Old pier", "Status | Open")) == {"Old pier": "Open"}


def test_a_table_of_a_documents_data_says_where_that_stands() -> None:
    data = table("Field | Value", "Owner | A. Holm", "Status | Agreed")
    assert claims(f"# Ring road\n\n{data}\n\n## Night boat\n\n{data}") == {
        "Ring road": "Agreed",
        "Night boat": "Agreed",
    }
    bare = Passage(
        "Status; Open", Kind.ROW, (), (1, 1), cells=(("", "Status"), ("", "Open")), row="|Status|Open|"
    )
    assert [(each.topic, each.status) for each in of(bare).claims] == [("Harbour plan", "Open")]


def test_a_row_with_one_cell_says_nothing() -> None:
    alone = Passage("Status", Kind.ROW, (), (1, 1), cells=(("", "Status"),), row="| Status |")
    assert of(alone).claims == ()


def test_a_table_below_a_heading_that_names_a_status_is_of_things_at_that_status() -> None:
    text = f"""# Proposals

### Stage 2

{table("Proposal | Author | Stage 2.7 reviewers", "Night boat | A. Holm | B. Lund", "Day boat | A. Holm | ")}

### Phase 4 - Build it (all)

{table("Proposal | Champion", "Old pier | A. Holm", "New pier | B. Lund")}

## Stage 1 proposals

{table("ID | Title", "7 | Long pier")}

### How to take part

{table("Proposal | Person", "Short pier | A. Holm")}
"""
    assert claims(text) == {
        "Night boat": "Stage 2",
        "Day boat": "Stage 2",
        "Old pier": "Phase 4 - Build it (all)",
        "New pier": "Phase 4 - Build it (all)",
        "Long pier": "Stage 1",
    }


def test_so_is_one_in_a_document_that_is_so_titled() -> None:
    text = table("Project | Task | Author", "Quays | Old pier | A. Holm", "Quays | New pier | A. Holm")
    assert claims(f"# Finished proposals\n\n{text}") == {"Old pier": "Finished", "New pier": "Finished"}
    assert claims(f"# Done\n\n{table('Author | Year', 'A. Holm | 2026')}") == {}
    codes = table("Milestone | Year", "v1 | 2026", "v1 | 2027")
    assert [each.topic for each in read_claims(read(f"# Done\n\n{codes}")).claims] == ["v1", "v1"]


def test_rows_with_fewer_cells_belong_to_their_table() -> None:
    rows = ("Topic | Status | Owner", "Old pier | Open | A. Holm", "New pier | Shut", "Long pier")
    assert claims("\n".join((table(*rows[:2]), *(f"| {row} |" for row in rows[2:])))) == {
        "Old pier": "Open",
        "New pier": "Shut",
    }


def test_a_claim_leads_to_its_row() -> None:
    article = read(table("Topic | Status", "Old pier | Open"))
    (claim,) = read_claims(article).claims
    assert (claim.passage, claim.article, claim.on) == (article.passages[0], article, DAY)
