"""Y0xx: the YAML of a file. What is refused is said while reading; what looks right and is not, by `characters`."""

from __future__ import annotations

from . import characters
from .rules import Family, refusals, rule

RULES = (
    *refusals(
        {
            "Y001": ("fichier trop grand", "file too large"),
            "Y002": ("fichier qui n'est pas en UTF-8", "file that is not UTF-8"),
            "Y003": ("marque invisible au début du fichier", "invisible mark at the head of the file"),
            "Y004": ("caractère de commande invisible", "invisible control character"),
            "Y005": ("fichier vide", "empty file"),
            "Y006": ("trop de niveaux imbriqués", "nested too deep"),
            "Y007": ("trop d'éléments dans le fichier", "too many nodes in the file"),
            "Y008": ("ancre YAML", "YAML anchor"),
            "Y009": ("renvoi YAML", "YAML alias"),
            "Y010": ("fusion YAML", "YAML merge"),
            "Y011": ("étiquette YAML", "YAML tag"),
            "Y012": ("plusieurs documents dans un fichier", "several documents in one file"),
            "Y013": ("clé en double", "duplicate key"),
            "Y014": ("espace insécable dans une clé ou un retrait", "no-break space in a key or an indentation"),
            "Y015": ("tabulation dans un retrait", "tab in an indentation"),
            "Y016": ("texte coupé par un commentaire", "text cut by a comment"),
            "Y017": ("texte sans guillemets entre accolades", "unquoted text between braces"),
            "Y018": ("deux-points dans un texte sans guillemets", "colon in an unquoted text"),
            "Y019": ("guillemet qui n'est pas fermé", "quote that is not closed"),
            "Y020": ("ligne alignée avec rien", "line aligned with nothing"),
            "Y021": ("ligne sans deux-points", "line without a colon"),
            "Y022": ("accolade ou crochet qui n'est pas fermé", "brace or bracket that is not closed"),
            "Y023": ("texte après un guillemet fermant", "text after a closing quote"),
            "Y024": ("texte qui commence par un signe réservé", "text that begins with a reserved sign"),
            "Y025": ("barre oblique inverse entre guillemets doubles", "backslash between double quotes"),
            "Y026": ("tiret de liste après une clé", "list dash after a key"),
            "Y027": ("clé qui n'est pas un texte simple", "key that is not a plain text"),
            "Y028": ("texte sur la ligne de « | » ou « > »", "text on the line of | or >"),
            "Y029": ("directive YAML", "YAML directive"),
            "Y030": ("texte seul entre accolades", "text alone between braces"),
            "Y031": ("texte qui commence par un crochet ou une accolade", "text that begins with a bracket or brace"),
            "Y032": ("signe ou texte de trop après ce qui est fermé", "something too many after a closed bracket"),
            "Y033": ("fichier ou dossier qui ne peut être lu", "file or folder that cannot be read"),
            "Y034": ("dossier sans fichier YAML", "folder without a YAML file"),
            "Y035": ("espace manquante après un tiret de liste", "space missing after the dash of a list"),
            "Y036": ("virgule manquante entre accolades ou crochets", "comma missing between braces or brackets"),
            "Y037": ("tiret de liste manquant", "dash of a list missing"),
            "Y038": ("espace manquante après les deux-points", "space missing after a colon"),
        }
    ),
    rule("Y040", "warning", "texte qui commence ou finit par une espace", "text that begins or ends with a space"),
    rule("Y041", "warning", "espaces doubles dans un texte", "double spaces in a text"),
    rule("Y042", "warning", "lettre d'un autre alphabet dans un mot", "letter of another alphabet in a word"),
    rule("Y043", "warning", "accent écrit à part de sa lettre", "accent written apart from its letter"),
    rule("Y044", "warning", "caractère invisible dans un texte", "invisible character in a text"),
    rule("Y045", "warning", "espace insécable au bord d'un nom", "no-break space beside a name"),
    rule(
        "Y046", "warning", "guillemets typographiques à la place de ceux de YAML", "typographic quotes for YAML's own"
    ),
    *refusals({"Y099": ("YAML illisible", "YAML that cannot be read")}),
)
"""Every rule of the family."""

FAMILY = Family("yaml", {"fr": "YAML", "en": "YAML"}, RULES, characters.check, early=True)
