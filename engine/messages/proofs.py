"""P3xx: what the prover finds. Each comes with an applicant, shown after the sentence."""

from __future__ import annotations

from collections.abc import Mapping

PROOFS: Mapping[str, Mapping[str, str]] = {
    "P301": {
        "fr": "« {found} » est toujours refusé à « {name} » : retirez cette réponse, ou orientez ceux qui la donnent"
        " (orienter_vers)",
        "en": '"{found}" is always refused at "{name}": remove that answer, or send those who give it elsewhere'
        " (orienter_vers)",
    },
    "P302": {
        "fr": "on n'affiche jamais {what:definite} « {name} » : {why:usage}",
        "en": '{what:definite} "{name}" is never shown: {why:usage}',
    },
    "P303": {
        "fr": "on ne demande jamais {what:definite} « {name} » : {why:usage}",
        "en": '{what:definite} "{name}" is never asked for: {why:usage}',
    },
    "P304": {
        "fr": "ce « si » est toujours vrai quand on en arrive là ({what:definite} « {name} ») : retirez-le, ou"
        " corrigez-le",
        "en": 'this "si" is always true once one comes there ({what:definite} "{name}"): remove it, or mend it',
    },
    "P305": {
        "fr": "vrai aussi quand « {found} » n'a pas été demandé : si c'est voulu, dites-le par une autre condition ;"
        " sinon, ajoutez celle qui fait demander « {found} »",
        "en": 'true also when "{found}" was not asked: if that is meant, say so by another condition; otherwise add the'
        ' one that has "{found}" asked',
    },
    "P306": {
        "fr": "aucune réponse ne mène ici ({name}) : {why:usage}",
        "en": "no answers lead here ({name}): {why:usage}",
    },
    "P307": {
        "fr": "cette règle arrête tous ceux qui arrivent à elle, personne ne peut continuer : corrigez-en le « si » ou"
        " le « alors », ou retirez-la",
        "en": 'this rule stops everybody who comes to it, nobody can go on: mend its "si" or its "alors", or remove it',
    },
    "P308": {
        "fr": "cette partie du « si » est déjà dite par les autres : retirez-la, ou corrigez-la",
        "en": 'this part of the "si" is said by the others already: remove it, or mend it',
    },
    "P309": {
        "fr": "impasse à l'étape « {name} » : après ces réponses, cette règle et les autres refusent tout ce qu'on peut"
        " répondre",
        "en": 'dead end at the step "{name}": after these answers, this rule and the others refuse any answer',
    },
    "P310": {
        "fr": "« {name} » dépend du jour du dépôt : les mêmes réponses, déposées plus tard, donnent autre chose",
        "en": '"{name}" depends on the day of the deposit: the same answers, deposited later, give something else',
    },
    "P311": {
        "fr": "ce « si » peut rester inconnu quand tout est répondu : rien ne serait affiché ni demandé, sans le dire ;"
        " demandez la date entière (« precision: jour »), ou faites-en un fait qui dise « si_inconnu »",
        "en": 'this "si" may stay unknown when everything is answered: nothing would be shown or asked, in silence;'
        ' ask for the whole date ("precision: jour"), or make it a fact that says "si_inconnu"',
    },
    "P312": {
        "fr": "cette règle n'arrête jamais personne : {why:usage}",
        "en": "this rule never stops anybody: {why:usage}",
    },
    "P313": {
        "fr": "le fait « {name} » vaut toujours {found} : corrigez-le, ou retirez-le avec ce qui le cite",
        "en": 'the fact "{name}" is always {found}: mend it, or remove it with what cites it',
    },
    "P314": {
        "fr": "aucun cas de « {name} » ne prend cette valeur de « {reference} » : ajoutez-en un, ou élargissez-en un",
        "en": 'no case of "{name}" takes this value of "{reference}": add one, or widen one',
    },
    "P315": {
        "fr": "les cas « {other} » et « {found} » de « {name} » prennent tous deux cette valeur de « {reference} » :"
        " donnez-la à un seul",
        "en": 'the cases "{other}" and "{found}" of "{name}" both take this value of "{reference}": give it to one',
    },
    "P316": {
        "fr": "« {name} » peut être demandé sans qu'aucune pièce convienne : {why:usage}",
        "en": '"{name}" may be asked for with nothing that can be given: {why:usage}',
    },
    "P317": {
        "fr": "cette partie n'ajoute rien aux autres : retirez-la, ou corrigez-la",
        "en": "this part adds nothing to the others: remove it, or mend it",
    },
    "P318": {
        "fr": "personne qui arrive ici n'a répondu « {found} » à « {reference} » : retirez cette réponse de la"
        " condition",
        "en": 'nobody who comes here answered "{found}" to "{reference}": remove that answer from the condition',
    },
    "P319": {
        "fr": "le cas « {found} » de « {name} » n'est celui de personne : retirez-le, ou corrigez-le",
        "en": 'the case "{found}" of "{name}" is nobody\'s: remove it, or mend it',
    },
    "P320": {
        "fr": "non prouvé : trop de réponses se combinent pour dire si ce qui est écrit là peut arriver (endroits :"
        " {count}) ; vérifiez-le à la main, ou simplifiez les conditions",
        "en": "not proved: too many answers combine to tell whether what is written there may happen (places: {count});"
        " check it by hand, or simplify the conditions",
    },
    "P321": {
        "fr": "aucune réponse du portail ne mène au motif « {name} » : citez-le par « poursuivre », ou retirez-le",
        "en": 'no answer of the portal leads to the motif "{name}": cite it with "poursuivre", or remove it',
    },
    "P322": {
        "fr": "personne n'arrive à l'étape « {name} » : les règles d'avant, ensemble, refusent ou orientent chacun",
        "en": 'nobody comes to the step "{name}": the rules before, together, refuse everybody or send them elsewhere',
    },
    "P323": {
        "fr": "« {name} » peut s'afficher sans rien à y remplir : donnez-lui la condition de ses champs",
        "en": '"{name}" may be shown with nothing to fill in: give it the condition of its fields',
    },
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "P301": {"fr": "refusé ici", "en": "refused here"},
    "P302": {"fr": "ce qui l'exclut", "en": "what excludes it"},
    "P303": {"fr": "ce qui l'exclut", "en": "what excludes it"},
    "P304": {"fr": "ce qui le dit déjà", "en": "what says so already"},
    "P306": {"fr": "ce qui l'exclut", "en": "what excludes it"},
    "P309": {"fr": "l'autre règle", "en": "the other rule"},
    "P322": {"fr": "dernière règle", "en": "last rule"},
}
"""What the second place of a problem is."""
