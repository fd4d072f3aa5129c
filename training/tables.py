"""How does a row of a table answer? Rows made by lot: statuses, people, dates, places, sums."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from training.inputs import passage_text, row_text
from training.pairs import Collection, Kind

ROWS = 2_600
_GROUP = 60
"""Rows that make an article, by which development pairs are set aside."""

_FIRST = (
    "Anna Boris Carla David Elena Farid Grace Hugo Irina Jonas Kira Liam Maya Nadia Oscar Petra Rosa Samir "
    "Tanya Viktor Wei Yara Zoe"
).split()
_LAST = (
    "Adams Berg Costa Dvorak Evans Fischer Garcia Hansen Ivanov Jensen Kim Lopez Meyer Novak Olsen Petrov "
    "Rossi Shevchenko Tanaka Weber Yilmaz Zhang"
).split()
_CITIES = (
    "Kyiv Berlin Oslo Madrid Ankara Vienna Geneva Paris Rome Warsaw Riyadh Doha London Brussels Tallinn "
    "Prague Athens Lisbon Cairo Dublin"
).split()
_TOPICS = (
    "the ceasefire|grain exports|prisoner exchange|border security|energy supply|humanitarian corridors|"
    "sanctions|reconstruction funding|nuclear safety|fishing rights|data protection|rail links|water supply|"
    "minimum wage|school meals|flood defence|vaccination|air traffic|trade tariffs|the budget"
).split("|")
_STATUSES = (
    "agreed|under discussion|pending|rejected|in progress|completed|stalled|planned|postponed|partly agreed"
).split("|")
_OBSTACLES = (
    "no agreement on inspections|lack of funds|disputed borders|missing guarantees|opposition in parliament|"
    "unclear timetable"
).split("|")
_MONTHS = ("January February March April May June July August September October November December").split()
_KEYS = ("Issue", "Topic", "Item", "Measure", "Project")
_TITLES = (
    "Overview",
    "Key issues at a glance",
    "Work plan",
    "State of play",
    "Agenda",
    "Summary table",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what stands in it, and how it is asked for."""

    headers: tuple[str, ...]
    draw: Callable[[Random], str]
    questions: tuple[str, ...]


def _one_of(values: Sequence[str]) -> Callable[[Random], str]:
    return lambda random: random.choice(values)


def _person(random: Random) -> str:
    return f"{random.choice(_FIRST)} {random.choice(_LAST)}"


def _date(random: Random) -> str:
    return f"{random.randint(1, 28)} {random.choice(_MONTHS)} {random.randint(2015, 2026)}"


def _sum(random: Random) -> str:
    return f"{random.choice('$€£')}{random.randint(2, 950)} {random.choice(('million', 'billion'))}"


def _parties(random: Random) -> str:
    first, second, third = (random.choice(_CITIES) for _ in range(3))
    return f"{first}, {second} and {third}"


def _share(random: Random) -> str:
    return f"{random.randint(1, 99)}%"


COLUMNS = (
    Column(
        ("Status", "Current status", "State"),
        _one_of(_STATUSES),
        (
            "what is the status of {}?",
            "where do things stand with {}",
            "is {} settled?",
            "status {}",
            "has anything been agreed on {}",
        ),
    ),
    Column(
        ("Lead", "Responsible", "Chair", "Rapporteur"),
        _person,
        ("who is responsible for {}?", "who leads {}", "who is in charge of {}?", "{} lead"),
    ),
    Column(
        ("Deadline", "Due", "Next meeting", "Date"),
        _date,
        ("when is {} due?", "what is the date for {}", "by when must {} be done?", "{} deadline"),
    ),
    Column(
        ("Venue", "Place", "Host city"),
        _one_of(_CITIES),
        ("where is {} discussed?", "in which city does {} take place", "venue of {}"),
    ),
    Column(
        ("Cost", "Budget", "Funding"),
        _sum,
        (
            "how much does {} cost?",
            "what is the budget for {}",
            "how much money is there for {}",
            "{} budget",
        ),
    ),
    Column(
        ("Parties", "Participants", "Members"),
        _parties,
        ("who takes part in {}?", "which sides are at the table on {}", "participants {}"),
    ),
    Column(
        ("Share", "Progress", "Support"),
        _share,
        ("how far along is {}?", "what share has {} reached", "{} progress"),
    ),
    Column(
        ("Main obstacle", "Open question", "Risk"),
        _one_of(_OBSTACLES),
        ("what stands in the way of {}?", "what is the problem with {}", "why is {} not finished?"),
    ),
)


def add_rows(random: Random, collection: Collection, rows: int = ROWS) -> None:
    """Add rows, each asked for a column that it has, and most for one that it lacks or as another row."""
    for number in range(rows):
        article = f"table:{number // _GROUP}"
        for question, passage, kind in _pairs(random):
            collection.add(question, passage, kind, "table", "en", article)


def _pairs(random: Random) -> Iterator[tuple[str, str, Kind]]:
    columns = random.sample(COLUMNS, random.randint(2, 4))
    topic, other = random.sample(_TOPICS, 2)
    cells = [(random.choice(_KEYS), topic.removeprefix("the ").capitalize())]
    cells += [(random.choice(column.headers), column.draw(random)) for column in columns]
    title = random.choice(_TITLES) if random.random() < 0.6 else ""
    passage = passage_text(title, "", row_text(cells))
    column = random.choice(columns)
    yield random.choice(column.questions).format(topic), passage, Kind.ROW
    draw = random.random()
    if draw < 0.45:
        lacking = random.choice([each for each in COLUMNS if each not in columns])
        yield random.choice(lacking.questions).format(topic), passage, Kind.OTHER_COLUMN
    elif draw < 0.9:
        yield random.choice(column.questions).format(other), passage, Kind.OTHER_ROW
