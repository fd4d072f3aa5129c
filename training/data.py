"""Which question-passage pairs are learnt? Made of public sets in one folder; nothing of them is committed.

Held out on purpose: the sets that the reader is measured on (clapnq, mtrag, mtragun, covidqa), the articles
of this project and its judged questions, and SQuAD's development articles but twelve.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

from training import sources
from training.articles import Article, Mix, PairMaker
from training.formats import read_dated, read_news, read_sections, read_stories, read_yes_no
from training.pairs import LEARNT_ARTICLES, Collection, PairFile, write_pairs
from training.sources import Source
from training.squad import Entry, articles_of, in_groups, read_contexts, read_set, thin_out
from training.tables import add_rows
from training.translations import SQUAD_ORDER, add_across, asked_in_translation, divide

_SEED = 20261127
_GROUPS = 60
"""TyDi QA has one paragraph of an article; so many nameless articles are made of them."""


def make_pairs(sets: Path, out: Path, *, unlicensed: bool = False, without: Iterable[str] = ()) -> None:
    """Make all pairs and write them; prints how many there are of each source.

    Raises ValueError where a set is not there: it names the file, and where to get it.
    """
    chosen = sources.chosen(unlicensed=unlicensed, without=frozenset(without))
    for source in chosen:
        if missing := source.missing(sets):
            address = f"https://github.com/{source.repository}"
            raise ValueError(f"{missing[0]} is missing: fetch {address} at {source.commit}.")
    pairs = Maker(sets, chosen).make()
    out.parent.mkdir(parents=True, exist_ok=True)
    write_pairs(pairs, out)
    counts = Counter(pair.source for pair in pairs.pairs)
    print(*(f"{source:16}{count:8}" for source, count in sorted(counts.items())), sep="\n")
    right = sum(pair.answers for pair in pairs.pairs)
    measured = len(pairs.part(development=True))
    print(f"{len(pairs.pairs)} pairs, {right} right, {measured} to measure, {len(pairs.passages)} passages")


class Maker:
    """Makes pairs of some sources."""

    def __init__(self, sets: Path, chosen: Iterable[Source]) -> None:
        self._sets = sets
        self._chosen = {source.name: source for source in chosen}
        self._random = Random(_SEED)  # noqa: S311  the same pairs each time
        self._collection = Collection()

    def make(self) -> PairFile:
        """Make them all: some minutes."""
        readers: Mapping[str, Callable[[], Iterable[Article]]] = {
            "squad2": self._squad,
            "squad2train": self._squad_training,
            "squadshifts": self._shifts,
            "tydi": self._tydi,
            "idkmrc": self._indonesian,
            "squad2es": self._spanish,
            "xquad": self._xquad,
            "tquad": lambda: self._simple("tquad", "tr", 2_500),
            "arcd": lambda: self._simple("arcd", "ar", 700),
            "squadpt": lambda: self._simple("squadpt", "pt", 2_500),
            "cnil": lambda: self._simple("cnil", "fr", mix=Mix(removed=0, neighbour=0, elsewhere=1)),
            "policyqa": self._policies,
            "fairytale": self._stories,
            "onestop": lambda: read_news(self._files("onestop")[0]),
            "boolq": self._yes_no,
            "timeqa": lambda: [each for file in self._files("timeqa") for each in read_dated(file)],
            "selqa": lambda: read_sections(self._files("selqa")),
        }
        articles: list[Article] = []
        for name in self._chosen:
            if name in readers:
                articles += readers[name]()
        maker = PairMaker(self._random, articles)
        for article in articles:
            maker.add(article, self._collection)
        if "xquad" in self._chosen:
            self._add_xquad_across()
        add_rows(self._random, self._collection)
        return self._collection.shuffled(self._random.shuffle)

    def _files(self, name: str) -> list[Path]:
        source = self._chosen[name]
        return [self._sets / source.folder / file for file in source.files]

    def _simple(
        self, name: str, language: str, most: int | None = None, mix: Mix | None = None
    ) -> list[Article]:
        """Read a set of the form of SQuAD, and keep about `most` of its questions."""
        entries = [entry for file in self._files(name) for entry in read_set(file)]
        articles = articles_of(entries, name, language, mix or Mix())
        return articles if most is None else thin_out(self._random, articles, most)

    def _squad(self) -> list[Article]:
        """Read one half of the development set: most articles are learnt, four measure."""
        mix = Mix(answered=2, unanswerable=2, removed=0.6, neighbour=1, elsewhere=0.2, swapped=0.3)
        return articles_of(read_set(self._files("squad2")[0]), "squad2", "en", mix)

    def _squad_training(self) -> list[Article]:
        return self._simple("squad2train", "en", mix=Mix(unanswerable=2))

    def _shifts(self) -> list[Article]:
        """Read SQuAD-shifts: new articles of Wikipedia, posts and reviews, these by several in a group."""
        wiki, posts, reviews = self._files("squadshifts")
        articles = articles_of(read_set(wiki), "new_wiki", "en", Mix(removed=0.5))
        for file, name, most in ((posts, "reddit", 6_000), (reviews, "amazon_reviews", 5_000)):
            contexts = [each for entry in read_set(file) for each in entry.paragraphs]
            grouped = articles_of(in_groups(contexts, 8), name, "en", Mix(removed=0.5))
            articles += thin_out(self._random, grouped, most)
        return articles

    def _tydi(self) -> list[Article]:
        articles: list[Article] = []
        mix = Mix(removed=0.8, neighbour=0.8)
        most = {"ko": 600, "ar": 600}
        for language, file in zip(("en", "ru", "fi", "ko", "ar"), self._files("tydi"), strict=True):
            groups: defaultdict[int, Entry] = defaultdict(lambda: Entry([]))
            for entry in read_set(file):
                groups[sum(map(ord, entry.title)) % _GROUPS].paragraphs.extend(entry.paragraphs)
            grouped = articles_of(list(groups.values()), "tydi", language, mix)
            articles += thin_out(self._random, grouped, most[language]) if language in most else grouped
        return articles

    def _indonesian(self) -> list[Article]:
        """Read IDK-MRC, and SQuAD in Indonesian, which needs SQuAD's own files to be put in order."""
        own, translated = self._files("idkmrc")
        mix = Mix(removed=0.2, neighbour=0.3, elsewhere=0.1)
        articles = articles_of(in_groups(read_contexts(own), 40), "idkmrc", "id", mix)
        if "squad2" in self._chosen:
            both = [entry for file in self._files("squad2") for entry in read_set(file)]
            lengths = {entry.title: len(entry.paragraphs) for entry in both}
            mix = Mix(answered=0.6, unanswerable=0.6, removed=0.2, neighbour=0.3)
            articles += self._translated(divide(read_contexts(translated), lengths), "id", mix)
        return articles

    def _spanish(self) -> list[Article]:
        entries = read_set(self._files("squad2es")[0])
        return self._translated(entries, "es", Mix(removed=0.3, neighbour=0.4))

    def _translated(self, entries: list[Entry], language: str, mix: Mix) -> list[Article]:
        """Take the articles that are learnt, and ask their questions about the English text too."""
        learnt = {
            title: entry
            for title, entry in zip(SQUAD_ORDER, entries, strict=True)
            if title in LEARNT_ARTICLES
        }
        articles = articles_of(list(learnt.values()), "squad2mt", language, mix, list(learnt))
        if "squad2" in self._chosen:
            read = read_set(self._files("squad2")[0])
            english = {entry.title: entry for entry in read if entry.title in learnt}
            articles += asked_in_translation(learnt, english, language)
        return articles

    def _xquad(self) -> list[Article]:
        articles: list[Article] = []
        mix = Mix(removed=0.5, neighbour=0.8)
        for language, learnt in self._xquad_entries().items():
            if language != "en":  # these are SQuAD's own
                articles += articles_of(list(learnt.values()), "xquad", language, mix, list(learnt))
        return articles

    def _add_xquad_across(self) -> None:
        by_language = self._xquad_entries()
        for title in by_language["en"]:
            entries = {language: learnt[title] for language, learnt in by_language.items()}
            add_across(self._random, self._collection, title, entries)

    def _xquad_entries(self) -> dict[str, dict[str, Entry]]:
        """Give the articles that are learnt by language and English title."""
        files = {file.name.split(".")[1]: read_set(file) for file in self._files("xquad")}
        titles = [entry.title for entry in files["en"]]
        return {
            language: {
                title: entry for title, entry in zip(titles, entries, strict=True) if title in LEARNT_ARTICLES
            }
            for language, entries in files.items()
        }

    def _policies(self) -> list[Article]:
        articles = self._simple("policyqa", "en", 2_200, Mix(removed=0.3, neighbour=0.3))
        return [
            replace(each, paragraphs=tuple(replace(one, title="") for one in each.paragraphs))
            for each in articles
        ]

    def _stories(self) -> Iterable[Article]:
        questions, stories = self._files("fairytale")
        return read_stories(questions, stories, self._random, 0.6)

    def _yes_no(self) -> Iterable[Article]:
        files = [
            file for name in ("boolq", "boolq-other") if name in self._chosen for file in self._files(name)
        ]
        return read_yes_no(files, self._random)
