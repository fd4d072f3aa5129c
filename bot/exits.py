"""With which code does a process end? Those of `talksbot`, beside argparse's 2 for a wrong use."""

DONE, FAILED, CONFIGURATION = 0, 1, 78
"""78 means that starting again will not help."""
