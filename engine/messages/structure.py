"""S1xx: the structure of a file. S101 to S113, S130, S133, S134, S136 and S154 come from the schema, the others
from building."""

from __future__ import annotations

from collections.abc import Mapping

STRUCTURE: Mapping[str, Mapping[str, str]] = {
    "S101": {
        "fr": "clé inconnue « {found} » dans {object}",
        "en": 'unknown key "{found}" in {object}',
    },
    "S102": {
        "fr": "il manque {keys} dans {object}",
        "en": "{keys} missing in {object}",
    },
    "S103": {
        "fr": "{whose} : on attend {wanted}, pas {found}",
        "en": "{whose}: expected {wanted}, not {found}",
    },
    "S104": {
        "fr": "« {found} » n'est pas une valeur possible de « {key} »",
        "en": '"{found}" is not a possible value of "{key}"',
    },
    "S105": {
        "fr": "« {found} » ne convient pas à « {key} » : on attend {wanted}",
        "en": '"{found}" does not suit "{key}": expected {wanted}',
    },
    "S106": {
        "fr": "« {key} » est vide : on attend {wanted}",
        "en": '"{key}" is empty: expected {wanted}',
    },
    "S107": {
        "fr": "« {key} » : on attend {wanted}",
        "en": '"{key}": expected {wanted}',
    },
    "S108": {
        "fr": "« {found} » et « {other} » disent deux sortes de fichier : retirez l'une, ou faites-en deux fichiers",
        "en": '"{found}" and "{other}" name two kinds of file: remove one, or make two files of it',
    },
    "S109": {
        "fr": "on ne sait pas ce qu'est ce fichier : il lui manque l'une de ces clés, en tête",
        "en": "what this file is cannot be told: one of these keys is missing, at its head",
    },
    "S110": {
        "fr": "« {found} » et « {other} » ne vont pas ensemble : gardez l'un des deux",
        "en": '"{found}" and "{other}" do not go together: keep one of them',
    },
    "S111": {
        "fr": "il manque une clé dans {object} : ajoutez l'une de celles-ci, et une seule",
        "en": "a key is missing in {object}: add one of these, and only one",
    },
    "S112": {
        "fr": "« {found} » ne va pas ici : {why}",
        "en": '"{found}" does not go here: {why}',
    },
    "S113": {
        "fr": "liste de conditions sous « {key} » : elle ne va que sous l'une de ces clés",
        "en": 'list of conditions under "{key}": it goes under one of these keys only',
    },
    "S120": {
        "fr": "« {found} » ne vaut pas pour le type « {type} », seulement pour {types}",
        "en": '"{found}" does not go with the type "{type}", only with {types}',
    },
    "S121": {
        "fr": "le choix « {found} » n'a pas de réponses : ajoutez-lui « liste » ou « options »",
        "en": 'the choice "{found}" has no answers: add "liste" or "options" to it',
    },
    "S122": {
        "fr": "cette expression régulière ne se lit pas : {detail:regex}",
        "en": "this regular expression cannot be read: {detail:regex}",
    },
    "S123": {
        "fr": "le maximum {found} est inférieur au minimum {minimum} : corrigez l'un des deux",
        "en": "the maximum {found} is below the minimum {minimum}: mend one of them",
    },
    "S124": {
        "fr": "« {found} » n'est pas admis dans un texte : on y met des paragraphes, des listes « - », **gras**,"
        " *italique* et des liens",
        "en": '"{found}" is not allowed in a text: it takes paragraphs, "-" lists, **strong**, *emphasis* and links',
    },
    "S125": {
        "fr": "un âge est calculé : « procedure » doit dire « anniversaire_29_fevrier », 1er_mars ou 28_fevrier",
        "en": 'an age is computed: "procedure" must say "anniversaire_29_fevrier", 1er_mars or 28_fevrier',
    },
    "S126": {
        "fr": "l'étape « {found} » (contenu: {content}) n'est pas à sa place : mettez-la {where}",
        "en": 'the step "{found}" (contenu: {content}) is out of place: put it {where}',
    },
    "S127": {
        "fr": "{{{found}}} ne désigne ni un champ, ni un fait",
        "en": "{{{found}}} names neither a field nor a fact",
    },
    "S128": {
        "fr": "« {reference} » ne peut être à la fois « {low} » et « {high} » : corrigez l'une de ces bornes",
        "en": '"{reference}" cannot be both "{low}" and "{high}": correct one of these bounds',
    },
    "S129": {
        "fr": "« {found} » n'est pas un modèle de numéro : {{site:4}}{{date:8}}{{compteur:7}}, chacun une fois",
        "en": '"{found}" is not a number template: {{site:4}}{{date:8}}{{compteur:7}}, each once',
    },
    "S130": {
        "fr": "liste nue de conditions sous « {key} » : « et » ou « ou » ? écrivez une table pour « et »,"
        " « un_de: […] » pour « ou »",
        "en": 'bare list of conditions under "{key}": "and" or "or"? write a map for "and", "un_de: […]" for "or"',
    },
    "S131": {
        "fr": "cette règle est sans effet : il lui faut « si » ou « alors »",
        "en": 'this rule has no effect: it needs "si" or "alors"',
    },
    "S133": {
        "fr": "il manque « valeur » au champ calculé « {found} » : le texte à montrer, avec les réponses entre"
        " accolades",
        "en": '"valeur" is missing in the computed field "{found}": the text to show, with the answers in braces',
    },
    "S134": {
        "fr": "version {found} du langage inconnue : cette version de Parcours n'en lit pas d'autre que celle-ci",
        "en": "unknown language version {found}: this version of Parcours reads only this one",
    },
    "S135": {
        "fr": "« {found} » {why}",
        "en": '"{found}" {why}',
    },
    "S136": {
        "fr": "« {found} » ne peut être un identifiant : une lettre minuscule sans accent, puis lettres, chiffres et"
        " « _ », 64 caractères au plus",
        "en": '"{found}" cannot be an id: a lower-case letter without accent, then letters, digits and "_",'
        " 64 characters at most",
    },
    "S137": {
        "fr": "le code « {found} » est plus long que {{site:{width}}} ne le permet dans « numero » :"
        " raccourcissez-le, ou donnez-lui plus de place",
        "en": 'the code "{found}" is longer than {{site:{width}}} allows in "numero": shorten it, or give it more room',
    },
    "S138": {
        "fr": "« selon » doit finir par « sinon: oui » : sans cela, une réponse pourrait ne mener nulle part",
        "en": '"selon" must end with "sinon: oui": without it, an answer could lead nowhere',
    },
    "S139": {
        "fr": "il manque une étape {steps}",
        "en": "a step is missing: {steps}",
    },
    "S140": {
        "fr": "l'exemple « {found} » ne suit pas « format » : corrigez l'un ou l'autre",
        "en": 'the example "{found}" does not follow "format": mend one or the other',
    },
    "S141": {
        "fr": "des justificatifs sont demandés, mais aucune étape n'a « contenu: justificatifs » : ajoutez-la avant"
        " le dépôt",
        "en": 'documents are asked, but no step has "contenu: justificatifs": add it before the deposit',
    },
    "S142": {
        "fr": "« sinon » vient en dernier, une seule fois : ce qui le suit ne serait jamais lu",
        "en": '"sinon" comes last, and once: what follows it would never be read',
    },
    "S143": {
        "fr": "« {found} » est un groupe dans un groupe, il n'y en a qu'un niveau : sortez-le, ou mettez ses champs"
        " dans le premier",
        "en": '"{found}" is a group inside a group, there is one level only: take it out, or put its fields in the'
        " first one",
    },
    "S144": {
        "fr": "il y a déjà une étape « contenu: {content} », « {other} » : retirez l'une des deux",
        "en": 'there is a step "contenu: {content}" already, "{other}": remove one of them',
    },
    "S150": {
        "fr": "« {found} » est un champ calculé, qu'un texte ne peut citer : citez plutôt les réponses et les faits"
        " dont il est fait",
        "en": '"{found}" is a computed field, which a text cannot cite: cite the answers and facts it is made of'
        " instead",
    },
    "S151": {
        "fr": "un engagement est toujours à cocher : retirez « obligatoire: {found} », ou prenez le type « case » si"
        " l'on peut ne pas le cocher",
        "en": 'a commitment must always be ticked: remove "obligatoire: {found}", or take the type "case" if it may be'
        " left unticked",
    },
    "S152": {
        "fr": "« {found} » : un lien mène à lien:…, à document:…, à une adresse https://, http:// ou mailto:, ou à un"
        " chemin /…, sans titre",
        "en": '"{found}": a link leads to lien:…, to document:…, to an address https://, http:// or mailto:, or to a'
        " path /…, without a title",
    },
    "S153": {
        "fr": "« {found} » : les mots d'un lien sont fixes, sur une ligne ; ce qui dépend de l'usager se met à côté",
        "en": '"{found}": the words of a link are fixed, on one line; what depends on the applicant goes beside it',
    },
    "S155": {
        "fr": "il manque une accolade autour de « {found} » : écrivez {{{found}}}, ou \\{{ si l'accolade est à lire",
        "en": 'a brace is missing around "{found}": write {{{found}}}, or \\{{ if the brace is to be read',
    },
    "S156": {
        "fr": "ce portail mène à une démarche, et il lui manque des courriels : {found} ; écrivez-les sous"
        " « courriels » : sans eux, personne n'a de compte",
        "en": 'this portal leads to a procedure, and mails are missing: {found}; write them under "courriels": without'
        " them nobody has an account",
    },
    "S157": {
        "fr": "il manque {keys} à {object} : en mode discret, il faut bien donner l'accès, en mots qui ne disent rien"
        " du site",
        "en": "{keys} missing in {object}: where the site writes discreetly, the access has to be given too, in words"
        " that tell nothing of the site",
    },
    "S158": {
        "fr": "ce courriel doit citer {found} : sans cela, la personne ne peut entrer",
        "en": "this mail must cite {found}: without it the person cannot come in",
    },
    "S159": {
        "fr": "un courriel ne porte pas de document (« {found} ») : n'importe qui l'ouvrirait ; menez à l'espace"
        " personnel, par [mots](lien:espace)",
        "en": 'a mail carries no document ("{found}"): anybody could open it; lead to the personal space, with'
        " [words](lien:espace)",
    },
    "S160": {
        "fr": "« lien:{found} » n'a de sens que dans {where} : retirez-le d'ici",
        "en": '"lien:{found}" only means something in {where}: remove it from here',
    },
    "S161": {
        "fr": "« {found} » n'a pas de sens avec « repris_de » : personne ne répond à ce champ, retirez l'une des deux"
        " clés",
        "en": '"{found}" means nothing with "repris_de": nobody answers this field, remove one of the two keys',
    },
    "S162": {
        "fr": "« {found} » est repris du compte, ce qui n'a de place que parmi les champs d'une étape : sortez-le"
        " d'ici, ou retirez « repris_de »",
        "en": '"{found}" is taken from the account, which has a place among the fields of a step only: take it out of'
        ' here, or remove "repris_de"',
    },
    "S154": {
        "fr": "il manque {keys} dans {object} : ce que montrent l'onglet et l'historique du navigateur, qui ne doit"
        " rien dire de la personne, par exemple « Ma démarche »",
        "en": "{keys} missing in {object}: what the browser's tab and history show, which must tell nothing of the"
        ' person, for instance "Ma démarche"',
    },
}
