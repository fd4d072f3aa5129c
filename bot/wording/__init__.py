"""How does it look? What is said, as a card within Discord's limits; the only place that escapes text.

`_statuses` (where things stand and stood), `_answers` (passages), `_news` (what has happened), `_reports`
(what a reload did) and `_own` (the bot itself) make cards; `_card` says what one is, `_quotes` how an
article is quoted, `_text` how foreign text is made harmless.
"""

from bot.replies.card import Button, Card, key_of, question_key
from bot.wording._answers import answer, known
from bot.wording._news import announcement, correction, digest, news
from bot.wording._own import (
    announced,
    choice,
    digest_planned,
    done,
    failure,
    followed,
    following,
    forgotten,
    guide,
    settings,
    unfollowed,
    will_tell,
)
from bot.wording._reports import Done, changes, taking_back
from bot.wording._statuses import board, history, no_status_then, status, unknown_topic

__all__ = (
    "Button",
    "Card",
    "Done",
    "announced",
    "announcement",
    "answer",
    "board",
    "changes",
    "choice",
    "correction",
    "digest",
    "digest_planned",
    "done",
    "failure",
    "followed",
    "following",
    "forgotten",
    "guide",
    "history",
    "key_of",
    "known",
    "news",
    "no_status_then",
    "question_key",
    "settings",
    "status",
    "taking_back",
    "unfollowed",
    "unknown_topic",
    "will_tell",
)
