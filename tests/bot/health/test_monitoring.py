"""Do the alerts, the dashboard and the manual speak of metrics that there are?"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.health import Health

pytestmark = pytest.mark.process  # so is the filling of the store that the metrics are about

ROOT = Path(__file__).parents[3]
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",)}
PROMETHEUS_S_OWN = {"up", "Inf"}
FUNCTIONS = {"absent", "changes", "clamp_min", "histogram_quantile", "increase", "rate", "sum", "time"}
WORDS = {"and", "or", "by"}


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))["groups"]
    return group["rules"]


def panels() -> list[dict[str, Any]]:
    return json.loads((ROOT / "deploy/grafana/talksbot.json").read_text("utf-8"))["panels"]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


def find_names(expression: str) -> set[str]:
    """Find all names in an expression but those of labels."""
    bare = re.sub(r"\{[^}]*\}|\[[^]]*\]|\bby \([^)]*\)", " ", expression)
    return set(re.findall(r"[a-zA-Z_]\w*", bare)) - FUNCTIONS - WORDS


def find_labels(expression: str) -> Iterator[tuple[str, set[str]]]:
    """Give each metric of an expression that is chosen by labels, with the names of these."""
    for metric, chosen in re.findall(r"(\w+)\{([^}]*)\}", expression):
        yield metric, set(re.findall(r"(\w+)\s*=", chosen)) - {"job", "instance"}


@pytest.fixture
async def shown(health: Health) -> dict[str, str]:
    """What each metric that is shown is called, and the name of its family."""
    return {
        family.name + suffix: family.name
        for family in health.metrics.registry.collect()
        for suffix in SUFFIXES.get(family.type, ("",))
    }


async def test_alerts_and_dashboard_name_only_metrics_that_are_shown(shown: dict[str, str]) -> None:
    named = {name for each in expressions() for name in find_names(each)}
    assert len(named) > 20
    assert named - shown.keys() - PROMETHEUS_S_OWN == set()


async def test_alerts_choose_by_labels_that_there_are(health: Health) -> None:
    known = {
        sample.name: set(sample.labels)
        for family in health.metrics.registry.collect()
        for sample in family.samples
    }
    chosen = [each for rule in alerts() for each in find_labels(rule["expr"])]
    assert {labels for _, labels in chosen if labels for labels in labels} == {"outcome", "reason"}
    assert not [(metric, labels) for metric, labels in chosen if labels - known.get(metric, set())]


async def test_the_manual_explains_each_metric_of_ours(shown: dict[str, str]) -> None:
    manual = (ROOT / "docs/monitoring.md").read_text("utf-8")
    explained = set(re.findall(r"`(talksbot_\w+)`", manual))
    ours = {family if f"`{family}`" in manual else name for name, family in shown.items()}
    assert {name for name in ours if name.startswith("talksbot_")} == explained


def test_each_alert_says_what_it_is_how_grave_and_where_its_cure_is_written() -> None:
    operations = (ROOT / "docs/operations.md").read_text("utf-8")
    anchors = {heading.lower() for heading in re.findall(r"^#+ (\w+)$", operations, re.MULTILINE)}
    for rule in alerts():
        said = rule["annotations"]
        assert said.keys() == {"summary", "description", "runbook"}
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert said["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
        assert rule["alert"].lower() in anchors


def test_the_dashboard_s_panels_do_not_overlap_and_have_numbers_of_their_own() -> None:
    assert len({panel["id"] for panel in panels()}) == len(panels())
    taken = [
        (x, y)
        for panel in panels()
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
