"""Is the reader taught what it should be? The parts that need neither torch nor onnx nor a public set."""

from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest

from training.articles import Article, Asked, Mix, PairMaker, remove_answer
from training.base import choose_pieces
from training.data import make_pairs
from training.e5 import Matrix
from training.formats import read_news, read_sections, read_stories
from training.inputs import PAIR_PIECES, Marks, pair_row, passage_text, row_text
from training.pairs import Collection, Kind, Pair, PairFile, measures, read_pairs, write_pairs
from training.questions import find_names, mistype, restyle, swap_name
from training.report import describe
from training.sources import SOURCES, chosen
from training.squad import Context, Entry, articles_of, read_set, thin_out
from training.tables import add_rows
from training.texts import Neighbourhood, Paragraph, show, stems, window
from training.translations import SQUAD_ORDER, add_across, asked_in_translation, divide

MARKS = Marks(first=0, last=2, padding=1)
HOLM = Paragraph.of(
    "The ferry sails to Holm on Monday. It carries forty people. "
    "Tickets are sold at the quay. Dogs travel free.",
    "The_Holm_ferry",
)
BRIDGE = Paragraph.of(
    "The bridge was opened in 1932 by Anna Berg. It is made of steel. No ferry stops there."
)


def chance(seed: int = 1) -> Random:
    return Random(seed)


def squad(title: str, context: str, *questions: object) -> dict[str, object]:
    return {"title": title, "paragraphs": [{"context": context, "qas": list(questions)}]}


def write_json(file: Path, content: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(content))
    return file


def test_a_pair_is_question_and_passage_between_marks() -> None:
    assert pair_row([7, 8], [9], MARKS) == [0, 7, 8, 2, 2, 9, 2]


def test_long_texts_are_cut_and_the_row_still_ends_with_its_mark() -> None:
    row = pair_row([7] * 100, [9] * 500, MARKS)
    assert len(row) == PAIR_PIECES
    assert (row.count(7), row.count(9), row[-1]) == (64, PAIR_PIECES - 64 - 4, MARKS.last)


def test_a_passage_is_read_under_title_and_heading() -> None:
    assert passage_text("Talks", "Sanctions", "They stay.") == "Talks | Sanctions | They stay."
    assert passage_text("Talks", "", "They stay.") == "Talks | They stay."
    assert row_text([("Issue", "Sanctions"), ("Status", "Open")]) == "Issue: Sanctions; Status: Open"


def test_the_vocabulary_keeps_what_is_used_all_characters_and_the_likeliest_of_a_script() -> None:
    names = ["<s>", "<pad>", "</s>", "<unk>", "▁used", "▁rare", "▁likely", "字", "▁слово", "сло", "字字"]
    scores = np.array([0, 0, 0, 0, -9, -8, -2, -9, -5, -3, -1], np.float32)
    counts = np.array([0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0])
    kept = choose_pieces(names, scores, counts, (0, 1, 2, 3), {"LATIN": 1, "CYRILLIC": 1})
    assert [names[number] for number in kept] == [*names[:4], "▁used", "▁likely", "字", "сло"]


def test_four_bit_numbers_are_read_with_the_scale_of_their_block() -> None:
    nibbles = np.full((1, 64), 8, np.uint8)
    nibbles[0, 0], nibbles[0, 63] = 10, 0
    floats = Matrix(nibbles, np.array([[0.5, 2.0]], np.float16)).floats()
    assert (floats[0, 0], floats[0, 1], floats[0, 63]) == (1.0, 0.0, -16.0)


def test_another_name_is_asked_for() -> None:
    swapped = swap_name(chance(), "When did Anna Berg open the bridge?", ["Boris Costa", "1932"])
    assert swapped == "When did Boris Costa open the bridge?"


@pytest.mark.parametrize("seed", range(5))
def test_a_year_becomes_another_year(seed: int) -> None:
    swapped = swap_name(chance(seed), "who opened it in 1932?", ["Anna Berg", "1940"])
    assert swapped
    assert swapped.startswith("who opened it in 1")
    assert "1932" not in swapped


def test_where_there_is_no_other_name_nothing_is_swapped() -> None:
    assert swap_name(chance(), "When did Anna Berg open it?", ["Anna Berg", "Berg"]) is None
    assert swap_name(chance(), "when was it opened?", ["Anna Berg"]) is None


