"""In which encoding is a text?"""

from datetime import date
from random import Random

import pytest

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.encoding import decode, find_codec
from knowledge.reading.source import UnreadableError

GERMAN = "Die Brücke über die Förde bleibt für größere Wagen gesperrt, sagte die Behörde am 12. März."
FRENCH = "L’hôtel de ville a décidé : les camions ne passeront plus, même l’été. Où iront-ils ?"
RUSSIAN = "Совет решил закрыть мост для грузовиков. Ремонт начнётся в марте и продлится до осени."
UKRAINIAN = "Рада вирішила закрити міст для вантажівок. Її рішення діє від березня й до осені."
POLISH = "Rada zdecydowała: most zostaje zamknięty dla ciężarówek. Naprawa potrwa aż do jesieni."
SPANISH = "El año próximo la reunión decidirá cuánto costará la reparación del puente. ¿Quién pagará?"
JAPANESE = "市議会は橋の通行を禁止した。トラックはフェリーを使うことになる。修理は秋まで続く予定である。"
CHINESE = "市议会决定关闭大桥。卡车将改乘渡轮。修理工作将持续到秋天。部长说费用以后再讨论。"
KOREAN = "시의회는 트럭의 다리 통행을 금지했다. 수리는 가을까지 계속된다. 비용은 나중에 정한다."


def read(data: bytes, charset: str | None = None, declared: str | None = None) -> tuple[str, list[str]]:
    draft = Draft()
    text = decode(Document("a.txt", data, date(2026, 1, 1), charset=charset), draft, declared)
    return text, [each.reason for each in draft.warnings]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb", "a\nb"),
        (b"\xef\xbb\xbfmark", "mark"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("мир ﷺ".encode(), "мир ﷺ"),
        ("мир".encode("utf-16"), "мир"),
        (b"\xfe\xff" + "мир".encode("utf-16-be"), "мир"),
        ("мир".encode("utf-32"), "мир"),
        (b"\x00\x00\xfe\xff" + "мир".encode("utf-32-be"), "мир"),
    ],
)
def test_utf_8_and_what_has_a_mark_is_read_without_a_word(data: bytes, text: str) -> None:
    assert read(data) == (text, [])


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (GERMAN, "cp1252", "windows-1252"),
        (GERMAN, "iso8859-15", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
        (SPANISH, "iso8859-1", "windows-1252"),
        (FRENCH, "mac-roman", "Mac Roman"),
        ("It isn’t open.", "cp1252", "windows-1252"),
        ("Größe", "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-U"),
        (RUSSIAN, "iso8859-5", "ISO-8859-5"),
        (RUSSIAN, "cp866", "CP866"),
        (RUSSIAN, "mac-cyrillic", "Mac Cyrillic"),
        (UKRAINIAN, "cp1251", "windows-1251"),
        (UKRAINIAN, "koi8-u", "KOI8-U"),
        ("Мост открыт", "koi8-r", "KOI8-U"),
        (RUSSIAN, "utf-16-le", "UTF-16"),
        (UKRAINIAN, "utf-16-be", "UTF-16"),
        (GERMAN, "utf-16-le", "UTF-16"),
        (JAPANESE, "cp932", "Shift JIS"),
        (JAPANESE, "euc-jp", "EUC-JP"),
        (CHINESE, "gb18030", "GB18030"),
        (
            CHINESE.translate(str.maketrans("议决关闭桥将轮续长说费后讨论", "議決關閉橋將輪續長說費後討論")),
            "big5",
            "Big5",
        ),
        (KOREAN, "euc-kr", "EUC-KR"),
    ],
)
def test_what_is_guessed_is_read_and_said(text: str, codec: str, name: str) -> None:
    text = text.encode(codec, "ignore").decode(codec)
    assert read(text.encode(codec)) == (text, [f"is not UTF-8; read as {name}"])


def test_english_around_it_does_not_change_a_guess_and_the_line_is_named() -> None:
    draft = Draft()
    data = b"The bridge is closed.\n" * 300 + RUSSIAN.encode("cp1251")
    assert decode(Document("a.txt", data, date(2026, 1, 1)), draft).endswith(RUSSIAN)
    assert [(each.line, each.cure) for each in draft.warnings] == [(301, "Save it as UTF-8.")]


def test_a_few_broken_bytes_do_not_make_utf_8_another_encoding() -> None:
    text, warnings = read(f"{RUSSIAN}\n".encode() + b"\xfc\n")
    assert text == f"{RUSSIAN}\n\ufffd\n"
    assert warnings == ["holds bytes that are not UTF-8, 1 in all, shown as “\ufffd”"]


def test_what_is_told_is_taken_where_it_fits() -> None:
    short = "Мост".encode("koi8-r")
    assert read(short, charset="KOI8-R") == ("Мост", [])
    assert read(short, declared="koi8-r") == ("Мост", [])
    assert read("“Yes”".encode("cp1252"), charset="iso-8859-1") == ("“Yes”", [])
    assert read("мир".encode(), charset="utf8") == ("мир", [])
    assert read("мир".encode("utf-16-le"), charset="utf-16-le") == ("мир", [])
    assert read("橋".encode("iso2022_jp"), charset="iso-2022-jp") == ("橋", [])


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("iso-8859-1", "is said to be in “iso-8859-1”, which it is not"),
        ("x-user-defined", "is said to be in “x-user-defined”, which it is not"),
        ("utf-16", "is said to be in “utf-16”, which it is not"),
    ],
)
def test_what_is_told_wrongly_is_not_taken_and_is_said(label: str, reason: str) -> None:
    assert read("мир ﷺ".encode(), charset=label) == ("мир ﷺ", [reason])


def test_the_next_one_is_taken_where_the_first_does_not_fit() -> None:
    data = RUSSIAN.encode("cp1251")
    warning = "is said to be in “utf-8”, which does not fit"
    assert read(data, charset="utf-8", declared="windows-1251") == (RUSSIAN, [warning])


@pytest.mark.parametrize(
    "label", ["base64", "idna", "unicode_escape", "utf-7", "undefined", "", "a\0b", "mbcs"]
)
def test_a_label_that_names_no_encoding_of_texts_means_nothing(label: str) -> None:
    assert find_codec(label) is None


def test_the_labels_of_the_web_mean_what_texts_are_really_in() -> None:
    labels = (
        "latin1",
        "us-ascii",
        "gb2312",
        "x-gbk",
        "Shift_JIS",
        "ks_c_5601-1987",
        "x-mac-cyrillic",
        "UTF-8",
    )
    assert [find_codec(label) for label in labels] == [
        "cp1252", "cp1252", "gb18030", "gb18030", "cp932", "cp949", "mac-cyrillic", "utf-8"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"one\ntwo\x00\n", "NUL", 2),
        (b"one\ntwo\x00", "NUL", 2),
        (b"\xff\xfea\x00\x00\x00", "NUL", 1),
        (bytes(range(1, 256)) * 9, "nor in any other encoding that fits: byte 0x80", 2),
        (b"a\n\x91" + Random(1).randbytes(999).replace(b"\0", b""), "nor in any other .*: byte 0x91", 2),
        (b"\xef\xbb\xbf \n\t", "empty", None),
    ],
)
def test_what_is_no_text_is_refused_with_reason_line_and_cure(
    data: bytes, reason: str, line: int | None
) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        read(data)
    assert failure.value.line == line
    assert failure.value.cure in {"Save it as UTF-8.", "Write the article into it, or remove it."}
