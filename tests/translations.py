"""Which translations may lack words?"""

UNFINISHED = {"de"}
"""Codes of the catalogues whose missing or outdated words are still to be translated."""
