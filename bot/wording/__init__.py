"""How is it said? What is found, has happened or was done becomes a `Message`, which knows no place.

`message` says what one is. `_answers`, `_statuses` and `_news` word what the articles say, `_announcements` and `_board` what servers are told of that unasked, `_reports` what a
reload did, `_articles`, `_reading` and `_sources` what is loaded and from where, `_proposals` what somebody
wants to change of that, `_own` and `guide` what the bot says of itself, `_talk` what it says to small talk;
`_suggestions` names what somebody who types may choose; `_facts` puts what all of them say.
How a message looks on Discord `bot.replies.card` says, and `bot.terminal.console` in a terminal.
"""

from bot.wording._announcements import (
    announcements,
    details,
    new_articles,
    report_no_details,
)
from bot.wording._answers import answer, late_answer
from bot.wording._articles import ArticlePage, list_articles
from bot.wording._board import (
    confirm_articles,
    confirm_board,
    describe_board,
    pinned_board,
    report_end,
    report_problem,
)
from bot.wording._news import announcement, correction, digest
from bot.wording._own import (
    confirm,
    confirm_announcements,
    confirm_digest,
    confirm_follow,
    confirm_forgetting,
    confirm_unfollow,
    deny,
    list_following,
    promise_answer,
    report_failure,
    report_no_date,
    show_settings,
)
from bot.wording._proposals import propose_article, propose_removal, propose_source, report_no_proposal
from bot.wording._reading import report_reading
from bot.wording._reports import Done, report_changes, report_loss
from bot.wording._sources import describe_source, list_sources
from bot.wording._suggestions import name_day
from bot.wording._talk import Host, Reaction, about, respond, small_talk
from bot.wording.guide import guide, report_unknown_command, terminal_help, welcome
from bot.wording.message import Action, Button, Message, question_key, topic_key

__all__ = (
    "Action",
    "ArticlePage",
    "Button",
    "Done",
    "Host",
    "Message",
    "Reaction",
    "about",
    "announcement",
    "announcements",
    "answer",
    "confirm",
    "confirm_announcements",
    "confirm_articles",
    "confirm_board",
    "confirm_digest",
    "confirm_follow",
    "confirm_forgetting",
    "confirm_unfollow",
    "correction",
    "deny",
    "describe_board",
    "describe_source",
    "details",
    "digest",
    "guide",
    "late_answer",
    "list_articles",
    "list_following",
    "list_sources",
    "name_day",
    "new_articles",
    "pinned_board",
    "promise_answer",
    "propose_article",
    "propose_removal",
    "propose_source",
    "question_key",
    "report_changes",
    "report_end",
    "report_failure",
    "report_loss",
    "report_no_date",
    "report_no_details",
    "report_no_proposal",
    "report_problem",
    "report_reading",
    "report_unknown_command",
    "respond",
    "show_settings",
    "small_talk",
    "terminal_help",
    "topic_key",
    "welcome",
)
