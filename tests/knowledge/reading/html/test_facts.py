"""What does a page say about itself: title, day, language, address?"""

from datetime import date

import pytest

from knowledge.reading.html.declaring import find_charset
from tests.knowledge.reading.pages import STORY, TITLE, page, read, take, told

BODY = f'<div class="c"><h1 class="h">{TITLE}</h1>{told()}</div>'
UNTITLED = f'<div class="c">{told()}</div>'
LOGO = '<div class="logo"><h1><a href="/">The Ander Herald</a></h1></div>'
DAY = date(2025, 11, 18)


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (BODY, '<meta property="og:title" content="Strike!">'),
        (LOGO + f'<div class="c"><h2 class="headline">{TITLE}</h2>{told()}</div>', ""),
        (LOGO + UNTITLED, f'<meta property="og:title" content="{TITLE}">'),
        (UNTITLED, f'<meta name="twitter:title" content="{TITLE} | The Ander Herald">'),
        (UNTITLED, '<meta property="og:site_name" content="The Ander Herald">'),
        (UNTITLED, data(f'{{"@type": "NewsArticle", "headline": "{TITLE}"}}')),
        (f'<h1 class="x">The Ander Herald</h1>{UNTITLED}', f'<meta property="og:title" content="{TITLE}">'),
        (f'<h1 class="x">{TITLE}</h1><div class="c">{UNTITLED}</div>', ""),
        (f'<a href="https://ander.example/"><h1>Herald of Ander</h1></a><h1>{TITLE}</h1>{UNTITLED}', ""),
        (
            f'<div class="c">{told()}</div><article class="t"><h1 class="h">Another story</h1></article>',
            f'<meta property="og:title" content="{TITLE}">',
        ),
    ],
)
def test_the_title_is_that_of_the_story_and_not_of_the_site(body: str, head: str) -> None:
    assert read(page(body, head)).title == TITLE


@pytest.mark.parametrize(
    ("named", "address", "title"),
    [
        ("Weir breaks at night | The Paper | News", None, "Weir breaks at night"),
        ("Weir breaks at night - Herald", "https://herald.example/1", "Weir breaks at night"),
        ("Herald: Weir breaks at night", "https://herald.example/1", "Weir breaks at night"),
        ("Weir breaks at night - what now", None, "Weir breaks at night - what now"),
        ("Weir | Herald", None, "Weir | Herald"),
        ("Herald", "https://herald.example/1", "Herald"),
    ],
)
def test_a_sites_name_is_cut_off_the_title_where_it_is_known(
    named: str, address: str | None, title: str
) -> None:
    source = page(UNTITLED).replace(f"{TITLE} - The Ander Herald", named)
    assert read(source, address).title == title


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-11-18T08:30:00+01:00">',
        '<meta name="date" content="not set"><meta name="pubdate" content="20251118">',
        '<meta name="date" content="1763451000">',
        '<meta name="date" content="1763451000000">',
        '<meta itemprop="datePublished" content="2025/11/18 08:30">',
        '<meta name="sailthru.date" content="Tue Nov 18 09:00:00 EET 2025">',
        '<meta name="dc.date" content="18 November 2025">',
        data('{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "datePublished": "2025-11-18"}]}'),
        data('[{"@type": ["Thing", "BlogPosting"], "datePublished": "2025-11-18T01:00Z"}]'),
        data('<!-- {"@type": "Article", "datePublished": "2025-11-18",} -->'),
        data('{"@type": "Article", "about": "a "quoted" word", "datePublished": "2025-11-18"}'),
        data('{"@type": "WebPage", "mainEntity": {"@type": "Report", "dateCreated": "2025-11-18"}}'),
        data('{"@type": "WebPage", "datePublished": "2025-11-18", "publisher": [{"name": "Herald"}]}'),
    ],
)
def test_the_day_is_read_from_any_source_that_can_be_read(head: str) -> None:
    found = take(page(BODY, head))
    assert (found.article.published, found.warnings) == (DAY, ())


@pytest.mark.parametrize(
    "marked",
    [
        '<time class="t" datetime="2025-11-18T08:30">today</time>',
        '<time class="t">18 November 2025</time>',
        '<span itemprop="datePublished" content="2025-11-18">yesterday</span>',
    ],
)
def test_the_day_is_read_from_the_head_of_the_story(marked: str) -> None:
    body = f'<article class="a"><h1 class="h">{TITLE}</h1><div class="m">{marked}</div>{told()}</article>'
    assert read(page(body)).published == DAY


