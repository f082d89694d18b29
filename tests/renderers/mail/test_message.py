"""What no one can put in a mail, whatever they type, and what its bodies are made of."""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.accounts.addresses import Address, read_address
from engine.texts import BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span
from engine.view import Written
from renderers.mail import MailRefused, Sender, mail_message
from renderers.mail.text import WIDTH
from tests.renderers.mail.site import SENT, body_of, message

SENDER = Sender("Mon espace personnel", "ne-pas-repondre@site.example")
ID = "<1@site.example>"


def text(*inlines: Inline) -> RichText:
    """A text of one paragraph."""
    return RichText((Paragraph(inlines),))


HELLO = Written("Bonjour", text(Span("Bonjour.")))


def made(
    written: Written = HELLO,
    *,
    to: str = "ana@example.org",
    sender: Sender = SENDER,
    message_id: str = ID,
    date: dt.datetime = SENT,
    language: str = "fr",
) -> EmailMessage:
    return mail_message(written, to=to, sender=sender, message_id=message_id, date=date, language=language)


def reread(mail: EmailMessage) -> EmailMessage:
    """A mail as it comes out of the wire."""
    found = email.message_from_bytes(mail.as_bytes(), policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    return found


# ── Headers ───────────────────────────────────────────────────────────────────────────────────────────────────

BREAKS = [
    "\r\nBcc: x@evil.example",
    "\nBcc: x@evil.example",
    "\rX",
    "\x00",
    "\x0b",
    "\u2028X",
    "\u2029",
    "\u202e",
    "\x85",
]


@pytest.mark.parametrize("wrong", BREAKS)
def test_t31_what_ends_a_line_or_hides_is_refused_in_every_header(wrong: str) -> None:
    ways: tuple[Callable[[], EmailMessage], ...] = (
        lambda: made(Written(f"Bonjour{wrong}", HELLO.body)),
        lambda: made(to=f"ana@example.org{wrong}"),
        lambda: made(to=f"ana{wrong}@example.org"),
        lambda: made(sender=Sender(f"Espace{wrong}", SENDER.address)),
        lambda: made(sender=Sender("Espace", f"{SENDER.address}{wrong}")),
        lambda: made(message_id=f"<1{wrong}@site.example>"),
        lambda: made(language=f"fr{wrong}"),
    )
    for way in ways:
        with pytest.raises(MailRefused) as raised:
            way()
        assert "evil" not in str(raised.value)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ana",
        "a@b@example.org",
        "ana@example.org,eve@example.org",
        "ana@example.org, eve@example.org",
        "ana@example.org;eve@example.org",
        "ana@example.org eve@example.org",
        "Ana <ana@example.org>",
        "<ana@example.org>",
        '"ana eve"@example.org',
        "ana(eve)@example.org",
        "groupe: ana@example.org;",
        "=?utf-8?q?ana?=@example.org",
        "ana@[127.0.0.1]",
        "ana@exämple.org",
        "аna@example.org",
        "ana@example..org",
        ".ana@example.org",
        "a" * 65 + "@example.org",
        "a@" + ".".join(["b" * 60] * 5),
    ],
)
def test_t31_only_one_plain_address_is_written_to(to: str) -> None:
    with pytest.raises(MailRefused):
        made(to=to)


@pytest.mark.parametrize("message_id", ["", "1@site.example", "<1>", "<1@site.example>, <2@site.example>", "<a b@c>"])
def test_t31_an_id_is_one_id(message_id: str) -> None:
    with pytest.raises(MailRefused):
        made(message_id=message_id)


@pytest.mark.parametrize("subject", ["", "  ", "x" * 201])
def test_a_subject_is_a_line_of_words(subject: str) -> None:
    with pytest.raises(MailRefused):
        made(Written(subject, HELLO.body))


def test_a_date_knows_its_time_zone() -> None:
    with pytest.raises(MailRefused):
        made(date=SENT.replace(tzinfo=None))


LOCAL = st.text(st.sampled_from("abcXYZ019.!#$%&'*+/=?^_`{|}~-"), min_size=1, max_size=64)
LABELS = st.lists(st.text(st.sampled_from("abz09"), min_size=1, max_size=30), min_size=1, max_size=5)


