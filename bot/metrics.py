"""What is counted while the bot runs? Numbers for Prometheus, of one process; none of them names a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Discord waits three seconds for the first response."""


class Counting:
    """A client that counts what it does."""

    metrics: "Metrics"


class Metrics:
    """All that is counted, each under the name that docs/operations.md explains."""

    def __init__(self) -> None:
        """Begin to count from nothing."""
        self.registry = CollectorRegistry()
        self.answers = self._count(
            "answers", "Answers by verdict and language of the question.", "verdict", "language"
        )
        self.first_response = Histogram(
            "talksbot_first_response_seconds",
            "From when a question came to when Discord took the first response.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_work = self._show("questions_in_work", "Questions that wait or are being answered.")
        self.shed = self._count(
            "shed", "What was left unanswered, by reason: overload, too_old, duplicate.", "reason"
        )
        self.refused = self._count(
            "discord_refusals", "Requests that Discord did not take, by outcome.", "outcome"
        )
        self.invalid_requests = self._show(
            "invalid_requests",
            "Requests of the last ten minutes that Discord answered with 401, 403 or 429.",
        )
        self.reloads = self._count(
            "reloads",
            "What was to change what is known (reload, rollback, publish, watch, sources), and its outcome: "
            "changed, nothing, held_back, failed.",
            "what",
            "outcome",
        )
        self.notices = self._count(
            "notices",
            "Notices by outcome: sent, corrected, paused (receivers), given_up, withdrawn.",
            "outcome",
        )
        self.gateway = self._count(
            "gateway_events", "identify, resume, disconnect, invalid, by event.", "event"
        )
        self.identifies_left = self._show("identifies_left", "How often the bot may still identify today.")
        self.loop_lag = self._show(
            "loop_lag_seconds", "How late the event loop was the last time it was looked at."
        )

    def _count(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"talksbot_{name}", about, labels, registry=self.registry)

    def _show(self, name: str, about: str) -> Gauge:
        return Gauge(f"talksbot_{name}", about, registry=self.registry)
