"""Is it an ordinary word of a language, or a name?"""

import pytest

from knowledge.languages.ordinary import is_ordinary, is_word


@pytest.mark.parametrize("word", ["president", "winning", "companies", "defence", "colour", "organisation"])
def test_ordinary_words_are_known_in_all_forms_and_spellings(word: str) -> None:
    assert is_ordinary(word)
    assert is_word(word)


@pytest.mark.parametrize("word", ["france", "putin", "japan"])
def test_names_are_words_and_not_ordinary(word: str) -> None:
    assert not is_ordinary(word)


def test_names_are_known_as_words() -> None:
    assert is_word("france")


@pytest.mark.parametrize("word", ["secuirty", "sanktsii", ""])
def test_a_typing_error_is_neither(word: str) -> None:
    assert not is_word(word)


def test_of_a_language_without_a_list_no_word_is_known() -> None:
    assert not is_word("fähre", "de")
