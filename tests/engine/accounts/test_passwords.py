from __future__ import annotations

import math
import string
from collections.abc import Callable

import argon2
import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import example, given
from hypothesis import strategies as st

from engine.accounts.passwords import (
    DIGITS,
    LOWER,
    MOST_TYPED,
    SPECIAL,
    UPPER,
    PasswordFault,
    PasswordRule,
    Passwords,
    confirmation_fault,
    faults_of,
    normal,
    provisional_password,
    rule_in_words,
)
from engine.messages_answers import message_of

GUIDE = PasswordRule()
LENGTH_ONLY = PasswordRule(12, upper=False, lower=False, digit=False, special=False)
CHEAP = argon2.Parameters(argon2.Type.ID, 19, 16, 32, time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = Passwords(lambda length: b"s" * length, CHEAP)


def codes(password: str, rule: PasswordRule = GUIDE, login: str = "vteh@yopmail.com") -> list[str]:
    return [fault.code for fault in faults_of(password, rule, login=login)]


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", ["A070"]),
        ("Wq7?xKz", ["A071"]),
        ("Wq7?xKzp", []),
        ("wq7?xkzp", ["A072"]),
        ("WQ7?XKZP", ["A073"]),
        ("Wqv?xKzp", ["A074"]),
        ("Wq7vxKzp", ["A075"]),
        ("kzpwv", ["A071", "A072", "A074", "A075"]),
        ("Wq7 xKzp", []),  # a space is a special character
        ("Éq7–xKzp", []),
        ("Жщ٧«кзпл", []),
        ("Wq7😀xKzp", []),
        ("كلمة السر", ["A072", "A073", "A074"]),
        ("Wq7?" * 16, []),
        ("Wq7?" * 32, []),
        ("Wq7?" * 32 + "x", ["A077"]),
        ("Wq7?" * 5000, ["A077"]),
        ("e\u0301" * 3 + "A1?y", ["A071"]),  # counted once composed
    ],
)
def test_everything_wrong_is_said_at_once(password: str, expected: list[str]) -> None:
    assert codes(password) == expected


@pytest.mark.parametrize(
    "password",
    [
        "Password1!",
        "P@ssw0rd",
        "P@$$w0rd2024!",
        "Azerty123!",
        "Azertyuiop1?",
        "!Soleil2024",
        "Motdepasse1!",
        "Qwerty123456?",
        "1234567890",
        "AAAAAAAA",
        "Iloveyou!1",
    ],
)
def test_t18_what_is_tried_first_is_refused(password: str) -> None:
    assert codes(password, PasswordRule(8, upper=False, lower=False, digit=False, special=False)) == ["A078"]


@pytest.mark.parametrize(
    "password", ["Soleil!Marseille7", "correct horse battery staple", "Max!7392847261", "Tx7?kzPq"]
)
def test_what_merely_holds_a_common_word_is_not(password: str) -> None:
    assert "A078" not in codes(password)


@pytest.mark.parametrize(
    ("password", "login", "refused"),
    [
        ("Vteh?2024x", "vteh@yopmail.com", True),
        ("VTEH@yopmail.com7", "vteh@yopmail.com", True),
        ("Wq7?xKzp", "vteh@yopmail.com", False),
        ("Qualite?7x", "ali@yopmail.com", False),  # too short to mean anything
        ("Vteh?2024x", "", False),
    ],
)
def test_the_address_is_no_part_of_the_password(password: str, login: str, refused: bool) -> None:
    assert ("A076" in codes(password, login=login)) is refused


@pytest.mark.parametrize("hidden", ["\0", "\r", "\n", "\ud800"])
def test_t63_what_cannot_be_typed_is_refused(hidden: str) -> None:
    assert codes(f"Wq7?x{hidden}Kzp") == ["A003"]
    assert not PASSWORDS.verify(PASSWORDS.hash("Wq7?xKzp"), f"Wq7?x{hidden}Kzp")


@given(st.text(max_size=60))
def test_any_text_may_be_typed(text: str) -> None:
    for fault in faults_of(text, GUIDE, login="vteh@yopmail.com"):
        assert message_of(fault.about("x"), "Mot de passe", "fr")


@pytest.mark.parametrize(("length", "longest"), [(0, 128), (8, 63), (129, 128), (8, 5000)])
def test_a_rule_that_nobody_could_keep_is_refused(length: int, longest: int) -> None:
    with pytest.raises(ValueError, match="longest"):
        PasswordRule(length, longest=longest)


@pytest.mark.parametrize(
    ("rule", "french", "english"),
    [
        (
            GUIDE,
            "doit faire au moins 8 caractères avec au moins une majuscule, une minuscule, un chiffre et "
            "un caractère spécial",
            "must have at least 8 characters with at least one upper-case letter, one lower-case letter, one digit "
            "and one special character",
        ),
        (LENGTH_ONLY, "doit faire au moins 12 caractères", "must have at least 12 characters"),
        (
            PasswordRule(10, special=False, upper=False),
            "doit faire au moins 10 caractères avec au moins une minuscule et un chiffre",
            "must have at least 10 characters with at least one lower-case letter and one digit",
        ),
        (
            PasswordRule(1, upper=False, lower=False, digit=False),
            "doit faire au moins 1 caractère avec au moins un caractère spécial",
            "must have at least 1 character with at least one special character",
        ),
    ],
)
def test_the_rule_is_said_in_the_words_of_the_guide(rule: PasswordRule, french: str, english: str) -> None:
    assert rule_in_words(rule) == rule_in_words(rule, "ar") == french
    assert rule_in_words(rule, "en") == english


