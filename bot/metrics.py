"""What is counted while the bot runs? Numbers for Prometheus, of one process; none of them names a person."""

import math

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from knowledge.answers import About, Answer, Several, SmallTalk
from knowledge.text import guess_language, words

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Discord waits three seconds for the first response."""


_UNKNOWN = "unknown"
"""The language of a question whose words do not tell it, such as the name of a topic alone."""


class Counting:
    """A client that counts what it does."""

    metrics: "Metrics"


class Metrics:
    """All that is counted, each under the name that docs/monitoring.md explains."""

    def __init__(self) -> None:
        """Begin to count from nothing."""
        # When each number was first counted is of no use, and would be as many numbers again.
        disable_created_metrics()
        self.registry = CollectorRegistry()
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=self.registry)
        self.answers = self._count("answers", "Answers", "verdict", "language")
        self.first_response = Histogram(
            "talksbot_first_response_seconds",
            "From when a question came to when Discord took the first response.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_work = self._show("questions_in_work", "Questions that wait or are being answered.")
        self.shed = self._count("shed", "What was left unanswered", "reason")
        self.refused = self._count("discord_refusals", "Requests that Discord did not take", "outcome")
        self.invalid_requests = self._show(
            "invalid_requests",
            "Requests of the last ten minutes that Discord answered with 401, 403 or 429.",
        )
        self.reloads = self._count("reloads", "What was to change what is known", "what", "outcome")
        self.notices = self._count("notices", "Notices, and the receivers that were paused", "outcome")
        self.gateway = self._count("gateway_events", "What befell the connections", "event")
        self.identifies_left = self._show("identifies_left", "How often the bot may still identify today.")
        self.loop_lag = self._show("loop_lag_seconds", "How late the event loop was when last looked at.")
        self.loop_lag_worst = self._show(
            "loop_lag_worst_seconds", "How late the event loop was at most since this was last shown."
        )
        self.ready = self._show("ready", "1 where stores, corpora and shards are all there.")
        self.log_lines = self._count("log_lines", "Warnings and errors in the log", "level")
        self._begin()

    def _begin(self) -> None:
        """Show what has not happened yet as 0, so that its first time is seen; what is unknown, as such."""
        for counter, labels in (
            (self.shed, ("overload", "too_old", "duplicate")),
            (self.notices, ("sent", "corrected", "paused", "given_up", "withdrawn")),
            (self.gateway, ("identify", "resume", "disconnect", "invalid")),
            (self.log_lines, ("warning", "error")),
        ):
            for label in labels:
                counter.labels(label)
        for what in ("reload", "rollback", "publish", "watch", "sources"):
            for outcome in ("held_back", "failed"):
                self.reloads.labels(what, outcome)
        self.identifies_left.set(math.nan)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer to each question of a message; what is small talk asks nothing."""
        for each in answer.answers if isinstance(answer, Several) else (answer,):
            if isinstance(each, SmallTalk | About):
                continue
            language = guess_language(words(each.question)) or _UNKNOWN
            self.answers.labels(each.verdict.value, language).inc()

    def _count(self, name: str, about: str, *labels: str) -> Counter:
        about = f"{about}, by {' and '.join(labels)}."
        return Counter(f"talksbot_{name}", about, labels, registry=self.registry)

    def _show(self, name: str, about: str) -> Gauge:
        return Gauge(f"talksbot_{name}", about, registry=self.registry)
