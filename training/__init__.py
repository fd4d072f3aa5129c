"""How is the reader made, which tells whether a passage answers? `python -m training`; see README.md."""
