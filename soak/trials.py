"""Which trials are there? One module of this package for each, listed here."""

from soak import (
    deadline,
    hostile_files,
    hostile_interactions,
    hostile_questions,
    overload,
    power_loss,
    reloading,
    rest_faults,
    secrets,
)
from soak.hour import trial as hour
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    hostile_files.TRIAL,
    hostile_questions.TRIAL,
    hostile_interactions.TRIAL,
    hour.TRIAL,
    power_loss.TRIAL,
    deadline.TRIAL,
    overload.TRIAL,
    reloading.TRIAL,
    rest_faults.TRIAL,
    secrets.TRIAL,
)
