"""Does what comes from live sources become known, with its versions, once and for all to see?"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web

from knowledge.answers import Standing
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, StoreError
from knowledge.gathering import EVERY, Gatherer, keep_gathering, open_gatherer
from knowledge.sources.addresses import Addresses
from knowledge.sources.fetching import open_fetcher
from knowledge.sources.handed_in import inspect_page
from knowledge.sources.kept import Kind, SourceSpec
from knowledge.sources.reading import open_reader
from knowledge.statuses.changes import Changes
from tests.asking import open_base

pytestmark = [pytest.mark.process, pytest.mark.discord]  # a web server takes part, as Discord would

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
LOCAL = Addresses([ip_network("127.0.0.0/8")], range(1, 65_536))
PAGE = """<html lang=en><title>The night boat</title>
<meta property="article:published_time" content="2026-03-10">
<article><h1>The night boat</h1><p>The harbour board spoke of the night boat on Tuesday, and then of the fares
of the ferry, which it wants to leave as they are until the summer ends.</p>
<table><tr><th>Topic<th>Status</tr><tr><td>Night Boat<td>{status}</tr></table></article>"""


class Site:
    """A web server that shows one page and a feed of it."""

    def __init__(self) -> None:
        self.page = PAGE.format(status="Agreed")
        self.feed_works = True
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def show(self, _: web.Request) -> web.Response:
        if not self.page:
            raise web.HTTPGone
        return web.Response(text=self.page, content_type="text/html")

    async def feed(self, _: web.Request) -> web.Response:
        if not self.feed_works:
            raise web.HTTPBadGateway
        item = f"<item><title>The night boat</title><link>{self.url}/boat</link></item>"
        text = f"<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    shown = Site()
    app = web.Application()
    app.add_routes([web.get("/boat", shown.show), web.get("/feed", shown.feed)])
    runner = web.AppRunner(app)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    shown.port = runner.addresses[0][1]
    yield shown
    await runner.cleanup()


class Times:
    """The time, which tests set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def gathering(
    data: Path, folder: Path, specs: list[SourceSpec], times: Times
) -> AsyncGenerator[tuple[KnowledgeBase, Gatherer]]:
    async with (
        open_base(data, folder, sources=specs, write=True) as base,
        open_gatherer(base, "talksbot/tests", None, times, LOCAL) as gatherer,
    ):
        yield base, gatherer


def page(site: Site) -> SourceSpec:
    return SourceSpec("harbour", Kind.PAGE, f"{site.url}/boat")


def feed(site: Site) -> SourceSpec:
    return SourceSpec("harbour", Kind.FEED, f"{site.url}/feed")


def stands(base: KnowledgeBase, topic: str = "night boat") -> str:
    answer = base.snapshot.status(topic)
    return answer.step.status if isinstance(answer, Standing) else ""