@given(local=LOCAL, labels=LABELS)
@example(local="a" * 64, labels=["b" * 60] * 3)
@example(local="=?x?q?", labels=["b"])
def test_t31_the_address_of_the_mail_is_the_one_asked_for(local: str, labels: list[str]) -> None:
    to = f"{local}@{'.'.join(labels)}"
    try:
        mail = made(to=to)
    except MailRefused:
        return
    (address,) = reread(mail)["To"].addresses
    assert address.addr_spec == to


TYPED = st.builds(
    "{}@{}".format,
    LOCAL | st.lists(st.sampled_from(["=", "?", "=?", "?=", "utf-8", "q", ".", "a"]), min_size=1).map("".join),
    st.lists(st.text("abZ09-_üж", min_size=1, max_size=63), min_size=2, max_size=5).map(".".join),
)


@given(TYPED)
@example("=?utf-8?q?a?=x@exemple.example")
@example("a" * 64 + "@" + ".".join(["b" * 61] * 3))
@example("ana@" + "ü" * 50 + ".example")
def test_whatever_address_an_account_takes_can_be_written_to(typed: str) -> None:
    read = read_address(typed)
    if isinstance(read, Address):
        (address,) = reread(made(to=read.sending))["To"].addresses
        assert address.addr_spec == read.sending


@given(name=st.text(min_size=1, max_size=60), subject=st.text(min_size=1, max_size=78))
@example(name='É "q" <x@y>, b', subject="=?utf-8?q?x?=")
@example(name="a, b <c@d.example>", subject="Bcc: x")
def test_t31_neither_a_name_nor_a_subject_adds_a_header(name: str, subject: str) -> None:
    try:
        mail = made(Written(subject, HELLO.body), sender=Sender(name, SENDER.address))
    except MailRefused:
        return
    back = reread(mail)
    assert back.keys() == mail.keys()
    assert [a.addr_spec for a in back["From"].addresses] == [SENDER.address]
    assert back["Bcc"] is back["Cc"] is None


def test_the_same_mail_is_the_same_bytes() -> None:
    """Whatever is tried again is what was tried."""
    assert made().as_bytes() == made().as_bytes()
    assert made(message_id="<2@site.example>").get_boundary() != made().get_boundary()


def test_headers_are_these_and_no_others() -> None:
    assert made(language="en").items() == [
        ("From", "Mon espace personnel <ne-pas-repondre@site.example>"),
        ("To", "ana@example.org"),
        ("Subject", "Bonjour"),
        ("Date", "Tue, 10 Mar 2026 11:00:05 +0000"),
        ("Message-ID", ID),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{made().get_boundary()}"'),
        ("Content-Language", "en"),
    ]


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────────────────


