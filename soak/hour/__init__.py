"""Does it stay as it is for an hour? The whole program, and all that can go wrong beside it."""