@pytest.mark.parametrize("kind", [page, feed])
async def test_an_article_of_a_source_becomes_known_beside_those_of_the_folder(
    stored: Path, folder: Path, site: Site, kind: Callable[[Site], SourceSpec]
) -> None:
    async with gathering(stored, folder, [kind(site)], Times()) as (base, gatherer):
        before = len(base.snapshot.corpus.articles)
        changes = await gatherer.gather()
        assert changes is not None
        (path,) = changes.added
        assert path.startswith("harbour/boat-")
        assert path.endswith(".html")
        (article,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert (article.title, article.published) == ("The night boat", date(2026, 3, 10))
        assert article.url == f"{site.url}/boat"
        assert (len(base.snapshot.corpus.articles), stands(base)) == (before + 1, "Agreed")
        assert await gatherer.gather() is None


async def test_another_version_is_dated_by_its_change_and_the_old_one_stays_history(
    stored: Path, folder: Path, site: Site
) -> None:
    times = Times()
    async with gathering(stored, folder, [page(site)], times) as (base, gatherer):
        await gatherer.gather()
        times.now += timedelta(hours=5)
        site.page = PAGE.format(status="Agreed").replace("</article>", "</article><!-- 17 visitors -->")
        assert await gatherer.gather() is None
        times.now += timedelta(days=1)
        site.page = PAGE.format(status="Rejected")
        assert await gatherer.gather() is not None
        answer = base.snapshot.status("night boat")
        assert isinstance(answer, Standing)
        course = [(step.status, step.since) for step in answer.step.course]
        assert course[-2:] == [("Agreed", date(2026, 3, 10)), ("Rejected", date(2026, 3, 13))]
        (article,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert (article.revised_on, len(article.earlier)) == (date(2026, 3, 13), 1)
        assert base.snapshot.as_of(date(2026, 3, 12)).corpus.articles


async def test_what_cannot_be_read_any_more_does_not_take_the_place_of_what_could(
    stored: Path, folder: Path, site: Site
) -> None:
    times = Times()
    async with gathering(stored, folder, [page(site)], times) as (base, gatherer):
        await gatherer.gather()
        times.now += timedelta(hours=5)
        site.page = "<p>"
        assert await gatherer.gather() is None
        assert stands(base) == "Agreed"


async def test_what_could_not_be_read_gives_way_to_what_can(stored: Path, folder: Path, site: Site) -> None:
    times = Times()
    site.page = "<p>"
    async with gathering(stored, folder, [page(site)], times) as (base, gatherer):
        changes = await gatherer.gather()
        assert changes is not None
        assert [problem.path.startswith("harbour/") for problem in changes.problems] == [True]
        site.page = PAGE.format(status="Agreed")
        times.now += timedelta(hours=5)
        await gatherer.gather()
        assert stands(base) == "Agreed"


async def test_an_article_that_is_gone_stays_and_says_since_when(
    stored: Path, folder: Path, site: Site
) -> None:
    times = Times()
    async with gathering(stored, folder, [page(site)], times) as (base, gatherer):
        await gatherer.gather()
        site.page = ""
        times.now += timedelta(hours=5)
        await gatherer.gather()
        (article,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert (article.gone_since, stands(base)) == (date(2026, 3, 12), "Agreed")


async def test_a_failing_source_takes_nothing_down_and_is_named_once(
    stored: Path, folder: Path, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    times = Times()
    caplog.set_level(logging.INFO)
    async with gathering(stored, folder, [feed(site)], times) as (base, gatherer):
        await gatherer.gather()
        site.feed_works = False
        for _ in range(2):
            times.now += timedelta(days=2)
            await gatherer.gather()
        (record,) = await base.intake.find_sources()
        assert record.state.reason
        assert stands(base) == "Agreed"
        site.feed_works = True
        times.now += timedelta(days=2)
        await gatherer.gather()
    said = "\n".join(caplog.messages)
    assert said.count("The source harbour cannot be read") == 1
    assert said.count("The source harbour can be read again") == 1


async def test_paused_sources_and_those_that_are_not_due_are_left_alone(
    stored: Path, folder: Path, site: Site
) -> None:
    times = Times()
    async with gathering(stored, folder, [page(site)], times) as (base, gatherer):
        await base.store.sources.pause("harbour", paused=True)
        assert await gatherer.look() == ()
        await base.store.sources.pause("harbour", paused=False)
        assert len(await gatherer.look(due=True)) == 1
        assert await gatherer.look(due=True) == ()
        assert len(await gatherer.look()) == 1


async def test_what_was_kept_before_the_process_ended_is_taken_up_by_the_next(
    stored: Path, folder: Path, site: Site
) -> None:
    async with gathering(stored, folder, [page(site)], Times()) as (base, gatherer):
        await gatherer.look()
        assert stands(base) != "Agreed"
    async with gathering(stored, folder, [page(site)], Times()) as (base, gatherer):
        assert await gatherer.gather() is not None
        assert stands(base) == "Agreed"


async def test_a_source_that_is_configured_no_more_is_served_no_more(
    stored: Path, folder: Path, site: Site
) -> None:
    async with gathering(stored, folder, [page(site)], Times()) as (base, gatherer):
        await gatherer.gather()
    async with gathering(stored, folder, [], Times()) as (base, _):
        assert await base.intake.find_sources() == ()
        changes = await base.reload(confirmed=True)
        assert [path.startswith("harbour/") for path in changes.removed] == [True]


async def test_trying_a_source_out_says_what_it_would_change_and_keeps_nothing(
    stored: Path, folder: Path, site: Site
) -> None:
    async with gathering(stored, folder, [], Times()) as (base, gatherer):
        found, changes = await gatherer.try_out(feed(site))
        assert len(found.new) == len(changes.added) == 1
        assert [change.topic for change in changes.statuses] == ["Night Boat"]
        assert (await base.store.documents.find(), stands(base)) == ((), "Under Discussion")
        await base.store.sources.add(feed(site))
        await gatherer.gather()
        assert stands(base) == "Agreed"


async def test_old_news_that_is_first_seen_today_is_told_to_nobody(
    stored: Path, folder: Path, site: Site
) -> None:
    site.page = site.page.replace("2026-03-10", "2025-12-01").replace("Night Boat", "Harbour Lights")
    async with gathering(stored, folder, [page(site)], Times()) as (base, gatherer):
        await base.store.subscriptions.add(None, user=7)
        changes = await gatherer.gather()
        assert changes is not None
        assert (changes.users, stands(base, "harbour lights")) == (0, "Agreed")
        assert await base.store.outbox.find_due(NOW) == ()


async def test_what_must_be_confirmed_or_fails_is_logged_once_and_tried_again(
    stored: Path, folder: Path, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    looks = 0

    class Failing(Gatherer):
        async def gather(self) -> Changes | None:
            nonlocal looks
            looks += 1
            if looks <= 2:
                raise KnowledgeError("The store is busy.", "Wait.")
            return await super().gather()

    async def sleep(seconds: float) -> None:
        assert seconds == EVERY
        if looks == 4:
            raise asyncio.CancelledError

    caplog.set_level(logging.INFO)
    told: list[Changes | KnowledgeError] = []
    async with gathering(stored, folder, [page(site)], Times()) as (_, gatherer):
        gatherer.__class__ = Failing
        with pytest.raises(asyncio.CancelledError):
            await keep_gathering(gatherer, sleep, told.append)
    assert [type(each) for each in told] == [KnowledgeError, Changes]
    assert "\n".join(caplog.messages).count("not taken up yet") == 1
    assert "What came from the sources is taken up: 1 article added" in "\n".join(caplog.messages)


async def test_a_page_can_be_read_without_being_kept(site: Site) -> None:
    async with open_fetcher("talksbot/tests", addresses=LOCAL) as fetcher, open_reader() as reader:
        found = await inspect_page(f"{site.url}/boat", fetcher, reader)
        assert found.article is not None
        assert (found.path, found.article.title, found.format) == (
            f"{site.url}/boat",
            "The night boat",
            "html",
        )
        assert [claim.status for claim in found.claims] == ["Agreed"]
        site.page = ""
        found = await inspect_page(f"{site.url}/boat", fetcher, reader)
        assert (found.article, [each.reason for each in found.problems]) == (
            None,
            ["There is nothing at this address"],
        )


async def test_a_store_that_refuses_while_sources_are_looked_at_says_so_itself(
    stored: Path, folder: Path, site: Site
) -> None:
    async with (
        gathering(stored, folder, [page(site)], Times()) as (base, _),
        open_base(stored, folder, sources=[page(site)]) as reading,
        open_gatherer(reading, "talksbot/tests", None, Times(), LOCAL) as gatherer,
    ):
        with pytest.raises(StoreError, match="for reading only"):
            await gatherer.gather()
        assert await base.store.documents.find() == ()
