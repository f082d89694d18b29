from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.accounts.addresses import MOST, Address, AddressFault, confirmation_fault, read_address
from engine.kinds import read_plain
from engine.messages_answers import message_of
from engine.problems import Position
from engine.spec import Field


def address(text: str) -> Address:
    read = read_address(text)
    assert isinstance(read, Address), read
    return read


def code(text: str) -> str:
    read = read_address(text)
    assert isinstance(read, AddressFault), read
    return read.code


@pytest.mark.parametrize(
    ("typed", "sending", "login"),
    [
        ("vteh@yopmail.com", "vteh@yopmail.com", "vteh@yopmail.com"),
        ("  vteh@yopmail.com\u00a0", "vteh@yopmail.com", "vteh@yopmail.com"),
        ("\u200fana@exemple.fr\u200b", "ana@exemple.fr", "ana@exemple.fr"),
        ("Ana.Silva@Exemple.FR", "Ana.Silva@exemple.fr", "ana.silva@exemple.fr"),
        ("a+b@sous.domaine.example.org", "a+b@sous.domaine.example.org", "a+b@sous.domaine.example.org"),
        ("o'neil@exemple.fr", "o'neil@exemple.fr", "o'neil@exemple.fr"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("ana@BU\u0308CHER.example", "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("ana@faß.de", "ana@xn--fa-hia.de", "ana@xn--fa-hia.de"),
        ("ana@日本。jp", "ana@xn--wgv71a.jp", "ana@xn--wgv71a.jp"),
        ("ana@ＥＸＥＭＰＬＥ.fr", "ana@exemple.fr", "ana@exemple.fr"),
        ("essai@exemple.test", "essai@exemple.test", "essai@exemple.test"),
    ],
)
def test_one_address_is_read(typed: str, sending: str, login: str) -> None:
    read = address(typed)
    assert (read.sending, read.login) == (sending, login)
    assert read.typed == unicodedata.normalize("NFC", typed.strip("\u00a0\u200b\u200f "))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "A001"),
        (" \u200b ", "A001"),
        ("ana", "A041"),
        ("ana＠exemple.fr", "A041"),
        ("ana exemple@exemple.fr", "A043"),
        ("ana@exemple", "A040"),
        ("ana@", "A040"),
        ("@exemple.fr", "A040"),
        ("ana@-exemple.fr", "A040"),
        ("ana@exemple.fr.", "A040"),
        ("ana@[127.0.0.1]", "A040"),
        ('"ana"@exemple.fr', "A040"),
        ("<ana@exemple.fr>", "A040"),
        ("mailto:ana@exemple.fr", "A040"),
        (".ana@exemple.fr", "A040"),
        ("ana..silva@exemple.fr", "A040"),
        ("=?utf-8?q?a?=x@exemple.example", "A040"),
        ("ana=?@exemple.fr", "A040"),
        ("a" * 65 + "@exemple.fr", "A040"),
        ("ana@exemple.fr" + " " * 2000, "A002"),
        ("a" * 250 + "@exemple.fr", "A002"),
        ("josé@exemple.fr", "A044"),
        ("аna@exemple.fr", "A044"),
    ],
)
def test_what_is_wrong_is_said(typed: str, expected: str) -> None:
    assert code(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ana@exemple.fr\r\nBcc: bea@exemple.fr", "A042"),
        ("ana@exemple.fr\r\nBcc: bea", "A043"),
        ("ana@exemple.fr\nSubject:x", "A043"),
        ("ana\r@exemple.fr", "A043"),
        ("ana@exemple\u2028.fr", "A043"),
        ("ana@exemple\x85.fr", "A043"),
        ("ana@exe\x00mple.fr", "A003"),
        ("ana@exe\x1bmple.fr", "A003"),
        ("ana\x7f@exemple.fr", "A003"),
        ("ana@exemple.fr, bea@exemple.fr", "A042"),
        ("ana@exemple.fr;bea", "A042"),
        ("bea@exemple.fr ana@exemple.fr", "A042"),
        ("ana@exemple.fr@exemple.fr", "A042"),
        ("Ana <ana@exemple.fr>", "A043"),
    ],
)
def test_t31_nothing_that_would_reach_a_header_is_read(typed: str, expected: str) -> None:
    assert code(typed) == expected


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200d", "\ud800", "\ufffe", "\U000e0041"])
@pytest.mark.parametrize("place", ["a{}na@exemple.fr", "ana@exem{}ple.fr"])
def test_t63_what_turns_or_hides_letters_is_refused_and_named(character: str, place: str) -> None:
    read = read_address(place.format(character))
    assert read == AddressFault("A003", {"character": f"U+{ord(character):04X}"})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ana@pаypal.com", "ana@xn--pypal-4ve.com"),
        ("ana@аррӏе.com", "ana@xn--80ak6aa92e.com"),
        ("ana@exemple．fr", "ana@exemple.fr"),
    ],
)
def test_t64_a_domain_that_looks_like_another_shows_as_punycode(typed: str, shown: str) -> None:
    assert address(typed).shown == shown
    assert address(typed).login == shown


