"""How is it said? What is found, has happened or was done becomes a `Message`, which knows no place.

`message` says what one is. `_answers`, `_statuses` and `_news` word what the articles say, `_announcements`
and `_board` what servers are told of that unasked, `_reports` what a reload did, `_articles`, `_reading` and
`_sources` what is loaded and from where, `_proposals` what somebody wants to change of that, `_own` and
`_asking` and `guide` what the bot says of itself, `_talk` to small talk; `_suggestions` names what somebody
who types may choose; `_offers` words the buttons below answers, and `_evidence`, `_why` and `_sharing` what
they do; `_facts` puts what all of them say.
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
from bot.wording._asking import (
    ask_for_patience,
    greet_in_thread,
    point_to_answer,
    report_no_threads,
    report_no_words,
    report_not_yours,
    report_too_long,
    show_thread,
)
from bot.wording._board import (
    confirm_articles,
    confirm_board,
    describe_board,
    pinned_board,
    report_end,
    report_problem,
)
from bot.wording._checks import (
    Finding,
    Use,
    find_code_grant,
    find_deaf,
    find_gone,
    find_lacking,
    find_paused,
    find_unseen,
    report_check,
)
from bot.wording._evidence import (
    report_no_passage,
    report_no_question,
    report_no_topic,
    show_more,
    show_source,
    thank,
)
from bot.wording._inquiries import (
    PER_PAGE,
    ClusterPage,
    ask_alias,
    ask_passage,
    confirm_alias,
    confirm_curated,
    list_curations,
    list_unanswered,
    offer_passages,
    show_cluster,
    show_insights,
)
from bot.wording._news import announcement, correction, digest
from bot.wording._offers import let_delete, let_share, offer_deleting, offer_evidence
from bot.wording._own import (
    confirm,
    confirm_announcements,
    confirm_corpus,
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
from bot.wording._panel import (
    AGES,
    AS_CONFIGURED,
    AS_DISCORD_SAYS,
    MOST_CHOICES,
    NEVER,
    ForumTag,
    Setup,
    name_change,
    show_panel,
)
from bot.wording._privacy import describe_privacy, hand_over_data
from bot.wording._proposals import propose_article, propose_removal, propose_source, report_no_proposal
from bot.wording._reading import report_reading
from bot.wording._reports import Done, report_changes, report_loss
from bot.wording._sharing import deny_deleting, name_sharer, report_not_shared
from bot.wording._sources import list_sources
from bot.wording._suggestions import name_day
from bot.wording._talk import Host, Reaction, about, respond, small_talk
from bot.wording._why import explain, explain_doubt, write_scores
from bot.wording.controls import (
    Action,
    Button,
    Form,
    Menu,
    Pages,
    article_key,
    curation_key,
    go_on,
    question_key,
    topic_key,
)
from bot.wording.guide import guide, introduce, report_unknown_command, terminal_help, welcome
from bot.wording.message import Message

__all__ = (
    "AGES",
    "AS_CONFIGURED",
    "AS_DISCORD_SAYS",
    "MOST_CHOICES",
    "NEVER",
    "PER_PAGE",
    "Action",
    "ArticlePage",
    "Button",
    "ClusterPage",
    "Done",
    "Finding",
    "Form",
    "ForumTag",
    "Host",
    "Menu",
    "Message",
    "Pages",
    "Reaction",
    "Setup",
    "Use",
    "about",
    "announcement",
    "announcements",
    "answer",
    "article_key",
    "ask_alias",
    "ask_for_patience",
    "ask_passage",
    "confirm",
    "confirm_alias",
    "confirm_announcements",
    "confirm_articles",
    "confirm_board",
    "confirm_corpus",
    "confirm_curated",
    "confirm_digest",
    "confirm_follow",
    "confirm_forgetting",
    "confirm_unfollow",
    "correction",
    "curation_key",
    "deny",
    "deny_deleting",
    "describe_board",
    "describe_privacy",
    "details",
    "digest",
    "explain",
    "explain_doubt",
    "find_code_grant",
    "find_deaf",
    "find_gone",
    "find_lacking",
    "find_paused",
    "find_unseen",
    "go_on",
    "greet_in_thread",
    "guide",
    "hand_over_data",
    "introduce",
    "late_answer",
    "let_delete",
    "let_share",
    "list_articles",
    "list_curations",
    "list_following",
    "list_sources",
    "list_unanswered",
    "name_change",
    "name_day",
    "name_sharer",
    "new_articles",
    "offer_deleting",
    "offer_evidence",
    "offer_passages",
    "pinned_board",
    "point_to_answer",
    "promise_answer",
    "propose_article",
    "propose_removal",
    "propose_source",
    "question_key",
    "report_changes",
    "report_check",
    "report_end",
    "report_failure",
    "report_loss",
    "report_no_date",
    "report_no_details",
    "report_no_passage",
    "report_no_proposal",
    "report_no_question",
    "report_no_threads",
    "report_no_topic",
    "report_no_words",
    "report_not_shared",
    "report_not_yours",
    "report_problem",
    "report_reading",
    "report_too_long",
    "report_unknown_command",
    "respond",
    "show_cluster",
    "show_insights",
    "show_more",
    "show_panel",
    "show_settings",
    "show_source",
    "show_thread",
    "small_talk",
    "terminal_help",
    "thank",
    "topic_key",
    "welcome",
    "write_scores",
)
