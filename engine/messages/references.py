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
        "fr": "« {found} » n'est pas encore {what} : on ne peut citer que ce qui est demandé avant",
        "en": '"{found}" is not {what}: only what is asked before may be cited',
    },
    "R105": {
        "fr": "ces renvois tournent en rond : {found} ; retirez l'un d'eux",
        "en": "these references go round in a circle: {found}; remove one of them",
    },
    "R106": {
        "fr": "« {found} » désigne déjà {kind:nature} : donnez un autre nom",
        "en": '"{found}" already names {kind:nature}: give another name',
    },
    "R107": {
        "fr": "la liste « {found} » n'existe pas : corrigez son nom, ou ajoutez-la sous « listes »",
        "en": 'the list "{found}" does not exist: mend its name, or add it under "listes"',
    },
    "R108": {
        "fr": "le texte « {found} » n'existe pas : corrigez son nom, ou ajoutez-le sous « textes »",
        "en": 'the text "{found}" does not exist: mend its name, or add it under "textes"',
    },
    "R109": {
        "fr": "le lien « {found} » n'existe pas : corrigez son nom, ou ajoutez-le sous « liens »",
        "en": 'the link "{found}" does not exist: mend its name, or add it under "liens"',
    },
    "R110": {
        "fr": "le document « {found} » n'existe pas : corrigez son nom, ou ajoutez-le sous « documents »",
        "en": 'the document "{found}" does not exist: mend its name, or add it under "documents"',
    },
    "R111": {
        "fr": "l'orientation « {found} » n'existe pas : corrigez son nom, ou ajoutez-la aux « orientations » du"
        " portail",
        "en": 'the orientation "{found}" does not exist: mend its name, or add it to the "orientations" of the portal',
    },
    "R112": {
        "fr": "la question « {found} » n'existe pas : corrigez son nom, ou ajoutez-la sous « questions »",
        "en": 'the question "{found}" does not exist: mend its name, or add it under "questions"',
    },
    "R113": {
        "fr": "« {found} » : {what:usage}",
        "en": '"{found}": {what:usage}',
    },
    "R114": {
        "fr": "le bloc « {found} » n'existe pas : corrigez son nom, ou écrivez blocs/{file}",
        "en": 'the block "{found}" does not exist: mend its name, or write blocs/{file}',
    },
    "R115": {
        "fr": "le bloc « {found} » attend le fait « {fact} » : ajoutez-le aux « faits » de cette démarche",
        "en": 'the block "{found}" expects the fact "{fact}": add it to the "faits" of this procedure',
    },
    "R116": {
        "fr": "« {found} » n'existe pas dans le bloc « {block} »",
        "en": '"{found}" does not exist in the block "{block}"',
    },
    "R117": {
        "fr": "« adapter » ne change pas « {found} », seulement l'une de ces clés",
        "en": '"adapter" does not change "{found}", only one of these keys',
    },
    "R119": {
        "fr": "des blocs s'incluent en cercle : {found} ; retirez l'un de ces « inclure »",
        "en": 'blocks include each other in a circle: {found}; remove one of these "inclure"',
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
        "fr": "« {found} » veut déjà dire autre chose dans les textes et les conditions : prenez un nom plus précis",
        "en": '"{found}" already means something else in texts and conditions: take a more precise name',
    },
    "R124": {
        "fr": "« {found} » est au bout d'une chaîne de plus de {max} faits : faites-la plus courte",
        "en": '"{found}" is at the end of a chain of more than {max} facts: make it shorter',
    },
    "R125": {
        "fr": "la question « {key} » s'appelle aussi « {found} » : sa clé est son nom, « id » ne sert qu'à une question"
        " écrite sur place ; retirez-le, ou renommez la clé",
        "en": 'the question "{key}" is also called "{found}": its key is its name, "id" only serves a question written'
        " in place; remove it, or rename the key",
    },
    "R126": {
        "fr": "« {found} » est un champ du groupe « {group} » : hors du groupe, citez un fait qui le lit"
        " (au_moins_un, tous_les)",
        "en": '"{found}" is a field of the group "{group}": outside the group, cite a fact that reads it'
        " (au_moins_un, tous_les)",
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
        "fr": "la table de services « {found} » n'existe pas : corrigez son nom, ou écrivez blocs/{found}.yaml",
        "en": 'the table of services "{found}" does not exist: mend its name, or write blocs/{found}.yaml',
    },
    "R133": {
        "fr": "la page « {found} » n'existe pas : corrigez son nom, ou donnez un « titre » au texte du portail qui doit"
        " l'être",
        "en": 'the page "{found}" does not exist: mend its name, or give a "titre" to the text of the portal that is'
        " to be one",
    },
    "R134": {
        "fr": "l'entrée « {found} » n'existe pas : corrigez son nom, ou ajoutez-la aux « entrees » du portail",
        "en": 'the entry "{found}" does not exist: mend its name, or add it to the "entrees" of the portal',
    },
    "P201": {
        "fr": "selon « {reference} », aucun cas n'est prévu pour « {found} » : chaque valeur doit avoir le sien",
        "en": 'by "{reference}", no case is there for "{found}": each value must have its own',
    },
    "P202": {
        "fr": "« {found} » n'est pas une valeur de « {reference} »",
        "en": '"{found}" is not a value of "{reference}"',
    },
    "P203": {
        "fr": "selon « {reference} », {value} est à la fois dans le cas « {other} » et dans le cas « {found} » :"
        " laissez cette valeur dans un seul",
        "en": 'by "{reference}", {value} is both in the case "{other}" and in the case "{found}": leave this value in'
        " one",
    },
    "P204": {
        "fr": "aucune réponse ne mène à la question « {found} » : citez-la dans un choix, ou retirez-la",
        "en": 'no answer leads to the question "{found}": cite it in a choice, or remove it',
    },
}
