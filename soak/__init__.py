"""What does the bot survive? Faults of each kind, tried many times: `python -m soak`."""
