"""What does a server learn of what keeps the bot from its work?"""

from datetime import UTC, datetime

import pytest

from bot import wording
from bot.wording import Finding, Use
from bot.wording.message import Tone
from tests.drawing import body


@pytest.mark.parametrize(
    ("finding", "problem", "cure"),
    [
        (
            wording.find_lacking(7, [Use.HERE, Use.BOARD], ["embed_links", "pin_messages"]),
            "⚠ <#7> (answers here, board): I lack Embed Links, Pin Messages.",
            "-# Grant that to me there, in the channel's permissions.",
        ),
        (
            wording.find_gone(Use.DIGEST),
            "⚠ The channel is gone: digest.",
            "-# Choose another with **/settings digest**.",
        ),
        (
            wording.find_gone(Use.OWN),
            "⚠ The channel is gone: answers by myself.",
            "-# Choose another with **/settings show**.",
        ),
        (
            wording.find_unseen(7, [Use.ANNOUNCEMENTS]),
            "⚠ <#7> (announcements): I do not see it.",
            "-# Let me view it; to a private thread, add me by mentioning me there.",
        ),
        (
            wording.find_paused(7),
            "⚠ <#7>: announcements are paused, as Discord refused what I sent.",
            "-# Let me write there, then use **/settings announcements** again.",
        ),
        (wording.find_code_grant(), "requires a code grant", "Requires OAuth2 Code Grant"),
        (
            wording.find_stale(datetime(2026, 3, 5, 12, tzinfo=UTC)),
            "<t:1772712000:F>",
            "I catch up by myself",
        ),
        (wording.find_deaf(), "I may not read messages", "Message Content Intent"),
    ],
)
def test_each_trouble_is_said_with_its_cure(finding: Finding, problem: str, cure: str) -> None:
    report = wording.report_check([finding, finding])
    text = body(report)
    assert problem in text
    assert cure in text
    assert text.startswith("2 things need a hand.")
    assert report.tone is Tone.DOUBT


def test_where_nothing_is_wrong_all_is_well() -> None:
    report = wording.report_check([])
    assert body(report) == "All is well: I may write wherever I am to."
    assert report.tone is Tone.DONE


def test_very_many_troubles_fit_into_one_message() -> None:
    findings = [wording.find_unseen(10**18 + each, list(Use)) for each in range(200)]
    assert len(body(wording.report_check(findings))) <= 4096
