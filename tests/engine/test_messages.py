"""Every code has its sentence in both languages, whatever its params."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.messages import MESSAGES, RELATED, parameters, related_label, sentence, visible
from engine.messages.natures import NATURES
from engine.messages.regex import complaint
from engine.problems import Position, Problem

PLACE = Position("a.yaml", 1, 1)
ENGINE = Path(__file__).resolve().parents[2] / "engine"
CODE = r"(?:[YSRPCDINTVZ][0-9]|A6)[0-9]{2}"
"""Codes of specs. Those of answers begin with A too, and have their own sentences."""


def names(template: str) -> set[str]:
    """The params of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_sentences(code: str) -> None:
    assert re.fullmatch(CODE, code)
    assert set(MESSAGES[code]) == {"fr", "en"}
    for text in MESSAGES[code].values():
        shown = text.format_map({name: _Shown() for name in names(text)})
        assert shown[0] in "«\"'{" or shown[0].islower() or shown.startswith("YAML"), shown
        assert not shown.endswith((".", " ")), shown
        assert "  " not in shown
    if code != "Y099":  # the parser's own words are in English only
        assert names(MESSAGES[code]["fr"]) == names(MESSAGES[code]["en"])
    assert '"' not in MESSAGES[code]["fr"].replace('"…"', "")
    assert "«" not in MESSAGES[code]["en"]


@pytest.mark.parametrize("code", ["D406", "I501", "Z801"])
def test_what_may_be_one_is_not_followed_by_a_plural(code: str) -> None:
    assert re.findall(r"\{(?:count|max)\} [a-zé]+s\b", MESSAGES[code]["fr"]) == []


def test_keys_are_written_as_in_a_file() -> None:
    wrong = {code: re.findall(r"« [a-z_]+ : [a-z{][^»]*»", texts["fr"]) for code, texts in MESSAGES.items()}
    assert {code: found for code, found in wrong.items() if found} == {}


class _Shown:
    def __format__(self, form: str) -> str:
        return f"x{form}"


def test_every_code_of_the_engine_has_its_sentence_and_every_sentence_its_code() -> None:
    code = re.compile(f'"({CODE})"')
    found = {
        (file.name, name)
        for file in ENGINE.rglob("*")
        if file.suffix in (".py", ".json") and "messages" not in file.parts
        for name in code.findall(file.read_text(encoding="utf-8"))
    }
    assert {name for _, name in found} == set(MESSAGES), "none without a sentence, none that nothing says"


@given(
    code=st.sampled_from([*MESSAGES, "X000"]),
    params=st.dictionaries(
        st.sampled_from(["found", "key", "kind", "type", "detail", "keys_fr", "wanted_en"]), st.text()
    ),
    language=st.sampled_from(["fr", "en", "de"]),
)
def test_a_sentence_is_one_clean_line(code: str, params: dict[str, str], language: str) -> None:
    said = sentence(Problem(PLACE, code, params), language)
    assert said
    assert said == visible(said)


def test_params_of_a_language() -> None:
    problem = Problem(PLACE, "S101", {"found": "x", "object_fr": "un champ", "object_en": "a field"})
    assert sentence(problem, "fr") == "clé inconnue « x » dans un champ"
    assert sentence(problem, "en") == 'unknown key "x" in a field'
    assert sentence(problem, "de") == sentence(problem, "fr")
    assert parameters("S101") == {"found", "object"}


def test_braces_of_a_param_are_data() -> None:
    assert sentence(Problem(PLACE, "R101", {"found": "{0.__class__} {x}"}), "fr").startswith("« {0.__class__} {x} »")
    assert sentence(Problem(PLACE, "S127", {"found": "nom"}), "fr").startswith("{nom} ne")


@pytest.mark.parametrize(
    ("code", "params", "fr", "en"),
    [
        (
            "R103",
            {"reference": "a", "type": "closed", "use": "closed"},
            "« a » est un choix : on le compare",
            '"a" is a choice: compare',
        ),
        (
            "R103",
            {"reference": "a", "type": "text", "use": "needs date"},
            "« a » est un texte libre : il faut ici une date",
            '"a" is a free text: a date',
        ),
        ("R106", {"found": "a", "kind": "champ"}, "« a » désigne déjà un champ", '"a" already names a field'),
        ("R106", {"found": "a", "kind": "inconnu"}, "« a » désigne déjà inconnu", '"a" already names inconnu'),
        (
            "S122",
            {"found": "(", "detail": "missing ): ("},
            "cette expression régulière ne se lit pas : une parenthèse « ( » n'est pas fermée : (",
            "this regular expression cannot be read: missing ): (",
        ),
        ("S104", {"found": "a\nb\x1b[31m", "key": "k"}, "« a b�[31m »", '"a b�[31m"'),
        ("X999", {}, "X999", "X999"),
    ],
)
def test_words(code: str, params: dict[str, str], fr: str, en: str) -> None:
    problem = Problem(PLACE, code, params)
    assert sentence(problem, "fr").startswith(fr)
    assert sentence(problem, "en").startswith(en)


PATTERNS = ["(", ")", "[", "*", "a**", r"\q", "a{1001}", "[z-a]", "(?=a)", "\\", "(?P<a-b>a)", "[[:x:]]"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_complaints_of_the_engine_are_translated(pattern: str) -> None:
    re2 = pytest.importorskip("re2")
    options = re2.Options()
    options.log_errors = False
    with pytest.raises(re2.error) as raised:
        re2.compile(pattern, options)
    detail = raised.value.args[0]
    english = detail.decode() if isinstance(detail, bytes) else str(detail)
    french = complaint(english, "fr")
    assert french.partition(" : ")[0] not in english
    assert french != "elle n'est pas correcte"
    assert complaint(english, "en") == english


def test_related_places() -> None:
    assert set(RELATED) <= set(MESSAGES)
    assert related_label("R106", "fr") == "première définition"
    assert related_label("R106", "en") == "first definition"
    assert related_label("S101", "fr") == "voir aussi"


def test_natures_are_in_both_languages() -> None:
    assert all(set(words) == {"fr", "en"} for words in NATURES.values())
