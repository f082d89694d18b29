"""S1xx: the structure of a file. Said by the schema and by building."""

from __future__ import annotations

from .rules import Family, refusals

RULES = refusals(
    {
        "S101": ("clé inconnue", "unknown key"),
        "S102": ("clé obligatoire absente", "required key missing"),
        "S103": ("valeur d'une autre forme : un texte, une liste ou une table", "value of another shape"),
        "S104": ("valeur hors de la liste des valeurs possibles", "value outside the closed list"),
        "S105": ("valeur qui ne convient pas à sa clé", "value that does not suit its key"),
        "S106": ("clé sans valeur", "key without a value"),
        "S107": ("trop ou trop peu d'éléments", "too many or too few items"),
        "S108": ("fichier de deux sortes à la fois", "file of two sorts at once"),
        "S109": ("fichier d'une sorte inconnue", "file of an unknown sort"),
        "S110": ("deux clés qui ne vont pas ensemble", "two keys that do not go together"),
        "S111": ("il manque une clé parmi plusieurs", "one key of several is missing"),
        "S112": ("clé qui n'a pas de sens ici", "key that means nothing here"),
        "S113": ("liste de conditions là où il n'en faut qu'une", "list of conditions where one is expected"),
        "S120": ("clé d'un autre type de champ", "key of another type of field"),
        "S121": ("choix sans liste ni options", "choice without a list or options"),
        "S122": ("expression régulière illisible", "regular expression that cannot be read"),
        "S123": ("maximum inférieur au minimum", "maximum below the minimum"),
        "S124": ("mise en forme qu'un texte n'admet pas", "mark-up that a text does not allow"),
        "S125": ("âge calculé sans règle pour le 29 février", "age computed without a rule for 29 February"),
        "S126": ("étape qui n'est pas à sa place", "step out of place"),
        "S127": ("nom entre accolades qui ne désigne rien", "name between braces that names nothing"),
        "S128": ("bornes entre lesquelles il n'y a aucune valeur", "bounds that no value lies between"),
        "S129": ("modèle de numéro de dossier incorrect", "wrong template of file numbers"),
        "S130": ("liste de conditions sans « tous » ni « un_de »", 'list of conditions without "tous" or "un_de"'),
        "S131": ("règle sans effet", "rule without effect"),
        "S133": ("champ calculé sans valeur", "computed field without a value"),
        "S134": ("version du langage inconnue", "unknown version of the language"),
        "S135": ("date mal écrite", "date written wrongly"),
        "S136": ("identifiant mal écrit", "id written wrongly"),
        "S137": ("code de site trop long pour le numéro", "site code too long for the number"),
        "S138": ("« selon » sans « sinon » dans un aiguillage", '"selon" without "sinon" in a route'),
        "S139": ("étape obligatoire absente", "required step missing"),
        "S140": ("exemple contraire à son format", "example against its format"),
        "S141": ("justificatifs sans étape où les donner", "documents without a step to give them at"),
        "S142": ("« sinon » ailleurs qu'en dernier", '"sinon" not in last place'),
        "S143": ("groupe dans un groupe", "group inside a group"),
        "S144": ("deux étapes pour la même chose", "two steps for the same thing"),
        "S150": ("champ calculé cité dans un texte", "computed field cited in a text"),
        "S151": ("engagement que l'on pourrait ne pas cocher", "commitment that may be left unticked"),
        "S152": ("lien vers une adresse qui n'est pas admise", "link to an address that is not allowed"),
        "S153": ("mots d'un lien qui dépendent de l'usager", "words of a link that depend on the applicant"),
        "S154": ("titre neutre absent", "neutral title missing"),
        "S155": ("accolade manquante autour d'un nom", "brace missing around a name"),
        "S156": ("portail sans tous ses courriels", "portal without all its mails"),
        "S157": ("courriel d'accès sans texte discret", "mail that opens an account without a discreet text"),
        "S158": ("courriel d'accès qui ne le donne pas", "mail that opens an account and does not say how"),
        "S159": ("document cité par un courriel", "document cited by a mail"),
        "S160": ("lien d'un courriel là où il ne mène nulle part", "link of a mail where it leads nowhere"),
        "S161": ("champ repris du compte que l'on demanderait", "field taken from the account, yet asked"),
        "S162": (
            "champ repris du compte là où l'on demande",
            "field taken from the account in the place of a question",
        ),
    }
)
"""Every rule of the family."""

FAMILY = Family("structure", {"fr": "Structure", "en": "Structure"}, RULES, early=True)