def test_the_word_that_begins_a_sentence_is_no_name() -> None:
    assert find_names("Trains stop. The Bank of England said so in 1932.") == ["Bank of England", "1932"]


def test_questions_are_typed_in_many_ways() -> None:
    typed = {restyle(chance(seed), "When does the ferry  sail to Holm?", "en") for seed in range(80)}
    assert {
        "When does the ferry sail to Holm?",
        "when does the ferry sail to holm",
        "ferry sail holm",
    } <= typed
    assert restyle(chance(0), "  Как дела?  ", "ru") in {"Как дела?", "как дела", "Как дела"}


def test_short_words_are_not_mistyped() -> None:
    assert mistype(chance(), "when is it in 19321?") == "when is it in 19321?"
    assert any(mistype(chance(seed), "Monday") != "Monday" for seed in range(3))


def test_stems_leave_out_words_without_meaning() -> None:
    assert stems("What are the sanctions about?") == ["sancti"]


def test_a_paragraph_knows_which_sentence_answers() -> None:
    text = "The ferry sails to Holm on Monday.  It carries forty people."
    assert HOLM.title == "The Holm ferry"
    assert HOLM.holding("Forty  people") == [1]
    assert HOLM.holding("") == []
    assert HOLM.sentence_at(text.index("forty"), text) == 1
    assert HOLM.sentence_at(10_000, "word " * 2_000) == 3
    assert HOLM.nearest_sentence("where are tickets sold?") == 2


def test_a_window_has_the_sentence_and_not_what_is_left_out() -> None:
    for seed in range(10):
        chosen = window(chance(seed), HOLM, 1, 10, 12, without=[2])
        assert 1 in chosen
        assert 2 not in chosen
    assert window(chance(), HOLM, 1, 100, 100) == [0, 1, 2, 3]


def test_a_passage_is_sometimes_a_list_and_often_under_its_title() -> None:
    shown = {show(chance(seed), HOLM, [0, 1]) for seed in range(200)}
    body = "The ferry sails to Holm on Monday. It carries forty people."
    listed = "- The ferry sails to Holm on Monday. - It carries forty people."
    assert shown == {body, f"The Holm ferry | {body}", listed, f"The Holm ferry | {listed}"}


def test_the_nearest_paragraph_does_not_hold_the_answer() -> None:
    near = Neighbourhood([HOLM, BRIDGE, Paragraph(())])
    assert near.nearest("when does the ferry sail?", HOLM, ["Monday"]) == [BRIDGE]
    assert near.nearest("when does the ferry stop?", HOLM, ["no ferry"]) == []


def test_without_its_answer_a_paragraph_is_no_answer() -> None:
    text = remove_answer(chance(), HOLM, 1, ["forty people"])
    assert "forty" not in text
    assert "Tickets" in text
    assert remove_answer(chance(), HOLM, None, ["forty"]) == ""
    assert remove_answer(chance(), Paragraph.of("One. Two. Three."), 1, ["one", "two", "three"]) == ""


def test_an_article_gives_right_pairs_and_wrong_ones() -> None:
    mix = Mix(answered=1, unanswerable=1, removed=1, neighbour=1, elsewhere=1, swapped=1)
    questions = (
        Asked("When does the ferry to Holm sail in 1932?", 0, ("Monday",), 0),
        Asked("When does the ferry to Berg sail?", 0, (), 0, is_answered=False),
        Asked("What does it carry?", 0),
        Asked("What is nowhere?", 2),
    )
    article = Article("own", "en", "own:1", (HOLM, BRIDGE, Paragraph(())), questions, mix)
    other = Article(
        "own", "en", "own:2", (Paragraph.of("A ferry sails from Berg to Holm in 1932, when it does."),), ()
    )
    collection = Collection()
    PairMaker(chance(), [article, other]).add(article, collection)
    pairs = collection.shuffled(chance().shuffle)
    kinds = {pair.kind for pair in pairs.pairs}
    assert kinds == {"pos", "imp", "remove", "same", "other", "swap"}
    for pair in pairs.pairs:
        passage = pairs.passages[pair.passage]
        assert pair.answers == (pair.kind == "pos")
        if pair.kind in {"remove", "same", "other"} and "1932" in pair.question:
            assert "Monday" not in passage


