"""Which trials are there? One module of this package for each, listed here."""

from soak import clock_jumps, forgetting, hour, isolation, power_loss, secrets
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    clock_jumps.TRIAL,
    forgetting.TRIAL,
    hour.TRIAL,
    isolation.TRIAL,
    power_loss.TRIAL,
    secrets.TRIAL,
)
