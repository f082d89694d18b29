"""R1xx: what a name refers to. P2xx: cases and the decision graph. All come from building."""

from __future__ import annotations

from collections.abc import Mapping

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "R101": {
        "fr": "« {found} » ne désigne ni un champ, ni un fait",
        "en": '"{found}" names neither a field nor a fact',
    },
    "R102": {
        "fr": "« {found} » n'est pas une réponse possible à « {reference} »",
        "en": '"{found}" is not a possible answer to "{reference}"',
    },
    "R103": {
        "fr": "« {reference} » est {type:nature} : {use:usage}",
        "en": '"{reference}" is {type:nature}: {use:usage}',
    },
    "R104": {
        "fr": "« {found} » n'est pas encore demandé ici : on ne peut citer que ce qui est demandé avant",
        "en": '"{found}" is not asked yet here: only what is asked before may be cited',
    },
    "R105": {
        "fr": "cercle : {found}",
        "en": "circle: {found}",
    },
    "R106": {
        "fr": "« {found} » désigne déjà {kind:nature}",
        "en": '"{found}" already names {kind:nature}',
    },
    "R107": {
        "fr": "liste inconnue « {found} » : une liste se déclare sous « listes »",
        "en": 'unknown list "{found}": a list is declared under "listes"',
    },
    "R108": {
        "fr": "texte inconnu « {found} » : un texte se déclare sous « textes »",
        "en": 'unknown text "{found}": a text is declared under "textes"',
    },
    "R109": {
        "fr": "lien inconnu « {found} » : un lien se déclare sous « liens »",
        "en": 'unknown link "{found}": a link is declared under "liens"',
    },
    "R110": {
        "fr": "document inconnu « {found} » : un document se déclare sous « documents »",
        "en": 'unknown document "{found}": a document is declared under "documents"',
    },
    "R111": {
        "fr": "orientation inconnue « {found} » : une orientation se déclare sous « orientations », dans le portail",
        "en": 'unknown orientation "{found}": one is declared under "orientations", in the portal',
    },
    "R112": {
        "fr": "question inconnue « {found} » : une question se déclare sous « questions »",
        "en": 'unknown question "{found}": a question is declared under "questions"',
    },
    "R113": {
        "fr": "démarche ou motif inconnu : « {found} »",
        "en": 'unknown procedure or motif: "{found}"',
    },
    "R114": {
        "fr": "bloc inconnu « {found} » : un bloc est un fichier du dossier « blocs »",
        "en": 'unknown block "{found}": a block is a file of the folder "blocs"',
    },
    "R115": {
        "fr": "le bloc « {found} » attend le fait « {fact} », que cette démarche ne déclare pas",
        "en": 'the block "{found}" expects the fact "{fact}", which this procedure does not declare',
    },
    "R116": {
        "fr": "« {found} » n'existe pas dans le bloc « {block} »",
        "en": '"{found}" does not exist in the block "{block}"',
    },
    "R117": {
        "fr": "« adapter » ne peut changer « {found} »",
        "en": '"adapter" cannot change "{found}"',
    },
    "R119": {
        "fr": "des blocs s'incluent en cercle : {found}",
        "en": "blocks include each other in a circle: {found}",
    },
    "R121": {
        "fr": "le bloc « {found} » ne va pas ici : on attend {wanted}",
        "en": 'the block "{found}" does not go here: expected {wanted}',
    },
    "R122": {
        "fr": "ce bloc s'appelle « {found} » et son fichier « {file} » : donnez-leur le même nom",
        "en": 'this block is called "{found}" and its file "{file}": give them the same name',
    },
    "R123": {
        "fr": "« {found} » est un nom réservé",
        "en": '"{found}" is a reserved name',
    },
    "R124": {
        "fr": "« {found} » est au bout d'une chaîne de plus de {max} faits",
        "en": '"{found}" is at the end of a chain of more than {max} facts',
    },
    "R125": {
        "fr": "la question « {key} » s'appelle aussi « {found} » : sa clé est son nom, « id » ne sert qu'à une question"
        " écrite sur place",
        "en": 'the question "{key}" is also called "{found}": its key is its name, "id" only serves a question written'
        " in place",
    },
    "R126": {
        "fr": "« {found} » est un champ du groupe « {group} » : ailleurs, un fait le lit (au_moins_un, tous_les)",
        "en": '"{found}" is a field of the group "{group}": elsewhere, a fact reads it (au_moins_un, tous_les)',
    },
    "R127": {
        "fr": "le bloc « {block} » est inclus deux fois sous les mêmes noms : donnez à cet usage un « comme » à lui",
        "en": 'the block "{block}" is included twice under the same names: give this use a "comme" of its own',
    },
    "R130": {
        "fr": "« {found} » peut rester inconnu, car « {date} » peut n'être donnée qu'{precision:nature}, et un « si »"
        " en dépend : dites ce qu'il vaut alors, par « si_inconnu »",
        "en": '"{found}" may stay unknown, since "{date}" may be given {precision:nature} only, and a "si" depends on'
        ' it: say what it is then, with "si_inconnu"',
    },
    "R131": {
        "fr": "cette comparaison peut rester inconnue, car « {date} » peut n'être donnée qu'{precision:nature} :"
        " faites-en un fait (« si: … ») qui dise « si_inconnu », et citez-le ici",
        "en": 'this comparison may stay unknown, since "{date}" may be given {precision:nature} only: make it a fact'
        ' ("si: …") that says "si_inconnu", and cite it here',
    },
    "R132": {
        "fr": "table de services inconnue « {found} »",
        "en": 'unknown table of services "{found}"',
    },
    "P201": {
        "fr": "selon « {reference} », aucun cas n'est prévu pour {found} : chaque valeur doit avoir le sien",
        "en": 'by "{reference}", no case is there for {found}: each value must have its own',
    },
    "P202": {
        "fr": "« {found} » n'est pas une valeur de « {reference} »",
        "en": '"{found}" is not a value of "{reference}"',
    },
    "P203": {
        "fr": "selon « {reference} », {value} est à la fois dans le cas « {other} » et dans le cas « {found} » :"
        " une valeur n'a qu'un cas",
        "en": 'by "{reference}", {value} is both in the case "{other}" and in the case "{found}":'
        " a value has one case only",
    },
    "P204": {
        "fr": "aucune réponse ne mène à la question « {found} »",
        "en": 'no answer leads to the question "{found}"',
    },
}
