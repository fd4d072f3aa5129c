"""Which trials are there? One module of this package for each, listed here."""

from soak import (
<<<<<<< HEAD
    deadline,
    gateway_drops,
    gateway_storms,
    hostile_files,
    hostile_interactions,
    hostile_questions,
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
    power_loss.TRIAL,
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
    hostile_interactions.TRIAL,
=======
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
>>>>>>> part8-store
)
