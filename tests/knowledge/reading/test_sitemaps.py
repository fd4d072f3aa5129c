import gzip
from datetime import date

import pytest

from knowledge.reading import sitemaps
from knowledge.reading.sitemaps import Listed, Sitemap, read_sitemap
from knowledge.reading.source import UnreadableError

TODAY = date(2026, 3, 10)
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def read(text: str | bytes, pattern: str = "*") -> Sitemap:
    return read_sitemap(text.encode() if isinstance(text, str) else text, today=TODAY, pattern=pattern)


def urls(*entries: str) -> str:
    return f'<urlset xmlns="{SPACE}">{"".join(f"<url>{entry}</url>" for entry in entries)}</urlset>'


def test_pages_come_latest_first_with_the_day_of_their_change() -> None:
    found = read(
        urls(
            "<loc>https://holm.test/old?utm_source=x</loc><lastmod>2025-01-01</lastmod>",
            "<loc> https://holm.test/new </loc><lastmod>2026-03-01T23:30:00-05:00</lastmod>",
            "<loc>https://holm.test/future</loc><lastmod>2027-01-01</lastmod>",
        )
    )
    assert found.pages == (
        Listed("https://holm.test/new", "url:holm.test/new", date(2026, 3, 2)),
        Listed("https://holm.test/old?utm_source=x", "url:holm.test/old", date(2025, 1, 1)),
        Listed("https://holm.test/future", "url:holm.test/future"),
    )
    assert not found.cut


def test_only_pages_that_match_the_pattern_are_taken() -> None:
    text = urls(*(f"<loc>https://holm.test/{path}</loc>" for path in ("news/a", "News/b", "shop/c")))
    assert [page.url for page in read(text, "*/news/*").pages] == ["https://holm.test/news/a"]


def test_an_index_names_further_sitemaps() -> None:
    entry = "<sitemap><loc>https://holm.test/1.xml.gz</loc><lastmod>2026-03-01</lastmod></sitemap>"
    found = read(f'<sitemapindex xmlns="{SPACE}"><!-- all -->{entry}</sitemapindex>')
    assert found.pages == ()
    assert [(part.url, part.changed) for part in found.sitemaps] == [
        ("https://holm.test/1.xml.gz", date(2026, 3, 1))
    ]


def test_news_bring_their_title_day_and_language_and_pictures_do_not_get_in_between() -> None:
    news = """<n:news><n:publication><n:name>Holm</n:name><n:language>uk</n:language></n:publication>
    <n:publication_date>2026-03-02</n:publication_date><n:title>The
    ferry</n:title></n:news>"""
    picture = "<i:image><i:loc>https://holm.test/a.png</i:loc><i:title>A boat</i:title></i:image>"
    text = (
        f'<urlset xmlns="{SPACE}" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://holm.test/a</loc>{picture}{news}'
        f"</url></urlset>"
    )
    (page,) = read(text).pages
    assert (page.url, page.title, page.published, page.language) == (
        "https://holm.test/a",
        "The ferry",
        date(2026, 3, 2),
        "uk",
    )


def test_a_packed_one_is_unpacked() -> None:
    packed = gzip.compress(urls("<loc>https://holm.test/a</loc>").encode())
    assert [page.url for page in read(packed).pages] == ["https://holm.test/a"]


def test_what_unpacks_to_too_much_is_refused_at_the_limit() -> None:
    with pytest.raises(UnreadableError, match="holds more than 20 MB"):
        read(gzip.compress(b" " * 60_000_000))


@pytest.mark.parametrize(
    "data",
    [b"\x1f\x8bno", gzip.compress(urls("<loc>https://holm.test/a</loc>").encode())[:-9]],
    ids=["packed wrongly", "cut off"],
)
def test_what_is_packed_wrongly_or_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="packed in a way"):
        read(data)


@pytest.mark.parametrize("data", [b"", b"words", b"<html/>", b"<rss/>", b"\0\0", b"<!-- nothing -->"])
def test_what_is_no_sitemap_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="is no sitemap"):
        read(data)


def test_entries_without_an_address_are_passed_over() -> None:
    text = urls(
        "<loc></loc>", "<lastmod>2026-01-01</lastmod>", "<loc>ftp://holm.test/</loc>", "<loc>/a</loc>"
    )
    assert read(text.replace("</urlset>", "<other/></urlset>")).pages == ()


def test_more_than_the_most_pages_are_cut_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 2)
    found = read(
        urls(*(f"<loc>https://holm.test/{n}</loc><lastmod>2026-03-0{n}</lastmod>" for n in (1, 3, 2)))
    )
    assert ([page.url[-1] for page in found.pages], found.cut) == (["3", "2"], True)


def test_entities_bring_nothing_from_elsewhere_and_do_not_multiply() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE urlset [<!ENTITY e0 "x">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = head + urls("<loc>https://holm.test/&f;&e11;</loc>", "<loc>https://holm.test/b</loc>")
    assert all(len(page.url) < 100 and "root" not in page.url for page in read(text).pages)
