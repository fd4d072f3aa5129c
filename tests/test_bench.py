"""Does the bench measure what it says? All its parts on tiny sizes; how fast it is does not matter here."""

import asyncio
import csv
import gzip
import json
import math
import sys
from pathlib import Path

import pytest

from bench import (
    compare,
    connected,
    courses,
    hostile,
    judged,
    pages,
    quality,
    reloading,
    retrievers,
    speed,
    terminal,
)
from bench.__main__ import main
from bench.datasets import Question, QuestionSet, load
from bench.measures import auroc, evaluate, false_answers
from bench.memory import resident_mb
from bench.mistyping import mistyped
from bench.report import Figure, table
from bench.retrievers import Found, Make, brought
from bench.story import write_story
from knowledge.snapshot import Snapshot
from knowledge.sources.reader import read_folder

pytestmark = [pytest.mark.process, pytest.mark.discord, pytest.mark.unmeasured]

TEXTS = (
    "Harbour\nThe harbour of Holm costs nine million crowns and opens in spring.",
    "Lighthouse\nIngrid Dahl keeps the lighthouse, and her lamp reaches thirty miles.",
    "Ferry\nThe ferry leaves the northern pier at seven and returns at dusk.",
)
QUESTIONS = (
    "What does the harbour cost?",
    "Who keeps the lighthouse lamp?",
    "When does the ferry leave the pier?",
)
TOPICS = ("Harbour Bridge", "Night Boat", "North Mole")
MAKERS: dict[str, Make] = {"talksbot": retrievers.talksbot, **retrievers.OWN_PEERS}


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Give a folder of public sets, in their formats but tiny."""

    def articles(*, elsewhere: bool = False) -> list[dict[str, object]]:
        return [
            {
                "title": text.partition("\n")[0] + "_of_Holm",
                "paragraphs": [
                    {
                        "context": text.partition("\n")[2],
                        "qas": [{"question": f"{question} ", "is_impossible": elsewhere}],
                    }
                ],
            }
            for text, question in zip(TEXTS, QUESTIONS, strict=True)
        ]

    def save(name: str, data: list[dict[str, object]]) -> None:
        (tmp_path / name).write_text(json.dumps({"data": data}), "utf-8")

    def rows(name: str, *lines: tuple[str, ...]) -> None:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)

    save("squad_cs224n_dev.json", [*articles(), *articles(elsewhere=True)[:1]])
    save("squad_cs224n_test.json", articles(elsewhere=True))
    save("xquad.en.json", articles())
    entries = [f"What is number {number}?" for number in range(12)]
    rows(
        "faq_covidbert.csv", ("question", "answer"), *((entry, f"It is {entry[8:-1]}.") for entry in entries)
    )
    similar = [(entry, f"Tell me of {entry[8:-1]}", "1") for entry in entries]
    rows("covid_qsim_en.csv", ("question_1", "question_2", "similar"), *similar, (entries[0], "Why?", "0"))
    return tmp_path


def values(figures: list[Figure]) -> dict[str, float]:
    return {figure.what: figure.value for figure in figures}


async def test_a_story_is_read_whole_in_each_of_its_forms(tmp_path: Path, shipped: Snapshot) -> None:
    for folder in ("one", "two"):
        write_story(tmp_path / folder, shipped.corpus, 6)
    reading = await read_folder(tmp_path / "one")
    assert reading.problems == ()
    assert [Path(article.path).suffix for article in reading.articles] == [".md", ".txt", ".html"] * 2
    assert [len(article.passages) for article in reading.articles] == [10] * 6
    assert [article.title for article in reading.articles][:3] == [
        f"Report {n} on the talks" for n in range(3)
    ]
    assert all(article.published and article.passages[0].section == () for article in reading.articles)
    assert reading.fingerprint == (await read_folder(tmp_path / "two")).fingerprint


def test_a_question_in_the_terminal_is_timed(tmp_path: Path) -> None:
    median, used, first, imported = terminal.measure(tmp_path, runs=1)
    assert median.value > 0
    assert used.value > 0
    assert first.value > 0
    assert imported.value == 0


async def test_a_reload_is_watched_while_questions_are_answered(tmp_path: Path) -> None:
    measured = values(await reloading.measure(tmp_path, articles=6))
    assert measured["passages taken up"] == 60
    assert measured["files that were not"] == 0
    assert measured["questions answered meanwhile"] >= 1
    assert measured["answers among them that were not the old snapshot's"] == 0


async def test_reloads_of_little_that_is_new_are_timed(tmp_path: Path) -> None:
    none, some, anew, block, resident = await reloading.measure_again(tmp_path, articles=6, rounds=1)
    assert "6 articles with 60 passages" in none.what
    assert min(none.value, some.value, anew.value) > 0
    assert min(block.value, resident.value) > 0


def test_hostile_questions_are_the_same_each_time_and_asked(shipped: Snapshot) -> None:
    asked = hostile.questions(60)
    assert asked == hostile.questions(60)
    assert len(set(asked)) > 50
    assert max(map(len, asked)) == 6_000
    failed, slowest = hostile.measure(shipped, count=60)
    assert failed.value == 0
    assert slowest.value > 0


def test_judged_questions_are_counted_apart_where_they_were_kept_aside(shipped: Snapshot) -> None:
    tuned, tuned_false, aside, aside_false = judged.measure(shipped)
    assert tuned.value > 0.8
    assert aside.value > 0.8
    assert tuned_false.value + aside_false.value < 5


OTHER_BOT = """
import json, sys
for line in sys.stdin:
    line = line.rstrip()
    print(json.dumps({"question": line, "verdict": "none", "passages": [], "only_there": 1}))
