"""Is all in order? Looks at articles, judged questions, store, model and token; not at the network."""

from collections.abc import Mapping

from bot.config import Config, ConfigurationError, token
from bot.terminal.console import Console, plain
from knowledge.base import SHIPPED_ARTICLES, take_up
from knowledge.errors import KnowledgeError
from knowledge.evaluation import read_questions
from knowledge.semantic import open_model
from knowledge.sources.reader import Reading, read_folder
from knowledge.store import open_store


async def check(configured: Config, environment: Mapping[str, str], console: Console) -> bool:
    """Print a line on each thing, a problem with its cure; True where nothing stands in the way.

    The configuration is in order, or nobody could have called this.
    """
    console.say("configuration: in order")
    reading = await _articles(configured, console)
    articles = reading is not None and bool(reading.articles) and not reading.problems
    judged = _judged(configured, console)
    store = await _store(configured, console, reading)
    model = _model(configured, console)
    return _token(environment, console) and articles and judged and store and model


async def _articles(configured: Config, console: Console) -> Reading | None:
    folder = configured.knowledge.articles or SHIPPED_ARTICLES
    try:
        reading = await read_folder(folder)
    except KnowledgeError as error:
        console.say(f"articles: {error}")
        return None
    passages = sum(len(article.passages) for article in reading.articles)
    watched = "; a running bot watches them" if configured.knowledge.watch else ""
    console.say(f"articles: {len(reading.articles)} in {folder}, {passages} passages{watched}")
    for problem in reading.problems:
        console.say(f"articles: {plain(str(problem))}")
    if not reading.articles:
        console.say("articles: nothing there can be answered from; put .txt, .md or .html files there")
    return reading


def _judged(configured: Config, console: Console) -> bool:
    """Say whether the judged questions can be asked at a reload; nothing where none are set."""
    file = configured.knowledge.judged
    if file is None:
        return True
    try:
        questions = read_questions(file)
    except KnowledgeError as error:
        console.say(f"judged: {error}")
        return False
    count = f"{len(questions)} question{'' if len(questions) == 1 else 's'}"
    console.say(f"judged: {count} in {file}, asked at each reload")
    return True


async def _store(configured: Config, console: Console, reading: Reading | None) -> bool:
    """Say whether the store is whole, and which files it serves as they were before they broke."""
    data = configured.knowledge.data
    try:
        async with open_store(data, write=False) as store:
            head = await store.corpora.get_head()
            if head is None:
                console.say(f"store: nothing in {data} yet; the first command that answers fills it")
                return True
            corpus = await store.corpora.load(head.corpus_id)
    except KnowledgeError as error:
        console.say(f"store: {error}")
        return False
    console.say(f"store: whole, in {data}, read from the articles on {head.published_at:%Y-%m-%d %H:%M} UTC")
    for path in take_up(reading, corpus).stale if reading else ():
        console.say(f"store: {plain(path)} is served in its last good version until it can be read again")
    return True


def _model(configured: Config, console: Console) -> bool:
    """Say whether the model can be used; nothing where none is set."""
    name, languages = configured.answers.model, configured.answers.model_languages
    if name is None:
        return True
    try:
        open_model(str(name), languages)
    except KnowledgeError as error:
        console.say(f"model: {error}")
        return False
    console.say(f"model: {name} can be used, for texts in {', '.join(languages)}")
    return True


def _token(environment: Mapping[str, str], console: Console) -> bool:
    """Say whether there is a token; none stands in the way of `run` only."""
    if not environment.keys() & {"DISCORD_TOKEN", "DISCORD_TOKEN_FILE"}:
        console.say("token: none set; only `talksbot run` needs one (DISCORD_TOKEN or DISCORD_TOKEN_FILE)")
        return True
    try:
        token(environment)
    except ConfigurationError as error:
        console.say(f"token: {error.reason} {error.cure}")
        return False
    console.say("token: set")
    return True
