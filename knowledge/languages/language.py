"""What is of a language? One file says it all; these are its sections and keys.

A key that is missing or misspelt is an error; those with a default are for what only some languages have.
"""

from typing import Annotated

from msgspec import Meta, Struct

from knowledge.languages.status_words import Statuses
from knowledge.languages.talk import SmallTalk
from knowledge.languages.words import Phrases, Words


class Letters(Struct, frozen=True, forbid_unknown_fields=True):
    """By which letters a text is guessed to be in the language."""

    script: str
    alphabet: str
    own: str = ""
    """Those that no other language of the script has; without them it is the one that is guessed first."""
    latin: dict[str, str] = {}
    """What Latin letters, one or some together, may stand for, likeliest first; "^e" begins a word."""


class Small(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say nothing of what is looked for."""

    function: Words
    chat: Words
    """Those that say little in a question, and much where an article has them."""
    pronouns: Words
    """Those that stand for what was said before."""
    polite: Words
    """Those that are said for the sake of it: please, thanks, hello."""
    wrote: Words = Words()
    """Those by which a mail says who wrote what it quotes: "On 3 March Anna Holm wrote:"."""


class Naming(Struct, frozen=True, forbid_unknown_fields=True):
    """Words within the names of topics."""

    small: Words
    """Those that make no other thing of a name."""
    links: Words
    """Those that stand between two things, so that their order counts, and before an article."""
    joins: Words
    """What stands between the names of two."""


class Units(Struct, frozen=True, forbid_unknown_fields=True):
    """The units of time that can be counted back, in all their forms."""

    day: Words
    week: Words
    month: Words
    year: Words
    fortnight: Words = Words()
    """Two weeks, where there is a word for them."""


class Back(Struct, frozen=True, forbid_unknown_fields=True):
    """What says a day, week, month or year by its distance from today."""

    today: Phrases
    yesterday: Phrases
    before_yesterday: Phrases
    fortnight: Phrases
    this_week: Phrases
    last_week: Phrases
    this_month: Phrases
    last_month: Phrases
    this_year: Phrases
    last_year: Phrases


class Counting(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands around a number of days, weeks, months or years."""

    recent_before: Words
    """What makes "3 days" the days up to now: "last 3 days"."""
    recent_after: Words = Words()
    """The same behind the number: "3 derniers jours"."""
    ago_before: Phrases = Phrases()
    """What counts them back from today: "vor 3 Tagen"."""
    ago_after: Phrases = Phrases()
    """The same behind them: "3 days ago"."""
    one: Words = Words()
    """Units that stand for one of them where no number is before: "неделю назад"."""


class Intro(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand before a date, by what it makes of it."""

    on: Phrases
    """Asks for that day; no sign of a date where it stands in a sentence: "it goes on"."""
    since: Phrases
    after: Phrases
    before: Phrases
    until: Phrases
    within: Phrases
    between: Phrases
    to: Phrases
    """What may stand between the two ends of a period."""


class Dates(Struct, frozen=True, forbid_unknown_fields=True):
    """How a date is said, in all cases of the words."""

    numbers: Annotated[tuple[Words, ...], Meta(min_length=12)]
    """The words for 1, 2, 3 and so on, to 20 at least where larger ones are put together of these."""
    tens: tuple[Words, ...]
    """The words for 20, 30 and so on, to 100."""
    months: Annotated[tuple[Words, ...], Meta(min_length=12, max_length=12)]
    """January first."""
    weekdays: Annotated[tuple[Words, ...], Meta(min_length=7, max_length=7)]
    """Monday first."""
    ordinals: Words
    """What may be joined to the number of a day: "9th"."""
    articles: Words
    """What may stand between an intro and the date."""
    of: Words
    """What may stand before the month or the year: "9 de noviembre de 2026"."""
    last: Words
    this: Words
    numbered: Words
    """What makes a number a name and no year: "resolution 2022"."""
    calendar: Words
    """What else only says when, beside months and units, and is not looked for in articles."""
    units: Units
    back: Back
    count: Counting
    intro: Intro
    decades: Words = Words()
    """What may be joined to a year that means ten: "1990s"."""
    doubtful: Words = Words()
    """Months that after "this" are something else: "this may end the war"."""
    never_alone: Words = Words()
    """What is no month without a day or a year."""
    year_marks: Words = Words()
    """What may stand behind a year: "2026 года"."""
    false_friends: Words = Words()
    """Words that are a date in another language, and something else in this one ..."""
    known_by: Words = Words()
    """... which it is taken to be where one of these stands beside it."""


class Questions(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wanted, by the words of a question."""

    also: Words
    """What joins a second question to the first ..."""
    starts: Words
    """... where one of these stands behind it, or the question begins anew."""
    number_asked: Phrases
    number_held: Phrases
    """What a passage says a number by."""
    date_asked: Phrases
    date_held: Phrases
    """What a passage says a time by."""
    kind_asked: Phrases
    """What begins a question for a person, a place or a reason ..."""
    which_asked: Phrases
    """... and one for some of several things."""
    negation: Words
    """What makes a question ask for what is not."""
    question_words: Words
    not_standing: Words
    """Question words that never ask where a thing stands."""
    standing: Words
    """Words that ask where a thing stands, and say no more of it."""
    board: Words
    """Words that ask where all things stand ..."""
    everything: Words
    """... and what may stand beside them."""
    began: Words
    """Words that ask since when something stands, wherever they are ..."""
    began_first: Phrases
    """... and those that do so at the beginning of a question."""
    before: Words
    """Words that ask for what stood earlier ..."""
    before_asking: Words
    """... beside one of these."""
    first: Words
    """What asks for the first of several such steps, and not for the last."""
    newest: Words
    """What asks for the newest of what answers ..."""
    oldest: Words
    """... and for the oldest."""
    now: Words
    """A question that begins so asks whether something stands as it says."""
    beside: Words
    """What else such a question says of the step, and not of the topic."""
    otherwise: Words
    """With one of these it asks for a reason, or for what is to come."""
    turns: Words
    """When a topic changed is known; when it begins, where no status says so, an article may know."""
    news: Words
    """Words that ask for what is new ..."""
    asking: Words
    """... with one of these, or a period: "updates" alone is a word to look up."""
    time: Words
    """What periods are named by, beside the words for days, weeks, months and years."""
    things: Words
    """What a question calls topics and articles."""
    not_news: Words
    """With one of these it asks for something else, or about what was said before."""


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """By which labels an article says something about itself, in its first lines."""

    title: Phrases
    published: Phrases
    updated: Phrases


class Walls(Struct, frozen=True, forbid_unknown_fields=True):
    """What a page says that stands before an article, instead of it."""

    consent: Phrases
    """Of those that ask to be let to follow their readers; punctuation and apostrophes in it are left out."""
    paywall: Phrases
    """Of those that want to be paid or to know who reads."""


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is of one language."""

    name: str
    """What its speakers call it."""
    stemmer: str
    """The name of its Snowball stemmer; empty where there is none."""
    words: Small
    names: Naming
    dates: Dates
    questions: Questions
    statuses: Statuses
    walls: Walls
    head: Head
    smalltalk: SmallTalk
    letters: Letters | None = None
    """None for a language that is never guessed, only named by an article."""
