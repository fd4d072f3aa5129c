"""Which trials are there? One module of this package for each, listed here."""

from soak import deadline, overload, power_loss, reloading, rest_faults, secrets
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    power_loss.TRIAL,
    deadline.TRIAL,
    overload.TRIAL,
    reloading.TRIAL,
    rest_faults.TRIAL,
    secrets.TRIAL,
)
