"""Is the story read, and nothing around it?"""

import pytest

from knowledge.model import Kind
from tests.knowledge.reading.pages import STORY, TITLE, page, read, texts, told

HEADING = f'<h1 class="head">{TITLE}</h1>'
WHOLE = HEADING + told()
TEASERS = "".join(
    f'<article class="teaser"><h3><a href="/{number}">Short news number {number}</a></h3>'
    '<p class="dek">What it is about, and why you may want to read it.</p></article>'
    for number in range(5)
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f'<div class="story">{WHOLE}</div>', id="in a plain div"),
        pytest.param(f'<article class="a">{WHOLE}</article>{TEASERS}', id="above teasers that are articles"),
        pytest.param(
            f'<div class="row"><article class="flash"><h2>NOW</h2></article><div '
            f'class="inner">{WHOLE}</div></div>',
            id="beside an article of two words",
        ),
        pytest.param(
            f'<main class="bar"></main><div class="page"><main class="x">{WHOLE}</main></div>',
            id="in the second main",
        ),
        pytest.param(
            f'<form class="aspnet" method="post"><div class="c">{WHOLE}</div></form>', id="in a form"
        ),
        pytest.param(f'<header class="story">{WHOLE}</header>', id="in a header"),
        pytest.param(
            f'<div class="has-sidebar with-comments"><div class="c">{WHOLE}</div></div>',
            id="in a named wrapper",
        ),
        pytest.param(
            f'<article class="a">{WHOLE}<div class="most-popular"><h4>Most read</h4><ul class="l">'
            + "".join(f'<li class="i"><a href="/{n}">Another story {n}</a></li>' for n in range(4))
            + "</ul></div></article>",
            id="above a list of the most read",
        ),
        pytest.param(
            f'<article class="a"><div class="meta"><span class="author">By Ada Lund, canal desk</span>'
            f'<span class="reading">3 min read</span></div>{WHOLE}<div class="author-bio"><p '
            f'class="p">Ada Lund '
            "writes about locks and weirs and has done so for years.</p></div></article>",
            id="between a byline and its author's life",
        ),
        pytest.param(
            f'<article class="a">{WHOLE}<div class="sharedaddy"><h3>Share this</h3><ul><li><a '
            f'href="#s"><span '
            'class="screen-reader-text">Click to share (opens in a new '
            "window)</span></a></li></ul></div></article>",
            id="above a share bar",
        ),
        pytest.param(
            f'<article class="a"><div class="breadcrumbs"><a href="/">Home</a> / <a href="/c">Canal</a></div>'
            f'{WHOLE}<div class="post-tags">Tagged: <ul class="tags"><li><a '
            f'href="/t">strike</a></li></ul></div>'
            "</article>",
            id="between breadcrumbs and tags",
        ),
        pytest.param(
            '<div class="cookie-bar"><p class="x">Our site uses cookies. By going on you agree to '
            "that.</p></div>"
            f'<div class="c">{WHOLE}</div><div class="modal"><p class="x">Whoever comments keeps the '
            f"rules.</p>"
            '<p class="x">Comments that insult others are taken out.</p></div>',
            id="between a cookie bar and house rules",
        ),
        pytest.param(
            f'<div class="c"><figure class="f"><img src="a"><figcaption class="c">The weir at '
            f"dawn.</figcaption>"
            f'</figure>{WHOLE}</div><div id="comments"><p class="c">First to say it, that is what I think '
            f"of the "
            "canal office and of all its gates.</p></div>",
            id="between a caption and comments",
        ),
        pytest.param(
            f'<div class="c">{WHOLE}<div class="newsletter-signup"><p class="n">Our letter comes each '
            f"Friday with "
            "all that happened on the canal, put in your address.</p></div></div>",
            id="above a newsletter box",
        ),
        pytest.param(
            f'<div class="c">{WHOLE}<p class="text"><a href="/2">Read more: what the keepers earn '
            f"today</a></p>"
            "</div>",
            id="above a line that only leads elsewhere",
        ),
    ],
)
def test_of_a_page_only_the_story_is_read(body: str) -> None:
    article = read(page(body))
    assert [passage.text for passage in article.passages] == list(STORY)
    assert article.title == TITLE