class Seen(HTMLParser):
    """The elements and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


NAMES = st.text(min_size=1, max_size=80)


@given(name=NAMES)
@example(name="<script>alert(1)</script>")
@example(name="\r\nBcc: x@evil.example\r\n\r\n<b>")
@example(name="مريم عبد الله")
@example(name="\u202egnp.exe\u2069\u2066")
@example(name="👩\u200d👧 &lt; &amp; {numero} [x](lien:espace)")
@example(name="--=_\n.\r\n.")
@example(name="\ud800")
def test_t31_t63_whatever_is_typed_as_a_name_is_words(name: str) -> None:
    """Nothing of it is a header, a part, a tag or a mark."""
    mail = reread(message("depot", "guide", {"prenoms": name, "nom_naissance": "X"}))
    usual = message("depot", "guide")
    assert mail.items() == reread(usual).items()
    assert [part.get_content_type() for part in mail.walk()] == [part.get_content_type() for part in usual.walk()]
    html = Seen(body_of(mail, "html"))
    assert [tag for tag in html.tags if tag != "br"] == Seen(body_of(usual, "html")).tags
    for body in (body_of(mail, "plain"), html.words):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u202a-\u202e\u2066\u2067\ufeff]", body)
        assert body.count("\u2068") == body.count("\u2069")
        assert "Votre souhait de demande" in body.replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["مريم", "רחל"])
def test_a_name_written_from_right_to_left_stays_apart(name: str) -> None:
    mail = message("depot", "guide", {"prenoms": name, "nom_naissance": "Okafor"})
    assert body_of(mail, "plain").startswith(f"Bonjour \u2068{name}\u2069 Okafor,\n")
    assert f"<p>Bonjour \u2068{name}\u2069 Okafor,</p>" in body_of(mail, "html")


RICH = RichText(
    (
        Paragraph((Span("Voici "), Span("deux", strong=True), Span(" choses :"))),
        BulletList(
            (
                (Paragraph((Span("la première, " + "longue " * 15),)), Paragraph((Span("avec une suite"),))),
                (Paragraph((LinkSpan("la page", "https://site.example/a?b=1&c=2", "external", emphasis=True),)),),
            )
        ),
        Paragraph((Span("une"), Span("\n"), Span("deux <fin>"))),
        Paragraph((LinkSpan("Entrer", "https://site.example/e", "external"),)),
        Paragraph((LinkSpan("perdu", "/chemin", "internal"), Span(" "), LinkSpan("pièce", "document:x", "document"))),
        Paragraph((LinkSpan("https://site.example/", "https://site.example/", "external"),)),
        Paragraph((Placeholder("nom"),)),
    )
)


def test_the_plain_text_has_short_lines_and_whole_addresses() -> None:
    assert body_of(made(Written("S", RICH, text(Span("Une notice.")))), "plain") == (
        "Voici deux choses\u00a0:\n"
        "\n"
        "- la première, longue longue longue longue longue longue longue longue\n"
        "  longue longue longue longue longue longue longue\n"
        "  avec une suite\n"
        "- la page\u00a0:\n"
        "  https://site.example/a?b=1&c=2\n"
        "\n"
        "une\n"
        "deux <fin>\n"
        "\n"
        "Entrer\u00a0:\n"
        "https://site.example/e\n"
        "\n"
        "perdu pièce\n"
        "\n"
        "https://site.example/\n"
        "\n"
        "{nom}\n"
        "\n"
        "--------------------\n"
        "\n"
        "Une notice.\n"
    )


def test_the_html_is_escaped_and_leads_nowhere_but_to_whole_addresses() -> None:
    html = body_of(made(Written("S <s>", RICH, text(Span("Une notice.")))), "html")
    body = html.partition('<body dir="auto">\n')[2].partition("</body>")[0]
    assert "<title>S &lt;s&gt;</title>" in html
    assert body.split("\n") == [
        "<p>Voici <strong>deux</strong> choses\u00a0:</p>",
        "<ul><li><p>la première, " + "longue " * 15 + "</p><p>avec une suite</p></li>"
        '<li><em><a href="https://site.example/a?b=1&amp;c=2">la page</a></em></li></ul>',
        "<p>une<br>deux &lt;fin&gt;</p>",
        '<p><a href="https://site.example/e">Entrer</a></p>',
        "<p>perdu pièce</p>",
        '<p><a href="https://site.example/">https://site.example/</a></p>',
        "<p>{nom}</p>",
        "<hr>",
        "<p>Une notice.</p>",
        "",
    ]


@pytest.mark.parametrize("target", ["javascript:alert(1)", 'https://a"onclick=x', "https://a b", "data:text/html,x"])
def test_a_link_that_is_no_address_is_words(target: str) -> None:
    mail = made(Written("S", text(LinkSpan("ici", target, "external"))))
    assert body_of(mail, "plain") == "ici\n"
    assert "<p>ici</p>" in body_of(mail, "html")


def test_another_language_has_its_own_spaces() -> None:
    mail = made(Written("S", text(LinkSpan("Sign in", "https://site.example/e", "external"))), language="en")
    assert body_of(mail, "plain") == "Sign in:\nhttps://site.example/e\n"
    assert '<html lang="en">' in body_of(mail, "html")


@given(words=st.lists(st.text(st.sampled_from("abé ?!:«»"), min_size=1, max_size=30), min_size=1, max_size=40))
def test_lines_are_no_longer_than_their_longest_word(words: list[str]) -> None:
    lines = body_of(made(Written("S", text(Span("x" + " ".join(words))))), "plain").split("\n")
    assert all(len(line) <= WIDTH or " " not in line for line in lines)
