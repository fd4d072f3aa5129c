"""Which translations may lack words?"""

UNFINISHED: set[str] = set()
"""Codes of the catalogues whose missing or outdated words are still to be translated."""
