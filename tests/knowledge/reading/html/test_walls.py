"""Is a wall told from the article that it stands before?"""

import pytest

from knowledge.reading.source import UnreadableError
from tests.knowledge.reading.pages import STORY, TITLE, page, read, take, told

CONSENT = {
    "en": ("We use cookies and share what they tell with our partners.", "Accept all", "Manage options"),
    "de": (
        "Wir verwenden Cookies. Unsere Partner tun das auch.",
        "Alle akzeptieren",
        "Einstellungen verwalten",
    ),
    "es": ("Utilizamos cookies, y nuestros socios también.", "Aceptar todo", "Configurar cookies"),
    "fr": ("Nous utilisons des cookies avec nos partenaires.", "Tout accepter", "Gérer les cookies"),
    "ru": ("Мы используем файлы cookie, как и наши партнёры.", "Принять все", "Настройки cookie"),
    "uk": ("Ми використовуємо файли cookie, як і наші партнери.", "Прийняти всі", "Налаштування cookie"),
}
PAYWALL = {
    "en": "Subscribe to continue reading. Already a subscriber? Log in.",
    "de": "Jetzt weiterlesen mit unserem Abo. Sie sind bereits Abonnent?",
    "es": "Suscríbete para seguir leyendo. ¿Ya eres suscriptor?",
    "fr": "Abonnez-vous pour lire la suite. Déjà abonné ?",
    "ru": "Оформите подписку, чтобы читать дальше. Уже есть подписка?",
    "uk": "Оформіть передплату, щоб читати далі. Вже є передплата?",
}


@pytest.mark.parametrize("language", CONSENT)
def test_a_consent_wall_is_reported_and_not_loaded(language: str) -> None:
    said, accept, options = CONSENT[language]
    body = (
        f'<div class="wall"><h1>Ander Herald</h1><p class="t">{said}</p>'
        f"<button>{accept}</button><button>{options}</button></div>"
    )
    with pytest.raises(UnreadableError, match="asks for consent") as failure:
        read(f'<html lang="{language}"><body class="x">{body}</body></html>')
    assert "browser" in failure.value.cure


@pytest.mark.parametrize("language", PAYWALL)
def test_what_a_paywall_leaves_of_an_article_is_reported_and_not_loaded(language: str) -> None:
    body = (
        f'<article class="a"><h1 class="h">{TITLE}</h1>{told(STORY[0])}<div '
        f'class="x">{PAYWALL[language]}</div>'
    )
    with pytest.raises(UnreadableError, match="behind a paywall") as failure:
        read(page(f"{body}</article>", language=language))
    assert "signed in" in failure.value.cure


def test_a_page_that_says_it_is_not_free_and_shows_little_is_reported_too() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    )
    with pytest.raises(UnreadableError, match="behind a paywall"):
        read(page(f'<div class="c"><h1 class="h">{TITLE}</h1>{told(STORY[0])}</div>', head))


def test_where_more_than_a_few_words_are_shown_they_are_taken_up_with_a_warning() -> None:
    body = (
        f'<div class="c"><h1 class="h">{TITLE}</h1>{told(*STORY[:3])}<p '
        f'class="text">{PAYWALL["en"]}</p></div>'
    )
    found = take(page(body))
    assert [passage.text for passage in found.article.passages] == list(STORY[:3])
    assert [warning.reason for warning in found.warnings] == [
        "may hold only the beginning of its article: the page asks its readers to subscribe"
    ]


@pytest.mark.parametrize("times", [2, 3])
def test_a_whole_article_on_a_site_that_asks_for_money_or_consent_is_read(times: int) -> None:
    wall = f'<div class="cookie-bar"><p>{CONSENT["en"][0]}</p><button>Accept all</button></div>'
    story = tuple(f"{text} So it went for day {day}." for day in range(times) for text in STORY)
    body = (
        f'{wall}<div class="c"><h1 class="h">{TITLE}</h1>{told(*story)}<p class="x">{PAYWALL["en"]}</p></div>'
    )
    found = take(page(body))
    assert [passage.text for passage in found.article.passages][: len(story)] == list(story)
    assert found.warnings == ()


def test_an_article_about_consent_is_no_wall() -> None:
    text = "Sites may use cookies, the court said, if readers can reject all of them and withdraw consent."
    assert read(f"<html><body><h1>Ruling</h1><p>{text}</p></body></html>").passages[0].text == text
