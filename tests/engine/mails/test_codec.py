"""What is written, as bytes and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.mails import Addressed, UnreadableMail
from engine.mails.codec import decode, encode
from engine.texts import BulletList, LinkKind, LinkSpan, Paragraph, Placeholder, RichText, Span
from engine.view import Written

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
KINDS: tuple[LinkKind, ...] = ("external", "internal", "document")
INLINES = st.one_of(
    st.builds(Span, WORDS, st.booleans(), st.booleans()),
    st.builds(LinkSpan, WORDS, WORDS, st.sampled_from(KINDS), st.booleans(), st.booleans()),
)
PARAGRAPHS = st.builds(Paragraph, st.lists(INLINES, max_size=3).map(tuple))
ITEMS = st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
TEXTS = st.builds(RichText, st.lists(st.one_of(PARAGRAPHS, st.builds(BulletList, ITEMS)), max_size=3).map(tuple))
ADDRESSED = st.builds(Addressed, WORDS, st.builds(Written, WORDS, TEXTS, st.none() | TEXTS))


@given(ADDRESSED)
def test_what_was_written_comes_back(addressed: Addressed) -> None:
    assert decode(encode(addressed)) == addressed


def test_the_form_in_which_it_is_kept() -> None:
    """Changing it would lose what waits to be sent: a new form takes a new number."""
    body = RichText(
        (Paragraph((Span("é", strong=True), LinkSpan("x", "/y", "internal"))), BulletList(((Paragraph(()),),)))
    )
    assert encode(Addressed("a@b.example", Written("S", body))).decode() == (
        '{"format":1,"to":"a@b.example","subject":"S",'
        '"body":[{"p":[["s","é"],["","x","/y","internal"]]},{"ul":[[[]]]}],"notice":null}'
    )


def test_a_text_not_yet_filled_is_not_kept() -> None:
    with pytest.raises(ValueError, match="filled"):
        encode(Addressed("", Written("S", RichText((Paragraph((Placeholder("nom"),)),)))))


GOOD = {"format": 1, "to": "a", "subject": "S", "body": [{"p": [["", "secret"]]}], "notice": None}


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": None},
        {"to": 3},
        {"subject": None},
        {"body": None},
        {"body": [{}]},
        {"body": ["p"]},
        {"body": [{"p": [["secret"]]}]},
        {"body": [{"p": [[3, "secret"]]}]},
        {"body": [{"p": [["", 3]]}]},
        {"body": [{"p": [["", "secret", "/y", "other"]]}]},
        {"body": [{"p": [["", "secret", "/y"]]}]},
        {"notice": 3},
    ],
)
def test_another_form_is_refused_without_quoting_it(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableMail) as raised:
        decode(json.dumps({**GOOD, **change}).encode())
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b"{}", b"\xff", b"{"])
def test_bytes_that_are_no_mail_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMail):
        decode(data)


def test_the_good_one_is_read() -> None:
    assert decode(json.dumps(GOOD).encode()).to == "a"
