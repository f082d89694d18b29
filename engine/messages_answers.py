"""What is wrong with an answer, in the applicant's words: what to do, never "champ invalide".

Each code gives a sentence that follows the field's label ("Né(e) le : indiquez le mois."). Codes are stable:
they are part of `parcours run`'s JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from .problems import AnswerProblem

Sentences = Mapping[str, Mapping[str, str]]

SENTENCES: Sentences = {
    # ── Any kind ──────────────────────────────────────────────────────────────────────────────────────────────
    # A001: required, and left empty. `REQUIRED` below says it by kind.
    "A001": {"fr": "remplissez ce champ.", "en": "fill in this field."},
    # A002: too long; {max} characters.
    "A002": {"fr": "écrivez {max} caractères au plus.", "en": "enter at most {max} characters."},
    # A003: a control or a direction override, which nobody sees; {character} is its number.
    "A003": {
        "fr": "effacez votre réponse et tapez-la de nouveau : elle contient un caractère invisible ({character}).",
        "en": "clear your answer and type it again: it holds an invisible character ({character}).",
    },
    # A004, A005: not as the author's pattern says, and the author wrote no message; {example} where there is one.
    "A004": {
        "fr": "vérifiez votre réponse : elle n'a pas la forme attendue.",
        "en": "check your answer: it is not in the expected form.",
    },
    "A005": {
        "fr": "vérifiez votre réponse, qui doit ressembler à {example}.",
        "en": "check your answer, which should look like {example}.",
    },
    # A006: not a value of this kind at all (a list for a text …): only in a file of answers.
    "A006": {"fr": "cette réponse n'est pas du type attendu.", "en": "this answer is not of the expected type."},
    # A007: several lines where one is asked.
    "A007": {"fr": "écrivez votre réponse sur une seule ligne.", "en": "write your answer on a single line."},
    # ── Choices and boxes ─────────────────────────────────────────────────────────────────────────────────────
    # A010: not one of the options.
    "A010": {"fr": "choisissez une des réponses proposées.", "en": "choose one of the answers given."},
    # A011: neither yes nor no.
    "A011": {"fr": "répondez par oui ou par non.", "en": "answer yes or no."},
    # A012: a commitment that was not made.
    "A012": {"fr": "cochez cette case pour continuer.", "en": "tick this box to continue."},
    # ── Repeated fields ───────────────────────────────────────────────────────────────────────────────────────
    # A013, A014: too few, too many; {min}, {max}.
    "A013": {"fr": "donnez au moins {min} réponses.", "en": "give at least {min} answers."},
    "A014": {"fr": "donnez {max} réponses au plus.", "en": "give at most {max} answers."},
    # A015: the same twice.
    "A015": {"fr": "retirez cette réponse, déjà donnée plus haut.", "en": "remove this answer, already given above."},
    # ── Dates ─────────────────────────────────────────────────────────────────────────────────────────────────
    # A020 to A025: parts that are missing.
    "A020": {"fr": "indiquez le jour.", "en": "enter the day."},
    "A021": {"fr": "indiquez le mois.", "en": "enter the month."},
    "A022": {"fr": "indiquez l'année.", "en": "enter the year."},
    "A023": {"fr": "indiquez le jour et le mois.", "en": "enter the day and the month."},
    "A024": {"fr": "indiquez le jour et l'année.", "en": "enter the day and the year."},
    "A025": {"fr": "indiquez le mois et l'année.", "en": "enter the month and the year."},
    # A026: not a date of a file of answers.
    "A026": {"fr": "écrivez la date sous la forme AAAA-MM-JJ.", "en": "write the date as YYYY-MM-DD."},
    # A030: no month.
    "A030": {
        "fr": "indiquez le mois par un nombre de 1 à 12 ou par son nom.",
        "en": "enter the month as a number from 1 to 12 or by its name.",
    },
    # A031: a year that is not four digits.
    "A031": {"fr": "écrivez l'année en quatre chiffres.", "en": "enter the year as four digits."},
    # A032: a year nobody is concerned by; {year}.
    "A032": {"fr": "vérifiez l'année, {year} n'est pas possible.", "en": "check the year, {year} is not possible."},
    # A033: no day.
    "A033": {"fr": "indiquez le jour par un nombre de 1 à 31.", "en": "enter the day as a number from 1 to 31."},
    # A034: the month is shorter; {month}, {days}. A035: so is February, that {year}.
    "A034": {
        "fr": "vérifiez le jour : il n'y a que {days} jours en {month}.",
        "en": "check the day: {month} has only {days} days.",
    },
    "A035": {
        "fr": "vérifiez le jour : il n'y a que {days} jours en {month} {year}.",
        "en": "check the day: {month} {year} has only {days} days.",
    },
    # ── E-mail ────────────────────────────────────────────────────────────────────────────────────────────────
    # A040: not an address. A041: no @. A042: several. A043: a space or an invisible character in it.
    "A040": {
        "fr": "vérifiez l'adresse électronique, qui doit ressembler à nom@exemple.fr.",
        "en": "check the e-mail address, which should look like name@example.com.",
    },
    "A041": {
        "fr": "vérifiez l'adresse électronique : il y manque le signe @.",
        "en": "check the e-mail address: the @ sign is missing.",
    },
    "A042": {"fr": "donnez une seule adresse électronique.", "en": "give only one e-mail address."},
    "A043": {
        "fr": "écrivez l'adresse électronique sans espace.",
        "en": "write the e-mail address without spaces.",
    },
    # A044: of an account's address: {character} before the @, which not every server takes. A045: not the same twice.
    "A044": {
        "fr": "remplacez « {character} », avant le signe @, par une lettre sans accent, ou donnez une autre adresse.",
        "en": 'replace "{character}", before the @ sign, with a letter without accent, or give another address.',
    },
    "A045": {
        "fr": "écrivez deux fois la même adresse électronique.",
        "en": "enter the same e-mail address twice.",
    },
    # ── Telephone ─────────────────────────────────────────────────────────────────────────────────────────────
    # A050: no such number. A051: something else than a number.
    "A050": {
        "fr": "vérifiez le numéro de téléphone. S'il n'est pas français, commencez par + et l'indicatif du pays.",
        "en": "check the telephone number. If it is not French, begin with + and the country code.",
    },
    "A051": {
        "fr": "écrivez un seul numéro de téléphone, en chiffres.",
        "en": "enter one telephone number, in digits.",
    },
    # ── Countries ─────────────────────────────────────────────────────────────────────────────────────────────
    # A055: no such country. A056: no such nationality.
    "A055": {"fr": "choisissez un pays dans la liste.", "en": "choose a country in the list."},
    "A056": {
        "fr": "choisissez dans la liste le pays dont vous avez la nationalité.",
        "en": "choose in the list the country of your nationality.",
    },
    # ── Addresses ─────────────────────────────────────────────────────────────────────────────────────────────
    # A060: searched, and nothing chosen. A061: what was chosen is not one of our suggestions.
    "A060": {
        "fr": "choisissez une des adresses proposées, ou saisissez l'adresse vous-même.",
        "en": "choose one of the addresses suggested, or enter the address yourself.",
    },
    "A061": {
        "fr": "cherchez l'adresse de nouveau, ou saisissez-la vous-même.",
        "en": "search for the address again, or enter it yourself.",
    },
    # A062 to A064: parts that are missing.
    "A062": {
        "fr": "indiquez la voie, ou un complément d'adresse s'il n'y a pas de voie.",
        "en": "enter the street, or other address details if there is no street.",
    },
    "A063": {"fr": "indiquez le code postal.", "en": "enter the postcode."},
    "A064": {"fr": "indiquez la ville.", "en": "enter the city."},
    # A065: a French postcode that is not five digits.
    "A065": {"fr": "écrivez le code postal en cinq chiffres.", "en": "enter the postcode as five digits."},
    # A066: {postcode} is that of {cities}, {city} is elsewhere.
    "A066": {
        "fr": "vérifiez le code postal et la ville : {postcode} est le code postal de {cities}, pas de {city}.",
        "en": "check the postcode and the city: {postcode} is the postcode of {cities}, not of {city}.",
    },
    # A067: {key} is no part of an address; only in a file of answers.
    "A067": {
        "fr": "la clé « {key} » n'est pas celle d'une partie d'une adresse.",
        "en": 'the key "{key}" is no part of an address.',
    },
    # ── New passwords ─────────────────────────────────────────────────────────────────────────────────────────
    # A070: none. A071: too short; {length}. A072 to A075: without one of the classes asked.
    "A070": {"fr": "écrivez un mot de passe.", "en": "enter a password."},
    "A071": {"fr": "écrivez au moins {length} caractères.", "en": "enter at least {length} characters."},
    "A072": {"fr": "ajoutez une majuscule.", "en": "add an upper-case letter."},
    "A073": {"fr": "ajoutez une minuscule.", "en": "add a lower-case letter."},
    "A074": {"fr": "ajoutez un chiffre.", "en": "add a digit."},
    "A075": {
        "fr": "ajoutez un caractère spécial, par exemple # ou +.",
        "en": "add a special character, such as # or +.",
    },
    # A076: the address, or what stands before its @, is in it. A077: too long; {longest}.
    "A076": {
        "fr": "choisissez un mot de passe qui ne contient pas votre adresse électronique.",
        "en": "choose a password that does not hold your e-mail address.",
    },
    "A077": {"fr": "écrivez {longest} caractères au plus.", "en": "enter at most {longest} characters."},
    # A078: one of those that are tried first. A079: not the same twice.
    "A078": {
        "fr": "choisissez un autre mot de passe : celui-ci est trop courant, on peut le deviner.",
        "en": "choose another password: this one is too common, it can be guessed.",
    },
    "A079": {"fr": "écrivez deux fois le même mot de passe.", "en": "enter the same password twice."},
    # A080: the one before, or the provisional one.
    "A080": {
        "fr": "choisissez un mot de passe différent du précédent.",
        "en": "choose a password that is not the one you had.",
    },
    # ── Files of answers ──────────────────────────────────────────────────────────────────────────────────────
    # A090: a key that is neither a field, nor a question, nor a justificatif; only in a file of answers.
    "A090": {
        "fr": "cette clé n'est ni un champ, ni une question, ni un justificatif de cette démarche.",
        "en": "this key is no field, question or justificatif of this procedure.",
    },
}

REQUIRED: Sentences = {
    "choice": {"fr": "choisissez une réponse.", "en": "choose an answer."},
    "yes_no": {"fr": "répondez par oui ou par non.", "en": "answer yes or no."},
    "date": {"fr": "indiquez la date.", "en": "enter the date."},
    "email": {"fr": "indiquez une adresse électronique.", "en": "enter an e-mail address."},
    "phone": {"fr": "indiquez un numéro de téléphone.", "en": "enter a telephone number."},
    "country": {"fr": "choisissez un pays dans la liste.", "en": "choose a country in the list."},
    "nationality": {"fr": "choisissez une nationalité dans la liste.", "en": "choose a nationality in the list."},
    "number": {"fr": "indiquez le numéro.", "en": "enter the number."},
    "address": {"fr": "indiquez l'adresse.", "en": "enter the address."},
    "group": {"fr": "donnez au moins une réponse.", "en": "give at least one answer."},
}
"""A001 by the kind of the field (`params["kind"]`)."""


def message_of(problem: AnswerProblem, label: str, language: str) -> str:
    """The whole message for the field called `label`: the author's where there is one, else ours by its code.

    A language other than French and English gets the French sentence. Raises `KeyError` on a code that is not ours.
    """
    if problem.message is not None:
        return problem.message
    sentences = SENTENCES[problem.code]
    if problem.code == "A001":
        sentences = REQUIRED.get(problem.params.get("kind", ""), sentences)
    spoken = language if language in sentences else "fr"
    sentence = sentences[spoken].format_map(_in_words(problem.params, spoken))
    return _after(label.strip(" :*\u00a0"), _typeset(sentence) if spoken == "fr" else sentence, spoken)


def _in_words(params: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The params, a month by its name."""
    if "month" not in params:
        return params
    return {**params, "month": _months(language)[int(params["month"])]}


@lru_cache(maxsize=2)
def _months(language: str) -> Mapping[int, str]:
    from babel import Locale  # slow to import, and few problems name a month

    return dict(Locale(language).months["format"]["wide"])


def _typeset(sentence: str) -> str:
    """No-break spaces where French typography wants them: a line never begins with a colon."""
    for mark in (":", ";", "?", "!"):
        sentence = sentence.replace(f" {mark}", f"\u00a0{mark}")
    return sentence


def _after(label: str, sentence: str, language: str) -> str:
    """The sentence after the label. A label that is a sentence of its own keeps its full stop or question mark."""
    if not label:
        return sentence[0].upper() + sentence[1:]
    if label[-1] in ".?!…":
        return f"{label} {sentence[0].upper()}{sentence[1:]}"
    colon = "\u00a0: " if language == "fr" else ": "
    return f"{label}{colon}{sentence}"
