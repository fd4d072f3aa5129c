"""By which words do people talk, and ask about the bot itself?"""

from msgspec import Struct

from knowledge.languages.words import Phrases, Words


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """What the bot is asked about itself: one of each kind of word, and no other word."""

    you: Words
    """What it is called, and verbs that are said to it."""
    asks: Words
    """What else such a question may hold."""
    who: Words
    """What it is asked for: who it is ..."""
    abilities: Words
    """... what it can do ..."""
    articles: Words
    """... what it has read ..."""
    working: Words
    """... how it finds its answers ..."""
    makers: Words
    """... and who made it or runs it."""
    whole: Phrases
    """What says none of the words for the bot."""


class SmallTalk(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said that asks for nothing: whole phrases, and emoji that stand for one.

    Letters that are drawn out and accents that are left out are read all the same.
    """

    greeting: Phrases
    thanks: Phrases
    farewell: Phrases
    reaction: Phrases
    """To what was said, or in reply to it: agreement, praise, laughter."""
    insult: Phrases
    noise: Phrases
    """What nobody needs an answer to."""
    beside: Words
    """What may stand around these."""
    laughter: Words
    """By which letters laughter is typed: "ha" for "hahaha"."""
    about: About
