import pytest

from bot.clock import Clock
from bot.health import Health
from bot.metrics import Metrics
from bot.stories import Stories


@pytest.fixture
def health(stories: Stories, clock: Clock) -> Health:
    return Health(stories, Metrics(), clock)
