"""Which trials are there? One module of this package for each, listed here."""

from soak import hour, power_loss, secrets
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    hour.TRIAL,
    power_loss.TRIAL,
    secrets.TRIAL,
)
