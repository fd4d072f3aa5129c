"""How is a day shown where somebody chooses one? In plain words, since Discord draws nothing else there."""

from datetime import date

from bot.wording.catalogue import Catalogue
from bot.wording.spans import Text, text
from knowledge.suggesting import DayName, SuggestedDay

_NAMES = {
    DayName.TODAY: text("suggestions.today"),
    DayName.YESTERDAY: text("suggestions.yesterday"),
    DayName.WEEK_AGO: text("suggestions.week_ago"),
    DayName.START_OF_MONTH: text("suggestions.start_of_month"),
}


def name_day(day: SuggestedDay, words: Catalogue) -> str:
    """Name a day in words: what it is from today, its date, and what happened on it."""
    said = _write_date(day.on, words)
    if day.name:
        said = words.write(text("suggestions.named", name=words.write(_NAMES[day.name]), date=said))
    if happened := _happened(day):
        said = words.write(text("suggestions.eventful", date=said, what=words.write(happened)))
    return said


def _write_date(day: date, words: Catalogue) -> str:
    months = words.write(text("suggestions.months")).split()
    return words.write(
        text("suggestions.date", day=str(day.day), month=months[day.month - 1], year=str(day.year))
    )


def _happened(day: SuggestedDay) -> Text | None:
    if day.changes:
        return text("suggestions.changes", count=day.changes)
    return text("facts.articles", count=day.articles) if day.articles else None
