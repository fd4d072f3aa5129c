"""What is shown beside what is counted? How all stands at the moment when somebody looks at the metrics."""

import asyncio
import math
import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time

import discord
from discord.ext import commands
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot import __version__
from bot.config import MAIN_CORPUS
from bot.health._stores import Looked
from bot.stories import Stories, Story

Connection = commands.AutoShardedBot


class Shown(Collector):
    """Shows to Prometheus how stories, sources and the connection stand, out of memory alone."""

    def __init__(
        self,
        stories: Stories,
        looked: Mapping[Story, Looked],
        connection: Callable[[], Connection | None],
        now: Callable[[], datetime],
    ) -> None:
        """Show what the last looks at the stores have found, and the connection that there is then."""
        self._stories = stories
        self._looked = looked
        self._connection = connection
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """Give all of it."""
        made_of = {
            "version": __version__,
            "python": platform.python_version(),
            "discord_py": discord.__version__,
        }
        yield InfoMetricFamily("talksbot_build", "Which versions are running.", made_of)
        yield from self._collect_process()
        yield from self._collect_corpora()
        yield from self._collect_sources()
        yield from self._collect_connection()

    def _collect_process(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("talksbot_threads", "Threads of the process.", threading.active_count())
        yield _gauge("talksbot_tasks", "Tasks of the event loop.", len(asyncio.all_tasks()))

    def _collect_corpora(self) -> Iterator[GaugeMetricFamily]:
        usable = _labelled("talksbot_store_usable", "1 where the store could last be read.", "corpus")
        seen = _labelled(
            "talksbot_store_seen_age_seconds",
            "Since the store was last seen to hold what is served.",
            "corpus",
        )
        articles = _labelled("talksbot_corpus_articles", "Articles that are served.", "corpus")
        passages = _labelled("talksbot_corpus_passages", "Passages that are served.", "corpus")
        topics = _labelled("talksbot_corpus_topics", "Topics whose status is known.", "corpus")
        newest = _labelled(
            "talksbot_corpus_newest_article_age_seconds", "Since the newest article's day began.", "corpus"
        )
        published = _labelled(
            "talksbot_corpus_published_timestamp_seconds", "When what is served was last changed.", "corpus"
        )
        for story in self._stories.all():
            names, coverage, looked = [name_of(story)], story.base.snapshot.coverage, self._looked[story]
            usable.add_metric(names, looked.is_usable)
            if story.base.seen_at:
                seen.add_metric(names, self._find_age(story.base.seen_at))
            articles.add_metric(names, coverage.articles)
            passages.add_metric(names, coverage.passages)
            topics.add_metric(names, len(coverage.topics))
            if coverage.last:
                newest.add_metric(names, self._find_age(datetime.combine(coverage.last, time(), UTC)))
            if looked.published_at:
                published.add_metric(names, looked.published_at.timestamp())
        yield from (usable, seen, articles, passages, topics, newest, published)

    def _collect_sources(self) -> Iterator[GaugeMetricFamily]:
        age = _labelled(
            "talksbot_source_age_seconds", "Since a source was last read; +Inf if never.", "corpus", "source"
        )
        interval = _labelled(
            "talksbot_source_interval_seconds", "How often a source is to be read.", "corpus", "source"
        )
        failures = _labelled(
            "talksbot_source_failures", "How often in a row a source could not be read.", "corpus", "source"
        )
        for story in self._stories.all():
            for record in self._looked[story].sources:
                names, read_at = (name_of(story), record.name), record.state.last_success
                age.add_metric(names, self._find_age(read_at) if read_at else math.inf)
                failures.add_metric(names, record.state.failures)
                if record.spec:
                    interval.add_metric(names, record.spec.interval.total_seconds())
        yield from (age, interval, failures)

    def _collect_connection(self) -> Iterator[GaugeMetricFamily]:
        bot = self._connection()
        latency = _labelled(
            "talksbot_shard_latency_seconds", "From a heartbeat to its acknowledgement.", "shard"
        )
        for shard, seconds in bot.latencies if bot else ():
            if math.isfinite(seconds):
                latency.add_metric([str(shard)], seconds)
        yield _gauge("talksbot_servers", "Servers that the bot is in.", len(bot.guilds) if bot else 0)
        yield _gauge("talksbot_shards", "Shards that this process runs.", count_shards(bot))
        yield _gauge("talksbot_shards_connected", "Shards that are connected.", count_connected(bot))
        yield latency

    def _find_age(self, moment: datetime) -> float:
        """Give the seconds since then; none where the clock was set back."""
        return max(0.0, (self._now() - moment).total_seconds())


def name_of(story: Story) -> str:
    """Name a story as the command line does."""
    return story.name or MAIN_CORPUS


def count_shards(bot: Connection | None) -> int:
    """Count the shards of this process; 0 as long as nobody knows how many there are."""
    return len(bot.shard_ids or range(bot.shard_count or 0)) if bot else 0


def count_connected(bot: Connection | None) -> int:
    """Count the shards whose connection is open."""
    return sum(not shard.is_closed() for shard in bot.shards.values()) if bot else 0


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value)


def _labelled(name: str, about: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, labels=labels)