"""
REFUSED = '[[question]]\nask = "Who won the zebra quagga?"\nrefuse = true\n'


def test_another_checkout_is_asked_the_same_and_what_differs_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__main__.py").write_text(OTHER_BOT, "utf-8")
    shown, (differ,) = compare.measure(tmp_path, ["zebra quagga", "energy supply?", "quagga okapi"])
    assert (differ.value, differ.holds) == (1, False)
    first, *rest = shown.splitlines()
    assert first == "'energy supply?':"
    assert [line.split()[:3] for line in rest] == [
        ["verdict", "here:", "answer"],
        ["verdict", "there:", "none"],
        ["passages", "here:", rest[2].split()[2]],
        ["passages", "there:", "[]"],
    ]
    (tmp_path / "questions.toml").write_text(REFUSED, "utf-8")
    asked = ["--questions", str(tmp_path / "questions.toml")]

    def ask_once(_: object) -> list[str]:
        return ["energy supply?"]

    monkeypatch.setattr(compare, "_commands", ask_once)  # instead of hundreds of commands
    assert main(["compare", str(tmp_path), *asked]) == 1
    assert "**missed**" in capsys.readouterr().out
    assert main(["compare", str(terminal.ROOT), *asked]) == 0


def test_about_a_thousand_questions_are_the_same_each_time() -> None:
    asked = compare.questions(TOPICS)
    assert asked == compare.questions(TOPICS)
    assert 900 < len(asked) == len(set(asked))
    assert all(line == line.strip() and len(line.splitlines()) == 1 for line in asked)
    assert {"!status", "!new 2026-03-05", "!history Night Boat"} <= {*asked}


async def test_the_bot_answers_on_a_loopback_discord(tmp_path: Path) -> None:
    measured = values(await connected.measure(tmp_path, rate=20, seconds=0.4, answers=20))
    assert len(measured) == 8
    assert measured["answers among them that were missing or wrong"] == 0
    assert measured["exit code after SIGTERM"] == 0
    assert all(not math.isnan(value) for value in measured.values())


def test_squad_is_loaded_with_what_its_passages_do_not_answer(public: Path) -> None:
    adversarial, elsewhere = load(public, "squad"), load(public, "squad_ooc")
    assert adversarial.passages[0] == ("Harbour of Holm", TEXTS[0].partition("\n")[2])
    assert (len(adversarial.passages), len(elsewhere.passages)) == (7, 4)
    assert adversarial.questions[0] == Question(QUESTIONS[0], frozenset({0}))
    assert [bool(question.right) for question in adversarial.questions] == [True, True, True, False]
    assert [bool(question.right) for question in elsewhere.questions] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_third_of_xquad_is_left_out(public: Path) -> None:
    assert [set(question.right) for question in load(public, "xquad.en").questions] == [{0}, {1}, {2}]
    left_out = load(public, "xquad_ooc.en")
    assert [set(question.right) for question in left_out.questions] == [{0}, set(), {1}]
    assert left_out.language == "en"


def test_questions_of_one_language_are_put_to_the_passages_of_another(public: Path) -> None:
    asked = (
        (public / "xquad.en.json").read_text("utf-8").replace("What does the harbour cost?", "Сколько стоит?")
    )
    (public / "xquad.ru.json").write_text(asked.replace("Ferry", "Паром"), "utf-8")
    across, english = load(public, "xquad.ru-en"), load(public, "xquad.en")
    assert (across.passages, across.language) == (english.passages, "en")
    assert across.questions[0] == Question("Сколько стоит?", frozenset({0}))
    assert across.questions[1:] == english.questions[1:]


def test_entries_of_the_faq_are_left_out_by_lot(public: Path) -> None:
    faq = load(public, "covidfaq")
    unanswerable = [question for question in faq.questions if not question.right]
    assert len(faq.questions) == 12
    assert len(faq.passages) == 12 - len(unanswerable) < 12
    for question in faq.questions:
        for number in question.right:
            assert faq.passages[number][0] == f"What is {question.text.removeprefix('Tell me of ')}?"


def test_a_set_that_is_not_there_is_named(public: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"xquad\.ru\.json"):
        load(public, "xquad.ru")
    with pytest.raises(ValueError, match="no set trivia"):
        load(public, "trivia")


def test_a_sample_keeps_the_order() -> None:
    given = QuestionSet("numbers", questions=[Question(str(number), frozenset()) for number in range(50)])
    drawn = [int(question.text) for question in given.sample(20)]
    assert len(drawn) == 20
    assert drawn == sorted(drawn)
    assert given.sample(None) == given.sample(60) == given.questions


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("What could a peace deal mean for the economy?", "What could a peace deal mean for the keconomy?"),
        ("How long does the northern ferry sail?", "How long does the norther ferry sail?"),
        ("Кто возглавляет переговоры о прекращении огня?", "Кто возглавляет перегоюворы о прекращении огня?"),
    ],
)
def test_typing_errors_are_those_of_the_peers_bench(question: str, typed: str) -> None:
    assert mistyped(question) == typed


@pytest.mark.parametrize("question", ["", "who is it?", "was it in 2026"])
def test_what_has_no_content_is_not_mistyped(question: str) -> None:
    assert mistyped(question) == question


def test_auroc_counts_ties_half() -> None:
    assert auroc([(0.9, True), (0.5, True), (0.5, False), (0.1, False)]) == 0.875
    assert auroc([(0.1, True), (0.9, False)]) == 0
    assert math.isnan(auroc([(1, True)]))


def test_false_answers_are_counted_where_enough_is_answered() -> None:
    trusted = [(score / 10, True) for score in range(10)] + [(0.05, False), (0.15, False), (0.85, False)]
    assert false_answers(trusted) == pytest.approx(2 / 3)
    assert false_answers(trusted, answered=0.1) == 0
    assert math.isnan(false_answers([(1, False)]))


def test_success_and_rank_are_of_the_answerable_questions() -> None:
    found = {"first": (7, 1), "third": (1, 2, 7), "never": (1, 2), "unanswerable": (7,)}
    questions = [Question(text, frozenset() if text == "unanswerable" else frozenset({7})) for text in found]
    reached = evaluate(questions, lambda text, _: Found(found[text], 0.5), typing_errors=False)
    assert reached.success_at_1 == pytest.approx(1 / 3)
    assert reached.success_at_3 == pytest.approx(2 / 3)
    assert reached.reciprocal_rank == pytest.approx((1 + 1 / 3) / 3)
    assert reached.auroc == 0.5
    assert reached.false_at_90 == 1


@pytest.mark.parametrize("who", MAKERS)
def test_each_retriever_finds_its_passages(who: str) -> None:
    search = MAKERS[who](TEXTS, "en")
    assert [search(question, 10).numbers[0] for question in QUESTIONS] == [0, 1, 2]
    assert search(QUESTIONS[0], 10).confidence > search("the spring of an old clock", 10).confidence
    assert search("?", 10) == retrievers.NOTHING


def test_a_peer_can_be_brought_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "brought_peers.py").write_text(
        "class Plain:\n"
        "    def __init__(self, texts): self.texts = texts\n"
        "    def search(self, question, most): return [(len(self.texts) - 1, 2.0)] if question else []\n"
        "class Sure(Plain):\n"
        "    def confidence(self, question, results): return 0.25\n"
        "def plain(texts): return Plain(texts)\n"
        "def sure(texts, language): return Sure(texts + [language])\n",
        "utf-8",
    )
    makers = brought(f"{tmp_path / 'brought_peers.py'}:plain,sure")
    assert makers["plain"](TEXTS, "en")("where?", 10) == Found((2,), 2.0)
    assert makers["sure"](TEXTS, "en")("where?", 10) == Found((3,), 0.25)
    assert makers["sure"](TEXTS, "en")("", 10) == retrievers.NOTHING


def test_quality_shows_all_retrievers_and_holds_ours_to_the_floors(public: Path) -> None:
    comparison, figures = quality.measure(public, ["squad_ooc", "xquad.en"], {"twin": retrievers.talksbot})
    assert comparison.count("\n") == 1 + 2 * 5
    assert "| squad_ooc | **talksbot** | 1.000 |" in comparison
    assert [figure.asked for figure in figures] == ["≥ 0.865", "≥ 0.855", "≤ 0.05", "", "", ""]


def test_speed_compares_and_measures_a_fresh_process(public: Path) -> None:
    figures = speed.measure(public, small=30, large=60, vocabulary=300, asked=3)
    assert len(figures) == 21
    assert all(figure.value > 0 for figure in figures)
    assert sum("resident memory" in figure.what for figure in figures) == 1


def test_courses_are_asked_for_by_name_day_and_step() -> None:
    figures = courses.measure(articles=20, asked=10)
    assert [figure.most for figure in figures] == [5, 5, 5, None]
    assert all(figure.value > 0 for figure in figures)


def test_pages_are_compared_with_what_people_marked(tmp_path: Path) -> None:
    told = [f"On day {day} the council of Holm talked of the ferry until it was dark." for day in range(9)]
    menu = '<ul class="menu"><li><a href="/">Front page</a></li><li><a href="/n">News of Holm</a></li></ul>'
    story = "".join(f'<p class="text">{text}</p>\n' for text in told)
    page = (
        f'<html><body class="b"><div class="top">{menu}</div><div class="story">{story}</div></body></html>'
    )
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {"a": {"articleBody": "\n".join(told[1:]), "url": "https://holm.example/1"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth), "utf-8")
    measured = values(pages.measure(tmp_path))
    assert measured["their recall"] == 1
    assert 0.85 < measured["their precision"] < 0.95
    assert measured["passages mostly not of the article"] == 0
    assert measured["passages whose words stand in their lines"] == 100
    assert main(["pages", "--data", str(tmp_path)]) == 1


def test_a_missed_figure_is_marked_and_never_looks_reached() -> None:
    shown = table(
        [Figure("a", 0.8647, least=0.865), Figure("b", 12_000, "MB", most=12_000), Figure("c", math.nan)]
    )
    assert shown.splitlines()[2:] == [
        "| a | 0.8647 | ≥ 0.865 **missed** |",
        "| b | 12,000 MB | ≤ 12,000 MB |",
        "| c | not known here |  |",
    ]


def test_a_missed_floor_is_the_exit_code(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quality_of_the_faq = ["quality", "--data", str(public), "--sets", "covidfaq"]
    assert main(quality_of_the_faq) == 0
    assert "**missed**" not in capsys.readouterr().out
    similar = public / "covid_qsim_en.csv"
    similar.write_text(similar.read_text("utf-8").replace("Tell me of number ", "Something else"), "utf-8")
    assert main(quality_of_the_faq) == 1
    assert "**missed**" in capsys.readouterr().out


def test_the_memory_of_a_process_that_is_gone_is_not_known() -> None:
    assert math.isnan(resident_mb(2**31))
    assert not resident_mb() <= 0


def test_a_bot_that_cannot_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the store's folder should be", "utf-8")
    with pytest.raises(RuntimeError, match="The bot ended with 1"):
        asyncio.run(connected.measure(tmp_path, rate=20, seconds=0.1))
