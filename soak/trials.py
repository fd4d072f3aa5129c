"""Which trials are there? One module of this package for each, listed here."""

from soak import (
    backups,
    damaged_store,
    deadline,
    full_disk,
    gateway_drops,
    gateway_storms,
    hostile_files,
    hostile_interactions,
    hostile_questions,
    killed_reload,
    locked_store,
    migrating,
    overload,
    power_loss,
    reloading,
    rest_faults,
    secrets,
    stopping,
)
from soak.hour import trial as hour
from soak.trial import Trial

TRIALS: tuple[Trial, ...] = (
    killed_reload.TRIAL,
    power_loss.TRIAL,
    full_disk.TRIAL,
    damaged_store.TRIAL,
    locked_store.TRIAL,
    hostile_files.TRIAL,
    hostile_questions.TRIAL,
    gateway_drops.TRIAL,
    gateway_storms.TRIAL,
    rest_faults.TRIAL,
    deadline.TRIAL,
    overload.TRIAL,
    stopping.TRIAL,
    reloading.TRIAL,
    hour.TRIAL,
    secrets.TRIAL,
    migrating.TRIAL,
    backups.TRIAL,
    hostile_interactions.TRIAL,
)
