"""Which trials are there? One module of this package for each, listed here."""

from soak import gateway_drops, gateway_storms, stopping
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (gateway_drops.TRIAL, gateway_storms.TRIAL, stopping.TRIAL)