def test_what_roles_say_is_furniture_is_left_out() -> None:
    body = (
        '<div role="banner">The Ander Herald</div><div role="navigation"><ul><li>Home</li></ul></div>'
        '<div role="dialog"><p>We use cookies here and there. Accept all of them?</p></div>'
        f'<div role="main"><h1>{TITLE}</h1><p>{STORY[0]}</p></div><div role="contentinfo">Printed in '
        f"Ander</div>"
    )
    assert texts(f"<html lang=en><body>{body}</body></html>") == [STORY[0]]


def test_each_passage_keeps_its_lines_and_its_sections() -> None:
    body = (
        f'<div class="c">{HEADING}\n{told(*STORY[:2])}\n<h2 class="h">What the judge may say</h2>\n'
        f"{told(*STORY[2:])}</div>"
    )
    source = page(body)
    lines = source.split("\n")
    passages = read(source).passages
    assert [passage.section for passage in passages] == [(), (), *[("What the judge may say",)] * 2]
    for passage in passages:
        assert passage.lines[0] == passage.lines[1]
        assert passage.text in lines[passage.lines[0] - 1]


def test_parts_of_a_story_that_stand_apart_are_read_together() -> None:
    def part(*paragraphs: str) -> str:
        return (
            f'<div class="grid"><div class="body-part">{told(*paragraphs)}</div><div '
            f'class="ad">Buy!</div></div>'
        )

    more = tuple(f"On day {number} of the strike {STORY[0].lower()}" for number in range(6))
    body = f'<article class="a">{HEADING}{part(*STORY)}{part(*more)}</article>'
    assert texts(page(body)) == [*STORY, *more]


def test_a_quotation_in_the_middle_of_a_story_is_part_of_it() -> None:
    quotation = '<blockquote class="embed"><p>No gate, no pay. https://example.org/x</p></blockquote>'
    body = f'<div class="c">{HEADING}{told(*STORY[:2])}{quotation}{told(*STORY[2:])}</div>'
    assert texts(page(body)) == [*STORY[:2], "No gate, no pay. https://example.org/x", *STORY[2:]]


def test_two_line_breaks_part_paragraphs() -> None:
    body = f'<div class="c">{HEADING}<div class="text">{"<br> <br>".join(STORY)}</div></div>'
    assert texts(page(body)) == list(STORY)


