"""Which trials are there? One module of this package for each, listed here."""

from soak import hostile_files, hostile_interactions, hostile_questions, power_loss, secrets
from soak.hour import trial as hour
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    hostile_files.TRIAL,
    hostile_questions.TRIAL,
    hostile_interactions.TRIAL,
    hour.TRIAL,
    power_loss.TRIAL,
    secrets.TRIAL,
)
