"""Which trials are there? One module of this package for each, listed here."""

from soak.hour import trial as hour
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (hour.TRIAL,)
