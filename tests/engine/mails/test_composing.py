"""Which words a mail is written in, and what stands in them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.keywords import PORTAL_MAILS
from engine.mails import NoSuchMail, compose, text_of
from engine.mails.composing import portal_mail, said, with_whole_addresses
from engine.texts import BulletList, LinkSpan, Paragraph, RichText, Span
from tests.engine.mails.site import DISCREET, catalogue, deposit_mail, portal_of

PORTAL = portal_of(catalogue())


def test_a_mail_in_full_is_its_own_words() -> None:
    found = catalogue(DISCREET)
    assert text_of(deposit_mail(found), PORTAL, "guide") is deposit_mail(found).full


def test_discreet_words_are_those_of_the_mail_where_it_has_some() -> None:
    found = catalogue(DISCREET)
    assert text_of(deposit_mail(found), PORTAL, "discreet").subject == "Du neuf"


def test_a_procedure_s_mail_without_discreet_words_is_the_portal_s_news() -> None:
    assert text_of(deposit_mail(catalogue()), PORTAL, "discreet") is PORTAL.mails["news"].full


def test_the_portal_s_news_have_discreet_words_of_their_own_where_it_says_so() -> None:
    news = PORTAL.mails["news"]
    other = replace(news.full, subject="Rien")
    told = replace(PORTAL, mails={**PORTAL.mails, "news": replace(news, discreet=other)})
    assert text_of(deposit_mail(catalogue()), told, "discreet") is other


@pytest.mark.parametrize("role", [*PORTAL_MAILS.values()])
def test_a_mail_of_the_portal_never_gives_way_to_another(role: str) -> None:
    mail = next(mail for mail in PORTAL.mails.values() if mail.role == role)
    assert text_of(mail, PORTAL, "discreet") is (mail.discreet or mail.full)


def test_what_the_portal_has_not_is_said() -> None:
    empty = replace(PORTAL, mails={})
    with pytest.raises(NoSuchMail):
        portal_mail(empty, "news")
    with pytest.raises(NoSuchMail):
        text_of(deposit_mail(catalogue()), empty, "discreet")


def test_names_and_links_are_filled_in_and_what_leads_nowhere_is_left_out() -> None:
    values = {"nom": "*Ana* [x](lien:espace) {numero}", "numero": "12"}
    written = compose(deposit_mail(catalogue()).full, values, {"espace": "/espace"})
    assert written.subject == "Votre demande est transmise"
    assert written.notice is None
    assert written.body.plain == (
        "Bonjour *Ana* [x](lien:espace) {numero}, votre dossier 12 est transmis.\n\n"
        "- votre espace, les règles et l'aide"
    )
    assert _targets(written.body) == ["/espace", "/orientation/1", "/plan"]


def test_a_name_without_a_value_says_nothing() -> None:
    written = compose(deposit_mail(catalogue()).full, {}, {})
    assert written.body.plain == "Bonjour , votre dossier  est transmis."


def test_paths_become_addresses_and_addresses_stay() -> None:
    link = LinkSpan("a", "/a", "internal", strong=True)
    outside = LinkSpan("b", "https://b.example/", "external")
    text = RichText((Paragraph((Span("x"), link)), BulletList(((Paragraph((link, outside)),),))))
    whole = with_whole_addresses(text, lambda path: f"https://site.example{path}")
    expected = LinkSpan("a", "https://site.example/a", "external", strong=True)
    assert whole == RichText((Paragraph((Span("x"), expected)), BulletList(((Paragraph((expected, outside)),),))))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ana", "Ana"),
        ("a\nb", "a\nb"),
        ("a\r\nb\x00\x1b[1m", "a\nb[1m"),
        ("\u202eana\u2066", "ana"),
        ("مريم", "\u2068مريم\u2069"),
        ("\u2069מרים\n\nX\u2068", "\u2068מרים\u2069\n\n\u2068X\u2069"),
        ("नमस्\u200dते", "नमस्\u200dते"),
        ("\ud800x", "x"),
    ],
)
def test_t63_a_value_moves_nothing_beside_it(value: str, shown: str) -> None:
    assert said(value) == shown


@given(st.text())
@example("\u2069a\u2068\u0627")
def test_t63_what_is_opened_is_closed_on_its_line(value: str) -> None:
    for line in said(value).split("\n"):
        inside = line.strip("\u2068\u2069")
        assert line in (inside, f"\u2068{inside}\u2069")
        assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in inside)
        assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in inside)


def _targets(text: RichText) -> list[str]:
    parts = [p for block in text.blocks for p in ([block] if isinstance(block, Paragraph) else sum(block.items, ()))]
    return [inline.target for part in parts for inline in part.inlines if isinstance(inline, LinkSpan)]
