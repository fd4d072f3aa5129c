"""How much memory does a process hold?"""

import math
from pathlib import Path


def resident_mb(pid: int | str = "self") -> float:
    """Give the resident memory of a process in MB; NaN where the system does not tell it this way."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return math.nan
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), math.nan)
