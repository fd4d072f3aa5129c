"""Which trials are there? One module of this package for each, listed here."""

from soak import (
    backups,
    damaged_store,
    full_disk,
    killed_reload,
    locked_store,
    migrating,
    power_loss,
)
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    killed_reload.TRIAL,
    power_loss.TRIAL,
    full_disk.TRIAL,
    damaged_store.TRIAL,
    locked_store.TRIAL,
    migrating.TRIAL,
    backups.TRIAL,
)
