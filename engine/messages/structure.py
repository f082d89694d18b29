"""S1xx: the structure of a file. S101 to S112, S130, S134, S136, S151 and S154 come from the schema, the others
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
        "fr": "« {key} » : on attend {wanted}, pas {found}",
        "en": '"{key}": expected {wanted}, not {found}',
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
    "S109": {
        "fr": "on ne sait pas ce qu'est ce fichier : une seule de ces clés le dit",
        "en": "what this file is cannot be told: one of these keys says it, and only one",
    },
    "S110": {
        "fr": "« {found} » et « {other} » ne vont pas ensemble : gardez l'un des deux",
        "en": '"{found}" and "{other}" do not go together: keep one of them',
    },
    "S111": {
        "fr": "il manque une clé dans {object} : une seule de celles-ci",
        "en": "a key is missing in {object}: just one of these",
    },
    "S112": {
        "fr": "« {found} » n'a pas de sens ici",
        "en": '"{found}" means nothing here',
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
        "fr": "le choix « {found} » n'a ni « liste » ni « options »",
        "en": 'the choice "{found}" has neither "liste" nor "options"',
    },
    "S122": {
        "fr": "l'expression régulière « {found} » ne se lit pas : {detail:regex}",
        "en": 'the regular expression "{found}" cannot be read: {detail:regex}',
    },
    "S123": {
        "fr": "le maximum {found} est inférieur au minimum {minimum}",
        "en": "the maximum {found} is below the minimum {minimum}",
    },
    "S124": {
        "fr": "« {found} » n'est pas admis dans un texte : paragraphes, listes « - », **gras**, *italique*, liens",
        "en": '"{found}" is not allowed in a text: paragraphs, "-" lists, **strong**, *emphasis*, links',
    },
    "S125": {
        "fr": "un âge est calculé : « procedure » doit dire « anniversaire_29_fevrier », 1er_mars ou 28_fevrier",
        "en": 'an age is computed: "procedure" must say "anniversaire_29_fevrier", 1er_mars or 28_fevrier',
    },
    "S126": {
        "fr": "l'étape « {found} » n'est pas à sa place : « contenu » situation d'abord, puis les formulaires,"
        " justificatifs, depot, et confirmation en dernier, une fois chacun",
        "en": 'the step "{found}" is out of place: "contenu" situation first, then forms, justificatifs, depot, and'
        " confirmation last, each once",
    },
    "S127": {
        "fr": "{{{found}}} ne désigne ni un champ, ni un fait",
        "en": "{{{found}}} names neither a field nor a fact",
    },
    "S128": {
        "fr": "aucune valeur de « {reference} » n'est entre ces bornes",
        "en": 'no value of "{reference}" lies between these bounds',
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
        "fr": "le champ calculé « {found} » n'a pas de « valeur »",
        "en": 'the computed field "{found}" has no "valeur"',
    },
    "S134": {
        "fr": "version {found} du langage inconnue",
        "en": "unknown language version {found}",
    },
    "S135": {
        "fr": "« {found} » n'est pas une date : AAAA-MM-JJ",
        "en": '"{found}" is not a date: YYYY-MM-DD',
    },
    "S136": {
        "fr": "« {found} » ne peut être un identifiant : une lettre minuscule sans accent, puis lettres, chiffres et"
        " « _ », 64 caractères au plus",
        "en": '"{found}" cannot be an id: a lower-case letter without accent, then letters, digits and "_",'
        " 64 characters at most",
    },
    "S137": {
        "fr": "le code « {found} » est plus long que les {width} chiffres de {{site:{width}}} dans « numero »",
        "en": 'the code "{found}" is longer than the {width} digits of {{site:{width}}} in "numero"',
    },
    "S138": {
        "fr": "« selon » doit finir par « sinon: oui » : sans elle, une réponse pourrait ne mener nulle part",
        "en": '"selon" must end with "sinon: oui": without it, an answer could lead nowhere',
    },
    "S139": {
        "fr": "il manque une étape : « contenu » {found}, en dernier",
        "en": 'a step is missing: "contenu" {found}, at the end',
    },
    "S140": {
        "fr": "l'exemple « {found} » ne suit pas « format »",
        "en": 'the example "{found}" does not follow "format"',
    },
    "S141": {
        "fr": "des justificatifs sont demandés, mais aucune étape n'a « contenu: justificatifs »",
        "en": 'documents are asked, but no step has "contenu: justificatifs"',
    },
    "S142": {
        "fr": "« sinon » vient en dernier, une seule fois : ce qui le suit ne serait jamais lu",
        "en": '"sinon" comes last, and once: what follows it would never be read',
    },
    "S143": {
        "fr": "« {found} » est un groupe dans un groupe : il n'y en a qu'un niveau",
        "en": '"{found}" is a group inside a group: there is one level only',
    },
    "S150": {
        "fr": "« {found} » est un champ calculé : un texte ne cite que des réponses et des faits",
        "en": '"{found}" is a computed field: a text cites answers and facts only',
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
    "S154": {
        "fr": "il manque {keys} dans {object} : ce que montrent l'onglet et l'historique du navigateur, qui ne doit"
        " rien dire de la personne, par exemple « Ma démarche »",
        "en": "{keys} missing in {object}: what the browser's tab and history show, which must tell nothing of the"
        ' person, for instance "Ma démarche"',
    },
}
