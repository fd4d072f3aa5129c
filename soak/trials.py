"""Which trials are there? One module of this package for each, listed here."""

from soak import secrets
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (secrets.TRIAL,)