def test_a_pair_is_kept_once_and_texts_that_teach_nothing_not_at_all() -> None:
    collection = Collection()
    for question, passage in (("Who?", "x" * 30), ("who?", "x" * 30), ("??", "x" * 30), ("Who?", "x")):
        collection.add(question, passage, Kind.ANSWERED, "own", "en", "own:1")
    assert [pair.question for pair in collection.shuffled(chance().shuffle).pairs] == ["Who?"]


@pytest.mark.parametrize("name", ["pairs.json.xz", "pairs.json.gz"])
def test_pairs_are_read_as_they_were_written(tmp_path: Path, name: str) -> None:
    pairs = PairFile(["A passage."], [Pair("who?", 0, 1, "pos", "own", "en", "own:1", 0)])
    write_pairs(pairs, tmp_path / name)
    assert read_pairs(tmp_path / name) == pairs
    with pytest.raises(ValueError, match=r"neither \.xz nor \.gz"):
        read_pairs(tmp_path / "pairs.json")


def test_whole_articles_are_set_aside() -> None:
    assert measures("squad2", "squad2:en:Islamism")
    assert not measures("xquad", "xquad:ru:Normans")
    aside = sum(measures("tydi", f"tydi:en:{number}") for number in range(1_000))
    assert 20 <= aside <= 60


def test_rows_of_tables_are_asked_for_what_they_have_and_lack() -> None:
    collection = Collection()
    add_rows(chance(), collection, 200)
    pairs = collection.shuffled(chance().shuffle)
    assert {pair.kind for pair in pairs.pairs} == {"table", "tablerow", "tablecol"}
    assert all(": " in passage and "; " in passage for passage in pairs.passages)


def test_sets_without_a_licence_are_left_out_unless_asked_for() -> None:
    usual = {source.name for source in chosen(unlicensed=False)}
    assert {source.name for source in SOURCES} - usual == {
        "boolq",
        "boolq-other",
        "idkmrc",
        "squadshifts",
        "tquad",
    }
    assert chosen(unlicensed=True) == SOURCES
    assert "xquad" not in {source.name for source in chosen(unlicensed=False, without=frozenset({"xquad"}))}
    with pytest.raises(ValueError, match="nowhere is no source"):
        chosen(unlicensed=False, without=frozenset({"nowhere"}))


def test_a_set_that_is_not_there_is_named_with_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"chrischute/squad at 85623ade"):
        make_pairs(tmp_path, tmp_path / "pairs.json.xz")


def test_a_set_of_squads_form_is_read(tmp_path: Path) -> None:
    context = " ".join(HOLM.sentences)
    said = {"question": "how many?", "answers": [{"text": "forty", "answer_start": context.index("forty")}]}
    unplaced = {"question": "who sells tickets?", "answers": [{"text": "the quay", "answer_start": -1}]}
    lost = {"question": "may dogs come?", "answers": [{"text": "yes"}]}
    hinted = {
        "question": "how many dogs?",
        "is_impossible": True,
        "answers": [],
        "plausible_answers": [{"text": "forty", "answer_start": context.index("forty")}],
    }
    file = write_json(tmp_path / "set.json", {"data": [squad("Holm", context, said, unplaced, lost, hinted)]})
    article = articles_of(read_set(file), "own", "en", Mix())[0]
    assert [each.sentence for each in article.questions] == [1, 2, 3, 1]
    assert [each.is_answered for each in article.questions] == [True, True, True, False]
    assert article.name == "own:en:Holm"
    assert thin_out(chance(), [article], 0)[0].questions == ()
    assert thin_out(chance(), [article], 4)[0].questions == article.questions


def test_stories_are_read_where_the_answer_stands_in_them(tmp_path: Path) -> None:
    questions = tmp_path / "holm-questions.csv"
    questions.write_text(
        "cor_section,question,ex-or-im1,answer1\n1,how many?,explicit,forty people\n1,why?,implicit,so\n"
        '"1,2",who?,explicit,dogs\n2,what?,explicit,nothing of it\n',
        encoding="utf-8",
    )
    (tmp_path / "lost-questions.csv").write_text("cor_section\n1\n", encoding="utf-8")
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "holm-story.csv").write_text(
        "section,text\n1,It sails. It carries forty people.\n2,The end.\n", encoding="utf-8"
    )
    (article,) = read_stories(tmp_path, stories, chance(), 1)
    assert article.questions == (Asked("how many?", 0, ("forty people",), 1),)


