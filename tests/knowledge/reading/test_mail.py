"""What does a saved mail, or a page saved as MHTML, say?"""

from datetime import date
from email import policy
from email.message import EmailMessage

import pytest

from knowledge.reading.article import ReadArticle, read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError

TEXT = "The board met on Monday, and found no way to pay.\n\nIt will meet again in May.\n"
PAGE = "<html><body><h1>Port</h1><p>The board met on Monday.</p></body></html>"


def read(message: EmailMessage | bytes, path: str = "port.eml") -> ReadArticle:
    data = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTPUTF8)
    return read_article(Document(path, data, date(2026, 4, 5)))


def mail(text: str = TEXT, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in (
        {"Subject": "Re: AW: Minutes", "Date": "Thu, 12 Mar 2026 23:30:00 +0100"} | headers
    ).items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_the_subject_is_the_title_and_the_date_that_of_publication() -> None:
    found = read(mail())
    article = found.article
    assert (found.format, article.title, article.published) == ("mail", "Minutes", date(2026, 3, 12))
    lines = mail().as_bytes(policy=policy.SMTPUTF8).split(b"\r\n")
    for passage in article.passages:
        assert lines[passage.lines[0] - 1] == passage.text.encode()


def test_a_text_that_is_encoded_in_the_mail_is_read_all_the_same() -> None:
    message = mail("Die Brücke bleibt gesperrt.\n")
    message.replace_header("Subject", "Brücke über die Förde")
    message.set_content("Die Brücke bleibt gesperrt.\n", charset="iso-8859-1", cte="base64")
    article = read(message).article
    assert (article.title, article.passages[0].text) == (
        "Brücke über die Förde",
        "Die Brücke bleibt gesperrt.",
    )


def test_plain_text_is_taken_before_the_page_and_attachments_are_named() -> None:
    message = mail()
    message.add_alternative(PAGE, subtype="html")
    for name in "abcd":
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{name}.pdf")
    message.add_attachment("A note.", filename="note.txt")
    found = read(message)
    assert [passage.text for passage in found.article.passages] == TEXT.strip().split("\n\n")
    assert [each.reason for each in found.warnings] == [
        "has attachments that are not read: a.pdf, b.pdf, c.pdf, …"
    ]
    empty = mail("\n")
    empty.add_alternative(PAGE, subtype="html")
    assert [passage.text for passage in read(empty).article.passages] == ["The board met on Monday."]


def test_a_mail_without_subject_or_date_is_read_and_that_is_said() -> None:
    found = read(TEXT.encode().join((b"Content-Type: text/plain\n\n", b"")))
    assert (found.article.title, found.article.published) == ("port", None)
    assert [each.reason for each in found.warnings] == ["has no date that can be read"]
    dated = read(b"Date: soon\n\nPublished: 2026-03-12\n\n" + TEXT.encode())
    assert (dated.article.published, dated.warnings) == (date(2026, 3, 12), ())


def test_a_saved_page_has_the_address_of_the_page_and_not_the_day_on_which_it_was_saved() -> None:
    message = mail(Snapshot_Content_Location="https://port.example/minutes")
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    found = read(message, "port.mhtml")
    assert (found.format, found.article.title) == ("mhtml", "Port")
    assert (found.article.url, found.article.published) == ("https://port.example/minutes", None)
    plain = read(mail(Content_Location="file:///c:/x"), "port.mht").article
    assert (plain.title, plain.url) == ("Re: AW: Minutes", None)


@pytest.mark.parametrize("data", [b"", b"Content-Type: image/png\n\nx", b"\0\x01" * 99, b"Subject: x\n\n \n"])
def test_a_mail_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"holds no text|NUL"):
        read(data)


def test_a_header_on_which_the_parser_breaks_costs_only_itself() -> None:
    found = read(
        b"Subject: =?utf-8?q?=ff?= \xff\nDate: Thu, 99 Mar 2026\nContent-Type: ;;;\n\n" + TEXT.encode()
    )
    assert len(found.article.passages) == 2
