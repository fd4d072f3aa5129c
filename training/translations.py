"""How is a question in one language told from the text in another? By sets that have both, line for line."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from training.articles import Article, Asked, Mix, remove_answer
from training.pairs import Collection, Kind
from training.questions import restyle
from training.squad import Context, Entry, in_groups
from training.texts import Paragraph, show, window

# SQuAD's development articles in their order: a translation has no titles, or has them translated.
SQUAD_ORDER: Sequence[str] = (
    "Normans Computational_complexity_theory Southern_California Sky_(United_Kingdom) Victoria_(Australia) "
    "Huguenot Steam_engine Oxygen 1973_oil_crisis European_Union_law Amazon_rainforest Ctenophora "
    "Fresno,_California Packet_switching Black_Death Geology Pharmacy Civil_disobedience Construction "
    "Private_school Harvard_University Jacksonville,_Florida Economic_inequality University_of_Chicago "
    "Yuan_dynasty Immune_system Intergovernmental_Panel_on_Climate_Change Prime_number Rhine "
    "Scottish_Parliament Islamism Imperialism Warsaw French_and_Indian_War Force"
).split()

_ASKED_IN = "ru ru de es el tr ro en en".split()
"""The languages that each question is asked in."""
_TOLD_IN = "en en en en en en ru ru ru de es el tr ro".split()
_ANSWERED, _REMOVED = 0.55, 0.45
_SHORT, _WITHOUT_ANSWER = (40, 130), (40, 120)


def divide(contexts: Sequence[Context], lengths: Mapping[str, int]) -> list[Entry]:
    """Put the paragraphs of a translation that has no articles into those of SQuAD, in its order.

    Raises ValueError where there are more or fewer than SQuAD has.
    """
    if sum(lengths[title] for title in SQUAD_ORDER) != len(contexts):
        raise ValueError("The translation has other paragraphs than SQuAD.")
    entries: list[Entry] = []
    start = 0
    for title in SQUAD_ORDER:
        entries += in_groups(contexts[start : start + lengths[title]], lengths[title])
        start += lengths[title]
    return entries


def asked_in_translation(
    translated: Mapping[str, Entry], english: Mapping[str, Entry], language: str
) -> Iterator[Article]:
    """Make articles of English paragraphs and their translated questions.

    Which sentence answers is not known: the whole paragraph is shown.
    """
    mix = Mix(answered=0.6, unanswerable=0.6, removed=0, neighbour=0.3, swapped=0)
    for title, entry in english.items():
        other = translated[title]
        if len(other.paragraphs) != len(entry.paragraphs):
            continue
        paragraphs = tuple(Paragraph.of(each.context, title) for each in entry.paragraphs)
        asked = tuple(
            Asked(question.question, place, is_answered=question.is_answered)
            for place, each in enumerate(other.paragraphs)
            for question in each.qas
        )
        name = f"squad2x:{language}>en:{title}"
        yield Article("squad2x", f"{language}>en", name, paragraphs, asked, mix)


def add_across(random: Random, collection: Collection, title: str, entries: Mapping[str, Entry]) -> None:
    """Add an article's questions in one language about its text in another; `entries` has it in each."""
    paragraphs = {
        language: [Paragraph.of(each.context, entry.title) for each in entry.paragraphs]
        for language, entry in entries.items()
    }
    for place, context in enumerate(entries["en"].paragraphs):
        for number in range(len(context.qas)):
            for asked_in in _ASKED_IN:
                told_in = random.choice([each for each in _TOLD_IN if each != asked_in])
                question = entries[asked_in].paragraphs[place].qas[number].question
                found = _passage(random, entries[told_in], paragraphs[told_in], place, number)
                if found:
                    passage, kind = found
                    languages = f"{asked_in}>{told_in}"
                    typed = restyle(random, question, languages)
                    collection.add(typed, passage, kind, "xquadx", languages, f"xquad:x:{title}")


def _passage(
    random: Random, entry: Entry, paragraphs: Sequence[Paragraph], place: int, number: int
) -> tuple[str, Kind] | None:
    """Show the right passage, or without its answer, or another one of the article."""
    context, paragraph = entry.paragraphs[place], paragraphs[place]
    answer = (context.qas[number].answers or [])[0]
    sentence = paragraph.sentence_at(answer.answer_start, context.context)
    if random.random() < _ANSWERED:
        chosen = window(random, paragraph, sentence, *_SHORT)
        return show(random, paragraph, chosen), Kind.ACROSS_ANSWERED
    if random.random() < _REMOVED and len(paragraph.sentences) > 2:
        text = remove_answer(random, paragraph, sentence, [answer.text])
        return (text, Kind.ACROSS_REMOVED) if text else None
    other = random.choice([each for each in paragraphs if each is not paragraph])
    if answer.text.lower() in other.lower:
        return None
    chosen = window(random, other, random.randrange(len(other.sentences)), *_SHORT)
    return show(random, other, chosen), Kind.ACROSS_NEIGHBOUR
