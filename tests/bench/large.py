"""Large procedures that no author wrote: thousands of questions, their conditions local or chained from end to end."""

from __future__ import annotations

from collections.abc import Iterator

QUESTIONS = 3000
PER_STEP = 30
HEAD = """\
procedure:
  id: grande
  langage: 1
  version: "1"
  titre: Une grande démarche
  titre_neutre: Ma démarche
  anniversaire_29_fevrier: 1er_mars

motifs:
  unique: {libelle: Je fais un essai}

"""
KINDS = (
    "choix, options: {a: A, b: B, c: C, d: D}",
    "oui_non",
    "date",
    "choix, options: {a: A, b: B, c: C}",
    "oui_non",
)
TAIL = """\
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""


def local() -> dict[str, bytes]:
    """3,000 questions in steps of 30: conditions read their own step, and sometimes the first question of the one
    before."""
    steps = range(QUESTIONS // PER_STEP)
    facts = [f"  age_{n}: {{annees_entre: [q_{n * PER_STEP + 2}, date_depot]}}" for n in steps]
    return _file(facts, [_question(n, _local_condition(n)) for n in range(QUESTIONS)])


def chained(links: int) -> dict[str, bytes]:
    """3,000 questions, each of whose guards depends on `links` questions spread over all those before."""
    return _file([], [_question(n, _far_condition(n, links)) for n in range(QUESTIONS)])


def _file(facts: list[str], questions: list[str]) -> dict[str, bytes]:
    lines: list[str] = [*(["faits:", *facts, ""] if facts else []), "etapes:"]
    for first in range(0, QUESTIONS, PER_STEP):
        lines += _step(first // PER_STEP, questions[first : first + PER_STEP])
    return {"grande.yaml": (HEAD + "\n".join(lines) + "\n" + TAIL).encode()}


def _step(number: int, questions: list[str]) -> Iterator[str]:
    yield f"  - id: etape_{number}"
    yield f"    titre: Étape {number}"
    yield "    sections:"
    yield f"      - id: section_{number}"
    yield f"        titre: Section {number}"
    yield "        champs:"
    yield from questions
    yield "    regles:"
    yield from _rules(number)


def _rules(number: int) -> Iterator[str]:
    first = number * PER_STEP
    yield f"      - {{si: {{q_{first}: d, q_{first + 1}: non}}, message: Impossible.}}"
    yield f"      - {{alors: {{q_{first + 2}: {{au_plus_tard: date_depot}}}}, message: Trop tard.}}"


def _question(number: int, condition: str) -> str:
    kind = KINDS[number % len(KINDS)]
    guard = f", si: {condition}" if condition else ""
    return f'          - {{id: q_{number}, libelle: "Question {number}", type: {kind}{guard}}}'


def _local_condition(number: int) -> str:
    place = number % PER_STEP
    first = number - place
    before = first - PER_STEP if first else first
    if place < 4:
        return ""
    forms = (
        f"{{q_{first}: [a, b], q_{first + 1}: oui}}",
        f"{{un_de: [{{q_{first}: c}}, {{q_{first + 3}: a}}]}}",
        f"{{age_{first // PER_STEP}: {{min: 16, moins_de: 18}}}}",
        f"{{q_{first + 3}: [b, c]}}",
        f"{{q_{before}: d, q_{first + 3}: a}}",
        f"{{q_{number - number % 5 - 5 + 3 if number % 5 else first + 3}: a}}" if place > 9 else f"{{q_{first}: d}}",
    )
    return forms[number % len(forms)]


def _far_condition(number: int, links: int) -> str:
    place = number % 5
    if number < 10 or place == 2:
        return ""
    tests: list[str] = []
    for link in range(links):
        far = (number * (7919 + 104729 * link) + 31 * link) % (number - 5)
        far -= (far % 5) - (0, 1, 3, 4)[(number + link) % 4]
        if far < number and far % 5 != 2:
            value = {0: "[a, b, c]", 1: "oui", 3: "[a, b]", 4: "oui"}[far % 5]
            tests.append(f"{{q_{far}: {value}}}")
    return f"{{un_de: [{', '.join(dict.fromkeys(tests))}]}}" if tests else ""