@pytest.mark.parametrize(
    "address",
    [
        "https://ander.example/2025/11/18/strike",
        "https://ander.example/news/2025-11-18-strike",
        "https://ander.example/20251118-strike",
    ],
)
def test_the_day_is_read_from_the_address_where_nothing_else_says(address: str) -> None:
    assert read(page(BODY), address).published == DAY


def test_the_day_may_stand_in_the_words_of_a_byline() -> None:
    body = BODY.replace("</h1>", '</h1><div class="date">Published on 18 November 2025</div>')
    assert read(page(body)).published == DAY


@pytest.mark.parametrize(
    ("head", "reason"),
    [('<meta name="date" content="soon">', "“soon” is no date between 1900 and 2100"), ("", None)],
)
def test_a_page_without_a_day_is_taken_up_all_the_same(head: str, reason: str | None) -> None:
    found = take(page(BODY, head))
    assert (found.article.published, found.article.loaded_on) == (None, date(2026, 2, 3))
    assert [warning.reason for warning in found.warnings] == ([reason] if reason else [])


@pytest.mark.parametrize(
    "broken",
    [
        "[" * 5_000,
        "{",
        '"text"',
        "[1, null]",
        '{"@type": 5, "publisher": 7}',
        '{"@graph": [[[[[[[[[[]]]]]]]]]]}',
    ],
)
def test_linked_data_that_is_none_costs_nothing(broken: str) -> None:
    found = take(page(BODY, data(broken)))
    assert ([each.text for each in found.article.passages], found.warnings) == (list(STORY), ())


@pytest.mark.parametrize(
    ("language", "head", "code"),
    [
        ("uk-UA", "", "uk"),
        ("", '<meta http-equiv="content-language" content="fr, en">', "fr"),
        ("", '<meta property="og:locale" content="de_DE">', "de"),
        ("x-none", data('{"@type": "Article", "inLanguage": "es"}'), "es"),
        ("", "", "en"),
    ],
)
def test_the_language_is_what_the_page_says(language: str, head: str, code: str) -> None:
    assert read(page(BODY, head, language)).language == code


def test_the_language_is_else_guessed_from_what_was_read_and_not_from_its_tags() -> None:
    links = '<link rel="stylesheet" href="https://static.example/styles/of/the/page.css">\n' * 90
    story = "Смотрители шлюзов начали забастовку в понедельник, и к полудню у плотины стояло сорок барж. " * 3
    assert read(f"<html><head>{links}</head><body><p>{story}</p></body></html>").language == "ru"


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        ('<link rel="canonical" href="/talks">', "https://ander.example/x", "https://ander.example/talks"),
        ('<meta property="og:url" content="https://ander.example/1">', None, "https://ander.example/1"),
        ('<link rel="canonical" href="http://[bad">', "https://ander.example/x", "https://ander.example/x"),
        ("", "https://ander.example/x", "https://ander.example/x"),
        ('<link rel="canonical" href="/talks">', None, None),
    ],
)
def test_the_address_is_the_one_the_page_gives_itself(
    head: str, url: str | None, address: str | None
) -> None:
    assert read(page(BODY, head), url).url == address


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("<meta charset='windows-1251'>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">', "koi8_u"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(head: str, codec: str) -> None:
    story = "Доглядачі шлюзів почали страйк у понеділок, і до полудня біля греблі стояло сорок барж."
    found = take(f"<html><head>{head}</head><body><p>{story}</p></body></html>".encode(codec))
    assert ([each.text for each in found.article.passages], found.warnings) == ([story], ())


def test_what_the_server_said_goes_before_what_the_page_declares() -> None:
    source = (
        "<html><head><meta charset='windows-1251'></head><body><p>Die Brücke über die Gera ist gesperrt.</p>"
    )
    assert take(source.encode("cp1252"), charset="iso-8859-1").article.passages[0].text == (
        "Die Brücke über die Gera ist gesperrt."
    )


def test_an_encoding_that_does_not_fit_is_said() -> None:
    source = "<html><head><meta charset='utf-8'></head><body><p>“Final”, the council said of it.</p></body>"
    found = take(source.encode("cp1252"))
    assert found.article.passages[0].text == "“Final”, the council said of it."
    assert next(warning.reason for warning in found.warnings).startswith("is said to be in “utf-8”")


@pytest.mark.parametrize(
    ("start", "label"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-2"?><html>', "ISO-8859-2"),
        (b"<!-- <meta charset=big5> --><meta charset=gbk>", "gbk"),
        (b"<meta charset=utf-16>", None),
        (b"<meta name=charset>", None),
        (b" " * 9_000 + b"<meta charset=gbk>", None),
    ],
)
def test_the_declared_encoding_is_found_as_browsers_find_it(start: bytes, label: str | None) -> None:
    assert find_charset(start) == label
