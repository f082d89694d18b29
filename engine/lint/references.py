"""R1xx: what a name refers to. Said while building."""

from __future__ import annotations

from .rules import Family, refusals

RULES = refusals(
    {
        "R101": ("nom qui ne désigne ni un champ, ni un fait", "name of neither a field nor a fact"),
        "R102": ("réponse qui n'est pas dans la liste", "answer that is not in the list"),
        "R103": ("comparaison qui ne va pas avec le type", "comparison that does not go with the type"),
        "R104": ("référence à ce qui est demandé plus loin", "reference to what is asked later"),
        "R105": ("faits qui dépendent d'eux-mêmes", "facts that depend on themselves"),
        "R106": ("identifiant déjà pris", "id already taken"),
        "R107": ("liste inconnue", "unknown list"),
        "R108": ("texte inconnu", "unknown text"),
        "R109": ("lien inconnu", "unknown link"),
        "R110": ("document inconnu", "unknown document"),
        "R111": ("orientation inconnue", "unknown orientation"),
        "R112": ("question inconnue", "unknown question"),
        "R113": ("démarche ou motif inconnu", "unknown procedure or motif"),
        "R114": ("bloc inconnu", "unknown block"),
        "R115": ("fait attendu par un bloc et absent", "fact expected by a block and missing"),
        "R116": ("nom qui n'existe pas dans le bloc", "name that the block does not have"),
        "R117": ("clé que « adapter » ne peut changer", 'key that "adapter" cannot change'),
        "R119": ("blocs qui s'incluent en cercle", "blocks that include each other"),
        "R121": ("bloc d'une autre sorte que ce qui va ici", "block of another sort than goes here"),
        "R122": ("bloc qui ne porte pas le nom de son fichier", "block not named as its file"),
        "R123": ("nom réservé", "reserved name"),
        "R124": ("chaîne de faits trop longue", "chain of facts too long"),
        "R125": ("question qui a deux noms", "question with two names"),
        "R126": ("champ de groupe lu hors de son groupe", "field of a group read outside it"),
        "R127": ("bloc inclus deux fois sous les mêmes noms", "block included twice under the same names"),
        "R130": ("fait qui peut rester inconnu sans dire ce qu'il vaut alors", "fact that may stay unknown, unsaid"),
        "R131": ("comparaison de dates qui peut rester inconnue", "comparison of dates that may stay unknown"),
        "R132": ("table de services inconnue", "unknown table of services"),
        "R133": ("page inconnue", "unknown page"),
        "R134": ("entrée inconnue", "unknown entry"),
    }
)
"""Every rule of the family."""

FAMILY = Family("references", {"fr": "Références", "en": "References"}, RULES, early=True)