def test_a_domain_longer_in_ascii_than_an_address_may_be_is_refused() -> None:
    domain = ".".join(["ü" * 30] * 6) + ".example"
    assert len(f"a@{domain}") <= MOST
    assert isinstance(read_address(f"a@{domain}"), AddressFault)


def test_dots_and_tags_are_other_mailboxes() -> None:
    logins = {address(typed).login for typed in ("ana.s@exemple.fr", "anas@exemple.fr", "anas+x@exemple.fr")}
    assert len(logins) == 3


LOCAL = st.text("abcXYZ019.+-_'", min_size=1, max_size=20)
DOMAIN = st.lists(st.text("abcZé9-üжА", min_size=1, max_size=12), min_size=1, max_size=3).map(".".join)
ADDRESSES = st.builds("{}@{}.{}".format, LOCAL, DOMAIN, st.sampled_from(["fr", "test", "РФ"]))


@given(ADDRESSES | st.text(max_size=40) | st.text("a@.\r\n\0 é", max_size=12))
@example("ana@exemple.fr\r\nBcc: b@exemple.fr")
def test_what_is_read_is_one_ascii_line_that_reads_back(text: str) -> None:
    read = read_address(text)
    if isinstance(read, AddressFault):
        return
    assert read.sending.isascii()
    assert read.sending.isprintable()
    assert " " not in read.sending
    assert read.sending.count("@") == 1
    assert len(read.sending) <= MOST
    for spelling in (read.typed, read.sending, read.login):
        again = address(spelling)
        assert again.login == read.login
    assert address(read.sending).sending == read.sending
    assert address(read.login).sending == read.login


@given(ADDRESSES, st.sampled_from([str.upper, str.lower, str.swapcase, lambda text: f" {text}\t"]))
def test_two_spellings_of_a_mailbox_give_one_login(text: str, spelt: Callable[[str], str]) -> None:
    read, other = read_address(text), read_address(spelt(text))
    if isinstance(read, Address) and isinstance(other, Address):
        assert read.login == other.login


@given(ADDRESSES)
def test_an_account_s_address_is_an_answer_to_a_field(text: str) -> None:
    read = read_address(text)
    if isinstance(read, Address):
        assert (
            read_plain(Field("x", "email", "Email", Position("essai.yaml", 1, 1)), read.sending).value == read.sending
        )


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("ANA@exemple.fr ", None),
        ("ana@exemple.fr", None),
        ("anna@exemple.fr", "A045"),
        ("ana", "A045"),
        ("", "A001"),
    ],
)
def test_the_second_time_is_the_same_mailbox(again: str, expected: str | None) -> None:
    fault = confirmation_fault(address("Ana@exemple.fr"), again)
    assert (fault.code if fault is not None else None) == expected


def test_a_fault_becomes_a_sentence() -> None:
    fault = read_address("josé@exemple.fr")
    assert isinstance(fault, AddressFault)
    problem = fault.about("adresse")
    assert problem.field == "adresse"
    assert message_of(problem, "Adresse email", "fr") == (
        "Adresse email\u00a0: remplacez « é », avant le signe @, par une lettre sans accent, "
        "ou donnez une autre adresse."
    )