def test_news_are_read_at_three_levels_without_their_marks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "# Title\nThe ferry\n\n# Paragraph\n\nAdv: <A1>The ferry departs.</A1>\n\n"
        "Int: It <D2>leaves</D2>.\n\nEle: It goes.\n\nQ: What departs?\na: the ferry\n",
        encoding="utf-8",
    )
    articles = list(read_news(tmp_path))
    assert [article.paragraphs[0].sentences for article in articles] == [
        ("The ferry departs.",),
        ("It leaves.",),
        ("It goes.",),
    ]
    assert all(article.questions == (Asked("What departs?", 0),) for article in articles)


def test_sections_are_read_with_the_sentence_that_answers(tmp_path: Path) -> None:
    row = {
        "question": "who?",
        "article": "Holm",
        "section": "History",
        "candidates": ["A.", "B."],
        "answers": [1],
    }
    file = write_json(tmp_path / "s.json", [row, {**row, "section": "Abstract", "answers": []}])
    first, second = read_sections([file])
    assert first.questions == (Asked("who?", 0, ("B.",), 1),)
    assert (first.paragraphs[0].heading, second.paragraphs[0].heading, second.questions) == (
        "History",
        "",
        (),
    )


def test_a_question_in_one_language_is_asked_of_the_text_in_another(tmp_path: Path) -> None:
    def entry(language: str) -> Entry:
        context = (
            f"The {language} ferry sails at dawn today. It carries forty people. Dogs travel free on it."
        )
        answer = {"text": "forty people", "answer_start": context.index("forty")}
        question = {"question": f"{language}: how many?", "answers": [answer]}
        other = squad("", f"The {language} bridge is made of steel. It is old.")
        held = squad("Ferry", context, question)
        held["paragraphs"] = [*held["paragraphs"], *other["paragraphs"]]  # type: ignore[misc]  # lists, as made above
        return read_set(write_json(tmp_path / f"{language}.json", {"data": [held]}))[0]

    collection = Collection()
    entries = {language: entry(language) for language in "en ru de es el tr ro".split()}
    for seed in range(5):
        add_across(chance(seed), collection, "Ferry", entries)
    pairs = collection.shuffled(chance().shuffle)
    assert {pair.kind for pair in pairs.pairs} == {"xpos", "xremove", "xsame"}
    for pair in pairs.pairs:
        asked, told = pair.language.split(">")
        assert asked != told
        assert pair.question.lower().startswith(asked)
        assert f"The {told}" in pairs.passages[pair.passage] or "Dogs" in pairs.passages[pair.passage]


def test_a_translation_that_is_not_of_squad_is_refused() -> None:
    with pytest.raises(ValueError, match="other paragraphs"):
        divide([], dict.fromkeys(SQUAD_ORDER, 1))


def test_a_translation_is_divided_into_squads_articles() -> None:
    contexts = [Context(f"Paragraph {number}.", []) for number in range(2 * len(SQUAD_ORDER))]
    entries = divide(contexts, dict.fromkeys(SQUAD_ORDER, 2))
    assert [len(entry.paragraphs) for entry in entries] == [2] * len(SQUAD_ORDER)
    english = {"Normans": Entry([Context("They came.", [])] * 2), "Force": Entry([])}
    translated: dict[str, Entry] = dict(zip(SQUAD_ORDER, entries, strict=True))
    assert [article.name for article in asked_in_translation(translated, english, "id")] == [
        "squad2x:id>en:Normans"
    ]


def test_the_report_tells_sources_and_kinds_apart() -> None:
    pairs = [
        Pair("a", 0, 1, "pos", "own", "en", "own:1", 1),
        Pair("b", 0, 0, "same", "own", "en", "own:1", 1),
        Pair("c", 0, 0, "swap", "other", "en", "other:1", 1),
    ]
    told = describe(pairs, [1.0, 2.0, -1.0])
    assert "| all | 3 | 0.500 | 0.667 |" in told
    assert "| wrong: same | 2 | 0.000 | 0.500 |" in told
    assert "| wrong: swap | 2 | 1.000 | 1.000 |" in told
