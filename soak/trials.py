"""Which trials are there? One module of this package for each, listed here."""

from soak import (
    gateway_drops,
    gateway_storms,
    hostile_files,
    hostile_interactions,
    hostile_questions,
    power_loss,
    secrets,
    stopping,
)
from soak.hour import trial as hour
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    power_loss.TRIAL,
    hostile_files.TRIAL,
    hostile_questions.TRIAL,
    gateway_drops.TRIAL,
    gateway_storms.TRIAL,
    stopping.TRIAL,
    hour.TRIAL,
    secrets.TRIAL,
    hostile_interactions.TRIAL,
)
