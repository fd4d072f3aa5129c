"""Is all in order? Looks at articles, judged questions, store, model and token; not at the network."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from bot.config import Config, ConfigurationError, CorpusOptions, has_token, token
from bot.redaction import redact
from bot.terminal.console import Console, plain
from bot.terminal.data import check_data
from bot.terminal.opening import folders, open_reader
from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.evaluation import read_questions
from knowledge.semantic import open_model
from knowledge.semantic.reader import SHIPPED_READER
from knowledge.sources.edition import SHIPPED_ARTICLES, take_up
from knowledge.sources.kept import SourceRecord
from knowledge.sources.origin import Origin
from knowledge.sources.reader import Reading, read_folder
from knowledge.store import open_store


async def check(configured: Config, environment: Mapping[str, str], console: Console) -> bool:
    """Print a line on each thing, a problem with its cure; True where nothing stands in the way.

    The configuration is in order, or nobody could have called this.
    """
    if configured.file:
        console.say(f"configuration: in order, read from {plain(str(configured.file.absolute()))}")
    else:
        console.say("configuration: in order; there is no config.toml here, so the defaults hold")
    if configured.variables:
        console.say(
            f"configuration: before that goes what the environment sets: {', '.join(configured.variables)}"
        )
    named = [await _check_corpus(configured, each, console.out) for each in configured.corpora]
    fine = (
        *named,
        _is_whole(reading := await _check_articles(configured, console)),
        _check_judged(configured, console),
        check_data(configured, console, environment),
        await _check_store(configured, console, reading),
        _check_reader(configured, console),
        _check_model(configured, console),
        _check_token(environment, console),
    )
    return all(fine)


class _Labelled(Console):
    """Says of which corpus a line is."""

    def __init__(self, out: TextIO, name: str) -> None:
        super().__init__(out)
        self._name = name

    def say(self, *lines: str) -> None:
        super().say(*(f"corpus {self._name}: {each}" for each in lines))


async def _check_corpus(configured: Config, corpus: CorpusOptions, out: TextIO) -> bool:
    """Look at one more corpus as at the main one."""
    of_corpus, console = configured.of_corpus(corpus), _Labelled(out, corpus.name)
    reading = await _check_articles(of_corpus, console)
    store = check_data(of_corpus, console, {}), await _check_store(of_corpus, console, reading)
    main = configured.articles or SHIPPED_ARTICLES
    if is_inside := corpus.articles.absolute().is_relative_to(main.absolute()):
        cure = "Put the one folder beside the other."
        console.say(f"articles: {corpus.articles} is inside {main}, so the main corpus has them too. {cure}")
    return _is_whole(reading) and all(store) and not is_inside


async def _check_articles(configured: Config, console: Console) -> Reading | None:
    """Say what can be read; None where there is no folder."""
    folder = configured.articles or SHIPPED_ARTICLES
    try:
        reading = await read_folder(folder, folders(configured))
    except KnowledgeError as error:
        console.say(f"articles: {error}")
        return None
    passages = sum(len(article.passages) for article in reading.articles)
    watched = "; a running bot watches them" if configured.knowledge.watch else ""
    console.say(f"articles: {len(reading.articles)} in {folder}, {count(passages, 'passage')}{watched}")
    for problem in reading.problems:
        console.say(f"articles: {plain(str(problem))}")
    for warning in reading.warnings:
        console.say(f"articles: taken up, and to be looked at: {plain(str(warning))}")
    for kind in reading.passed_over:
        console.say(f"articles: passed over: {plain(str(kind))}")
    if not reading.articles:
        console.say("articles: nothing there can be answered from; put .txt, .md or .html files there")
    return reading


def _is_whole(reading: Reading | None) -> bool:
    return reading is not None and bool(reading.articles) and not reading.problems


def _check_judged(configured: Config, console: Console) -> bool:
    """Say whether the judged questions can be asked at a reload; nothing where none are set."""
    file = configured.knowledge.judged
    if file is None:
        return True
    try:
        questions = read_questions(file)
    except KnowledgeError as error:
        console.say(f"judged: {error}")
        return False
    console.say(f"judged: {count(len(questions), 'question')} in {file}, asked at each reload")
    return True


async def _check_store(configured: Config, console: Console, reading: Reading | None) -> bool:
    """Say whether the store is whole, and which files it serves as they were before they broke."""
    try:
        place = configured.place
        async with open_store(place, write=False) as store:
            records = {record.name: record for record in await store.sources.find()}
            head = await store.corpora.get_head()
            if head is None:
                console.say(f"store: nothing in {place} yet; the first command that answers fills it")
                return True
            corpus = await store.corpora.load(head.corpus_id)
            known = configured.knowledge
            is_new = await Origin.of(known.articles or SHIPPED_ARTICLES, known.data).is_new_to(store.facts)
    except KnowledgeError as error:
        console.say(f"store: {error}")
        return False
    # Older versions can damage a store in a journal mode that is not used here, so none is warned of.
    engine = f"; SQLite {sqlite3.sqlite_version}" if isinstance(place, Path) else ""
    read_on = f"read from the articles on {head.published_at:%Y-%m-%d %H:%M} UTC"
    console.say(f"store: whole, in {place}, {read_on}{engine}")
    _check_sources(configured, records, console)
    for path in take_up(reading, corpus).stale if reading else ():
        console.say(f"store: {plain(path)} is served in its last good version until it can be read again")
    if is_new:
        console.say(
            "store: filled from another articles folder; the next command that answers reads this one"
        )
    return True


def _check_sources(configured: Config, records: Mapping[str, SourceRecord], console: Console) -> None:
    """Say how each live source stands; one that fails takes nothing down, so it is no reason to fail."""
    configured_ones = {each.name: each.url for each in configured.own_sources if each.url}
    added = {name: record.spec.url for name, record in records.items() if record.spec}
    for name, url in sorted((added | configured_ones).items()):
        record = records.get(name, SourceRecord(name, None))
        console.say(f"source {name}: {redact(plain(url))}, {_describe_source(record)}")


def _describe_source(record: SourceRecord) -> str:
    """Say when a source was seen last, and what is wrong with it."""
    state = record.state
    seen = f"last read on {state.last_success:%Y-%m-%d %H:%M} UTC" if state.last_success else "never read yet"
    paused = ["paused"] if record.paused else []
    failed = [f"it {state.reason}. {state.cure}"] if state.reason else []
    return "; ".join([*paused, seen, *failed])


def _check_reader(configured: Config, console: Console) -> bool:
    """Say whether passages are read before they are called an answer; a bot without that goes on by words."""
    reader = open_reader(configured)
    if reader is None:
        console.say("reader: off, as configured; words alone decide")
        return True
    try:
        reader.open()
    except KnowledgeError as error:
        console.say(f"reader: {error} Until then words alone decide.")
        return False
    name = "the shipped one" if reader.folder == SHIPPED_READER else plain(str(reader.folder))
    console.say(f"reader: {name} reads the best passages and judges them")
    return True


def _check_model(configured: Config, console: Console) -> bool:
    """Say whether the model can be used; nothing where none is set."""
    name, languages = configured.answers.model, configured.answers.model_languages
    if name is None:
        return True
    try:
        model = open_model(str(name), languages)
    except KnowledgeError as error:
        console.say(f"model: {error}")
        return False
    console.say(f"model: {name} can be used, for texts in {', '.join(model.languages)}")
    return True


def _check_token(environment: Mapping[str, str], console: Console) -> bool:
    """Say whether there is a token; none stands in the way of `run` only."""
    if not has_token(environment):
        console.say("token: none set; only `talksbot run` needs one (DISCORD_TOKEN or DISCORD_TOKEN_FILE)")
        return True
    try:
        token(environment)
    except ConfigurationError as error:
        for mistake in error.mistakes:
            console.say(f"token: {mistake}")
        return False
    console.say("token: set")
    return True