@pytest.mark.parametrize(
    ("again", "expected"), [("Wq7? xKzp", None), ("Wq7?\u00a0xKzp", None), ("wq7? xKzp", "A079"), ("", "A070")]
)
def test_the_second_time_is_the_same(again: str, expected: str | None) -> None:
    fault = confirmation_fault("Wq7? xKzp", again)
    assert (fault.code if fault is not None else None) == expected


# ── The first one ─────────────────────────────────────────────────────────────────────────────────────────────


def drawing(data: st.DataObject) -> Callable[[int], int]:
    return lambda below: data.draw(st.integers(0, below - 1))


@given(st.data())
def test_a_provisional_password_keeps_the_rule_and_has_no_look_alikes(data: st.DataObject) -> None:
    password = provisional_password(drawing(data))
    assert len(password) == 14
    assert [code for code in codes(password, login="") if code != "A078"] == []
    assert not set(password) & set("0Oo1lIi|'\"`<>")


@pytest.mark.parametrize("place", range(14))
@pytest.mark.parametrize("kind", [UPPER, LOWER, DIGITS, SPECIAL])
def test_each_class_can_stand_anywhere(kind: str, place: int) -> None:
    def shifted(by: int) -> str:
        return provisional_password(lambda below: (by * 7 + below // 3) % below)

    found = (shifted(by) for by in range(200))
    assert any(password[place] in kind for password in found)


def test_no_provisional_password_is_likelier_than_one_in_two_to_the_eighty() -> None:
    """The likeliest strings of 14 have 4, 4, 3 and 3 of the classes: so many ways to be one of each, then the rest."""
    sizes = [len(set(kind)) for kind in (UPPER, LOWER, DIGITS, SPECIAL)]
    ways = 4 * 4 * 3 * 3 / math.perm(14, 4)
    likeliest = math.log2(ways) - math.log2(math.prod(sizes)) - 10 * math.log2(sum(sizes))
    assert -83 < likeliest < -82


def test_what_it_is_made_of_is_typed_on_any_keyboard() -> None:
    assert set(UPPER) < set(string.ascii_uppercase)
    assert set(LOWER) < set(string.ascii_lowercase)
    assert set(SPECIAL) < set(string.punctuation)


# ── What is kept ──────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=30), st.text(max_size=30))
@example("Wq7?xKzp", "wq7?xKzp")
def test_only_the_password_itself_is_verified(password: str, other: str) -> None:
    kept = PASSWORDS.hash(password)
    assert PASSWORDS.verify(kept, password)
    assert PASSWORDS.verify(kept, other) == (normal(password) == normal(other))


def test_it_opens_however_a_keyboard_composes_it() -> None:
    kept = PASSWORDS.hash("Chloé? 7x")
    assert PASSWORDS.verify(kept, "Chloe\u0301?\u00a07x")
    assert not PASSWORDS.verify(kept, "Chloe? 7x")


def test_a_hash_says_argon2id_its_costs_and_its_salt() -> None:
    salts = iter([b"a" * 16, b"b" * 16])
    passwords = Passwords(lambda length: next(salts)[:length], CHEAP)
    first, second = passwords.hash("Wq7?xKzp"), passwords.hash("Wq7?xKzp")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=8,t=1,p=1$YWFhYWFhYWFhYWFhYWFhYQ$")
    assert passwords.verify(first, "Wq7?xKzp")
    assert passwords.verify(second, "Wq7?xKzp")


def test_by_default_the_costs_are_those_of_the_standard() -> None:
    assert (RFC_9106_LOW_MEMORY.memory_cost, RFC_9106_LOW_MEMORY.time_cost, RFC_9106_LOW_MEMORY.parallelism) == (
        65536,
        3,
        4,
    )
    default = Passwords(lambda length: b"s" * length)
    assert default.needs_rehash(PASSWORDS.hash("x"))
    assert not PASSWORDS.needs_rehash(PASSWORDS.hash("x"))


@pytest.mark.parametrize("kept", ["", PASSWORDS.hash("Bv3?kNtR")])
@pytest.mark.parametrize("password", ["", "Wq7?xKzp", "\0", "x" * (MOST_TYPED + 1)])
def test_t19_without_a_hash_as_much_is_computed_and_nothing_opens(
    kept: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counted(self: argon2.PasswordHasher, hash: str | bytes, password: str | bytes) -> bool:
        try:
            return verify(self, hash, password)
        except argon2.exceptions.VerifyMismatchError:
            computed.append(str(hash))
            raise

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    assert not PASSWORDS.verify(kept, password)
    assert len(computed) == 1
    assert argon2.extract_parameters(computed[0]) == CHEAP


@pytest.mark.parametrize("kept", ["x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$!$!", "$2b$12$abcdefghijkl"])
def test_what_is_no_hash_is_a_fault_of_the_store_and_opens_nothing(kept: str) -> None:
    with pytest.raises((argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError)):
        PASSWORDS.verify(kept, "Wq7?xKzp")


def test_a_password_too_long_for_any_account_is_not_cut() -> None:
    kept = PASSWORDS.hash("x" * MOST_TYPED)
    assert PASSWORDS.verify(kept, "x" * MOST_TYPED)
    assert not PASSWORDS.verify(kept, "x" * (MOST_TYPED + 1))
    with pytest.raises(ValueError, match="too long"):
        PASSWORDS.hash("x" * (MOST_TYPED + 1))


def test_a_fault_becomes_a_sentence() -> None:
    problem = PasswordFault("A071", {"length": "8"}).about("nouveau")
    assert message_of(problem, "Nouveau mot de passe :", "fr") == (
        "Nouveau mot de passe\u00a0: écrivez au moins 8 caractères."
    )
