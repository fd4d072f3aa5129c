"""How is it used as a command line? Nothing in here imports discord."""
