"""Passwords: the rule they keep, the first one that is sent, and what is kept of them.

The rule of classes is the guide's (L157), a setting; standards of today would do without (ASVS 6.2.5) and ask instead
that passwords be long and uncommon, so both are held.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from ..kinds.characters import name_of
from ..problems import AnswerProblem
from ..reference.passwords import common_passwords

MOST_TYPED: Final = 4096
"""Characters that are looked at, at all: no password is near it."""

_SHORTEST_NAME: Final = 4
"""A shorter local part is in too many words for its presence to mean anything."""

_PLAIN: Final = str.maketrans("@4831!05$7", "aabeiiosst")
"""What people put in place of letters; so "P@ssw0rd" is "password"."""
_BEFORE: Final = re.compile(r"^[\W\d_]+")
_AFTER: Final = re.compile(r"[\W\d_]+$")
_MOST_AROUND: Final = 8
_SHORTEST_WORD: Final = 4

UPPER: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LOWER: Final = "abcdefghjkmnpqrstuvwxyz"
DIGITS: Final = "23456789"
SPECIAL: Final = "?+*=#@%&"
"""What provisional passwords are made of: no 0, O, o, 1, l, I, i, and marks that every keyboard has."""
_DRAWN: Final = 14


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """What a new password must be; the default is the guide's. `longest` is at least 64 (ASVS 6.2.9).

    Raises `ValueError` for bounds that no password meets, or a `longest` under 64.
    """

    length: int = 8
    upper: bool = True
    lower: bool = True
    digit: bool = True
    special: bool = True
    longest: int = 128

    def __post_init__(self) -> None:
        if not 1 <= self.length <= self.longest or not 64 <= self.longest <= MOST_TYPED:
            raise ValueError("1 <= length <= longest, 64 <= longest <= 4096")


@dataclass(frozen=True, slots=True)
class PasswordFault:
    """One thing wrong with a new password: a code of `engine.messages_answers`, with what its sentence needs."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def about(self, name: str) -> AnswerProblem:
        """The problem of the input called `name`."""
        return AnswerProblem(name, self.code, self.params)


def normal(password: str) -> str:
    """The password as it is counted and hashed: RFC 8265 §4.2, normal form C and one kind of space.

    So the same keys open the same account from a telephone and from a computer, which compose letters differently.
    """
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in password)
    return unicodedata.normalize("NFC", spaced)


def faults_of(password: str, rule: PasswordRule, *, login: str) -> tuple[PasswordFault, ...]:
    """All that is wrong with a new password, in the order in which the rule says it; empty when it is good.

    Every script is accepted, emoji too. `login` is the account's address (`Address.login`), empty without one.
    """
    if not password:
        return (PasswordFault("A070"),)
    if len(password) > MOST_TYPED:
        return (PasswordFault("A077", {"longest": str(rule.longest)}),)
    text = normal(password)
    faults = [*_length_faults(text, rule), *_class_faults(text, rule)]
    hidden = next((c for c in text if unicodedata.category(c) in {"Cc", "Cs"}), None)
    if hidden is not None:
        faults.append(PasswordFault("A003", {"character": name_of(hidden)}))
    if _holds_login(text, login):
        faults.append(PasswordFault("A076"))
    if is_common(text):
        faults.append(PasswordFault("A078"))
    return tuple(faults)


def empty_fault(password: str) -> PasswordFault | None:
    """That nothing was typed: None when something was."""
    return None if password else PasswordFault("A070")


def confirmation_fault(password: str, again: str) -> PasswordFault | None:
    """What is wrong with a new password typed a second time (guide L159): None when it is the same."""
    if not again:
        return PasswordFault("A070")
    return None if normal(password) == normal(again) else PasswordFault("A079")


def _length_faults(text: str, rule: PasswordRule) -> list[PasswordFault]:
    if len(text) < rule.length:
        return [PasswordFault("A071", {"length": str(rule.length)})]
    return [PasswordFault("A077", {"longest": str(rule.longest)})] if len(text) > rule.longest else []


def _class_faults(text: str, rule: PasswordRule) -> list[PasswordFault]:
    kinds = {unicodedata.category(c) for c in text}
    asked = (
        (rule.upper, bool(kinds & {"Lu", "Lt"}), "A072"),
        (rule.lower, "Ll" in kinds, "A073"),
        (rule.digit, "Nd" in kinds, "A074"),
        (rule.special, any(kind[0] in "PSZ" for kind in kinds), "A075"),
    )
    return [PasswordFault(code) for wanted, there, code in asked if wanted and not there]


def _holds_login(text: str, login: str) -> bool:
    name = login.partition("@")[0].casefold()
    return len(name) >= _SHORTEST_NAME and name in text.casefold()


