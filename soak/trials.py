"""Which trials are there? One module of this package for each, listed here."""

from soak import power_loss, secrets
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    power_loss.TRIAL,
    secrets.TRIAL,
)
