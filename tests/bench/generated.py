"""A large procedure that no author wrote: 26 steps of 12 fields, 312 in all, 246 of them under a condition."""

from __future__ import annotations

from tests.mails import MAILS

STEPS = 26
PER_STEP = 12
CONDITIONS = 246
ID = "essai"

KINDS = (
    "choix",
    "oui_non",
    "date",
    "texte",
    "choix",
    "texte",
    "oui_non",
    "pays",
    "texte_long",
    "texte",
    "case",
    "numero",
)
ANSWERS: dict[str, object] = {
    "choix": "premier",
    "oui_non": "oui",
    "date": "1990-07-14",
    "texte": "Une réponse",
    "pays": "BR",
    "texte_long": "Une réponse plus longue, sur une seule ligne.",
    "case": "oui",
    "numero": "123456",
}

PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Essais, titre_neutre: Ma démarche}
entrees:
  - {id: commencer, libelle: Je commence, situation: oui}
situation: raison
questions:
  raison:
    libelle: Que voulez-vous faire ?
    choix:
      essai: {libelle: Je fais un essai, recap: Vous faites un essai, poursuivre: {procedure: essai, motif: unique}}
"""
PORTAL += MAILS
LONG = 60

HEAD = """\
procedure:
  id: essai
  langage: 1
  version: "1"
  titre: Une démarche d'essai
  titre_neutre: Ma démarche
  anniversaire_29_fevrier: 1er_mars

listes:
  rang: {premier: Le premier, deuxieme: Le deuxième, troisieme: Le troisième, dernier: Le dernier}

faits:
  age: {annees_entre: [champ_2, date_depot]}
  majeur: {si: {age: {min: 18}}}

motifs:
  unique: {libelle: Je fais un essai}

etapes:
"""
TAIL = """\
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""


def source() -> bytes:
    """The procedure, as a file."""
    return (HEAD + "".join(_step(number) for number in range(STEPS)) + TAIL).encode()


def answers() -> dict[str, object]:
    """An answer to each field, hidden ones included, as a flat file has them."""
    return {f"champ_{number}": ANSWERS[_kind(number)] for number in range(STEPS * PER_STEP)}


def long_step() -> dict[str, bytes]:
    """A portal and a procedure with one step of 60 fields, as many as the reference page; half of them have a hint."""
    lines = [
        f'          - {{id: champ_{n}, type: texte, libelle: "Question numéro {n} de la démarche"'
        + (", aide: Comme sur votre titre d'identité en cours}" if n % 2 else "}")
        for n in range(LONG)
    ]
    head = ["  - id: longue", "    titre: Informations", "    sections:", "      - id: tout", "        titre: Tout"]
    step = "\n".join([*head, "        champs:", *lines]) + "\n"
    plain = HEAD[: HEAD.index("listes:")] + HEAD[HEAD.index("motifs:") :]
    situation = "  - {id: situation, titre: Situation, contenu: situation}\n"
    return {"portail.yaml": PORTAL.encode(), f"{ID}.yaml": (plain + situation + step + TAIL).encode()}


def long_answers() -> dict[str, object]:
    """An answer to each field of the long step, and to the one question of its portal."""
    return {"raison": ID, **{f"champ_{n}": f"Réponse & valeur {n}" for n in range(LONG)}}


def _step(number: int) -> str:
    first = number * PER_STEP
    lines = [
        f"  - id: etape_{number}",
        f"    titre: Étape {number}",
        "    sections:",
        f"      - id: section_{number}",
        f"        titre: Section {number}",
        "        champs:",
        *(_field(field) for field in range(first, first + PER_STEP)),
    ]
    return "\n".join(lines) + "\n"


def _kind(number: int) -> str:
    return KINDS[number % PER_STEP]


def _field(number: int) -> str:
    parts = [f"id: champ_{number}", f"type: {_kind(number)}", f'libelle: "Question numéro {number}"']
    if _kind(number) == "choix":
        parts.append("liste: rang")
    if _conditional(number):
        parts.append(f"si: {_condition(number)}")
    return f"          - {{{', '.join(parts)}}}"


def _conditional(number: int) -> bool:
    """The first two fields of each step are always shown, and the third one of the first fourteen steps."""
    step, place = divmod(number, PER_STEP)
    return place > 2 or (place == 2 and step >= STEPS * PER_STEP - 2 * STEPS - CONDITIONS)


def _condition(number: int) -> str:
    """A condition on earlier fields: each form of the language in turn, some on fields that are conditional too."""
    first = number - number % PER_STEP
    rank, said, earlier = f"champ_{first}", f"champ_{first + 1}", f"champ_{max(first - PER_STEP, 0) + 4}"
    forms = (
        f"{{{rank}: premier}}",
        f"{{{rank}: [premier, deuxieme], {said}: oui}}",
        f"{{un_de: [{{{rank}: troisieme}}, {{{said}: oui}}]}}",
        "{majeur: oui}",
        "{age: {min: 16, moins_de: 60}}",
        "{champ_2: {avant: 2020-01-31}}",
        f"{{aucun_de: [{{{rank}: dernier}}, {{{said}: non}}]}}",
        f"{{{rank}: dernier}}",
        f"{{{earlier}: [premier, troisieme]}}" if first else f"{{{said}: oui}}",
        f"{{{said}: {{renseigne: oui}}}}",
    )
    return forms[number % len(forms)]