def is_common(password: str) -> bool:
    """Whether a password is among those tried first, or one of them in a thin disguise.

    Compared whatever the case; as it is; with the marks that stand for letters read as those; and, either way, without
    up to eight digits and marks around a word: "Password1!", "P@ssw0rd", "!Soleil2024" are all common. Whoever guesses
    knows these habits. A rule of classes, which asks for a digit and a mark, is what makes people have them.
    """
    folded = password.casefold()
    headed = _AFTER.sub("", folded)
    bare = _BEFORE.sub("", headed)
    words = {word for word in (headed, bare) if len(word) >= max(_SHORTEST_WORD, len(folded) - _MOST_AROUND)}
    readings = {folded, *words}
    return not common_passwords().isdisjoint(readings | {reading.translate(_PLAIN) for reading in readings})


_CLASSES: Final = (
    ("upper", "une majuscule", "one upper-case letter"),
    ("lower", "une minuscule", "one lower-case letter"),
    ("digit", "un chiffre", "one digit"),
    ("special", "un caractère spécial", "one special character"),
)


def rule_in_words(rule: PasswordRule, language: str = "fr") -> str:
    """What follows "un nouveau mot de passe, qui": the default rule gives the guide's own words (L157).

    A language other than English gets the French ones.
    """
    english = language == "en"
    names = [en if english else fr for key, fr, en in _CLASSES if getattr(rule, key)]
    one = rule.length == 1
    said = (
        f"must have at least {rule.length} character{'' if one else 's'}"
        if english
        else f"doit faire au moins {rule.length} caractère{'' if one else 's'}"
    )
    if not names:
        return said
    joined = (" and " if english else " et ").join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"{said} {'with at least' if english else 'avec au moins'} {joined}"


def provisional_password(draw: Callable[[int], int]) -> str:
    """A first password, to be typed once from a mail: 14 characters that no one takes for one another.

    `draw(n)` gives a random number from 0 to n-1, all as likely. It has every class by construction: one character of
    each, ten of any, shuffled (Fisher and Yates). No password is likelier than 1 in 2^82.
    """
    classes = (UPPER, LOWER, DIGITS, SPECIAL)
    every = "".join(classes)
    drawn = [kind[draw(len(kind))] for kind in classes]
    drawn += [every[draw(len(every))] for _ in range(_DRAWN - len(classes))]
    for last in range(_DRAWN - 1, 0, -1):
        other = draw(last + 1)
        drawn[last], drawn[other] = drawn[other], drawn[last]
    return "".join(drawn)


class Passwords:
    """What is kept of passwords, and how one is compared with it: Argon2id.

    `salt(n)` gives n random bytes. The default parameters are RFC 9106's second recommended option: 64 MiB, three
    passes, four lanes. Parameters may be raised later: kept hashes say theirs, and `needs_rehash` which are outdated.
    """

    def __init__(self, salt: Callable[[int], bytes], parameters: Parameters = RFC_9106_LOW_MEMORY) -> None:
        self._salt = salt
        self._parameters = parameters
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._nobodys = _hash_of_nothing(parameters)

    def hash(self, password: str) -> str:
        """What to keep of a password. Raises `ValueError` for one that `faults_of` would call too long in any rule."""
        if len(password) > MOST_TYPED:
            raise ValueError("too long to be a password")
        return self._hasher.hash(_as_bytes(password), salt=self._salt(self._parameters.salt_len))

    def verify(self, kept: str, password: str) -> bool:
        """Whether `password` is the one of which `kept` is kept.

        Takes as long without a hash (empty: no account, or none set yet) as with one: a hash that nothing opens is
        compared in its place, so that time does not tell who has an account (T19). Raises argon2's `VerificationError`
        where it can't be computed (memory ran out), its `InvalidHashError` for what is no hash.
        """
        known = bool(kept) and len(password) <= MOST_TYPED
        try:
            self._hasher.verify(kept if known else self._nobodys, _as_bytes(password[:MOST_TYPED]))
        except VerifyMismatchError:
            return False
        return known

    def needs_rehash(self, kept: str) -> bool:
        """Whether a hash that was just verified is to be made again, with today's parameters."""
        return self._hasher.check_needs_rehash(kept)


def _as_bytes(password: str) -> bytes:
    # Half of a surrogate pair comes from no form; it must not end in a traceback that shows a password.
    return normal(password).encode("utf-8", "surrogatepass")


def _hash_of_nothing(parameters: Parameters) -> str:
    """A hash of these parameters, made without hashing: no password is known to give it."""
    salt, tag = (_bare_base64(bytes(length)) for length in (parameters.salt_len, parameters.hash_len))
    costs = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
    return "$".join(("", "argon2id", f"v={parameters.version}", costs, salt, tag))


def _bare_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii").rstrip("=")