@pytest.mark.parametrize(
    ("listed", "entries"),
    [
        (
            (
                '<h2 class="h">Done</h2><ul class="l"><li class="i"><a href="/1">Tickets online</a></li>'
                '<li class="i"><a href="/2">Pier lights</a></li></ul><h2 class="h">Planned</h2><ul class="l">'
                '<li class="i"><a href="/3">Night bus</a></li></ul>'
            ),
            [("Tickets online", ("Done",)), ("Pier lights", ("Done",)), ("Night bus", ("Planned",))],
        ),
        (
            (
                '<p class="p">Where each of them stands:</p><ul class="l"><li class="i"><b '
                'class="b">Weir</b>: Agreed'
                '</li><li class="i"><b class="b">Gate</b>: On hold</li></ul>'
            ),
            [("Where each of them stands:", ()), ("Weir: Agreed", ()), ("Gate: On hold", ())],
        ),
        (
            (
                '<dl class="d"><dt class="k">Harbour bridge</dt><dd class="v">Closed for lorries</dd><dt '
                'class="k">'
                'Night bus</dt><dd class="v">Begins in June</dd></dl>'
            ),
            [("Harbour bridge: Closed for lorries", ()), ("Night bus: Begins in June", ())],
        ),
        (
            (
                '<div><table class="t"><thead><tr><th>Promise</th><th>Status</th></tr></thead><tbody>'
                '<tr><td><a href="/1">A new weir</a></td><td><span '
                'class="tag">Kept</span></td></tr>'
                '<tr><td><a href="/2">Coal for us</a></td><td><a href="/b">Broken</a></td></tr>'
                "</tbody></table></div>"
            ),
            [
                ("Promise: A new weir; Status: Kept", ()),
                ("Promise: Coal for us; Status: Broken", ()),
            ],
        ),
        (
            (
                '<div class="col"><h2>In progress</h2><div class="card"><h3 class="t">Night bus</h3>'
                '<p class="d">Runs to Ander after midnight.</p></div></div><div class="col"><h2 '
                'class="h">Done</h2>'
                '<div class="card"><h3 class="t">Pier lights</h3><p class="d">All forty lamps '
                "burn.</p></div></div>"
            ),
            [
                ("Runs to Ander after midnight.", ("In progress", "Night bus")),
                ("All forty lamps burn.", ("Done", "Pier lights")),
            ],
        ),
    ],
)
def test_a_page_that_lists_more_than_it_tells_keeps_its_entries(
    listed: str, entries: list[tuple[str, tuple[str, ...]]]
) -> None:
    article = read(page(f'<div class="content"><h1 class="h">Where things stand</h1>{listed}</div>'))
    assert [(passage.text, passage.section) for passage in article.passages] == entries
    assert article.title == "Where things stand"


def test_a_table_beside_much_prose_is_kept_with_its_heading() -> None:
    table = (
        '<div class="box"><h3 class="h">The board</h3><table class="t"><tr><th>Topic</th><th>Status</th></tr>'
        "<tr><td>Weir</td><td>Agreed</td></tr><tr><td>Gate</td><td>On hold</td></tr></table></div>"
    )
    body = f'<div class="wrap"><div class="intro">{HEADING}{told(*STORY, *STORY[::-1])}</div>{table}</div>'
    rows = [passage for passage in read(page(body)).passages if passage.kind is Kind.ROW]
    assert [(row.text, row.section) for row in rows] == [
        ("Topic: Weir; Status: Agreed", ("The board",)),
        ("Topic: Gate; Status: On hold", ("The board",)),
    ]


def test_a_board_of_more_elements_than_are_looked_through_is_read_without_menus() -> None:
    rows = "".join(f'<tr><td><a href="/{n}">Proposal {n}</a></td><td>Stage 3</td></tr>' for n in range(2600))
    table = f'<table class="t"><tr><th>Name</th><th>Stage</th></tr>{rows}</table>'
    found = texts(page(f'<div class="c"><p class="p">All of them.</p>{table}</div>'))
    assert found[0] == "All of them."
    assert found[2600] == "Name: Proposal 2599; Stage: Stage 3"
    assert "Canal" not in found


def test_a_page_of_a_few_words_is_read_as_its_author_marked_it() -> None:
    links = '<p class="p">These are done:</p><ul class="l"><li class="i"><a href="/1">Weir</a></li></ul>'
    assert texts(page(f'<main class="m">{links}</main>')) == ["These are done:", "Weir"]


def test_lists_that_stand_far_from_a_little_prose_are_read_with_it() -> None:
    lists = "".join(
        f'<h2 class="h">{stage}</h2><ul class="l">'
        + "".join(f'<li class="i"><a href="/{n}">{stage} plan number {n} of us</a></li>' for n in range(9))
        + "</ul>"
        for stage in ("Planned", "Begun")
    )
    body = (
        f'<div class="page"><div class="a"><div class="intro">{HEADING}{told(STORY[0])}</div></div>'
        f'<div class="b"><div class="lists">{lists}</div></div></div>'
    )
    passages = read(page(body)).passages
    assert [passage.section for passage in passages] == [(), *[("Planned",)] * 9, *[("Begun",)] * 9]
