"""The language's French keywords and their canonical names: one table, for building, checking and the documentation.

A keyword of the surface language occurs nowhere else in Python than here, in `engine.build` and in
`engine.conditions`. `KEYWORDS` says each key once; the other tables are closed lists of values.
"""

from __future__ import annotations

from collections.abc import Mapping

from .spec import Content, Kind, MailRole, Origin, Precision

KEYWORDS: Mapping[str, str] = {
    # The parts of a file.
    "procedure": "procedure",
    "portail": "portal",
    "bloc": "block",
    "services": "services",
    "liens": "links",
    "listes": "lists",
    "faits": "facts",
    "motifs": "motifs",
    "etapes": "steps",
    "justificatifs": "justificatifs",
    "regles": "rules",
    "textes": "texts",
    "documents": "documents",
    "courriels": "mails",
    "depot": "deposit",
    "entrees": "entries",
    "situation": "situation",
    "questions": "questions",
    "orientations": "orientations",
    "contenu": "content",
    "navigation": "menu",
    "pied": "footer",
    # What any object may say.
    "id": "id",
    "libelle": "label",
    "titre": "title",
    "texte": "text",
    "source": "source",
    "a_valider": "to_validate",
    "si": "condition",
    # The head of a procedure, a portal, a block.
    "langage": "language_version",
    "version": "version",
    "intitule": "full_title",
    "titre_neutre": "neutral_title",
    "sous_titre": "subtitle",
    "avertissement": "notice",
    "anniversaire_29_fevrier": "leap_day",
    "fichiers": "files",
    "taille_max": "max_bytes",
    "formats": "extensions",
    "attend": "expects",
    "adresse": "address",
    # Facts.
    "annees_entre": "years_between",
    "anniversaire": "anniversary",
    "nombre": "count",
    "au_moins_un": "some_element",
    "tous_les": "every_element",
    "dans": "inside",
    "selon": "by",
    "cas": "cases",
    "si_inconnu": "if_unknown",
    # Conditions.
    "tous": "all_of",
    "un_de": "one_of",
    "aucun_de": "none_of",
    "min": "minimum",
    "max": "maximum",
    "plus_de": "more_than",
    "moins_de": "less_than",
    "avant": "before",
    "apres": "after",
    "au_plus_tot": "not_before",
    "au_plus_tard": "not_after",
    "renseigne": "answered",
    "sinon": "otherwise",
    # Steps and sections.
    "chemin": "slug",
    "avancement": "progress",
    "reste": "remaining",
    "rappel_situation": "recalls_situation",
    "encarts": "inserts",
    "annonce": "announcement",
    "sections": "sections",
    "champs": "fields",
    "introduction": "introduction",
    # Fields.
    "type": "kind",
    "aide": "hint",
    "obligatoire": "required",
    "longueur_max": "max_length",
    "format": "pattern",
    "format_message": "pattern_message",
    "format_exemple": "pattern_example",
    "liste": "list",
    "options": "options",
    "presentation": "presentation",
    "precision": "precision",
    "historiques": "historic",
    "repetable": "repeat",
    "ajouter": "add_label",
    "distincts": "distinct",
    "valeur": "template",
    "confirmer": "confirm_label",
    "supprimer": "remove_label",
    "remplissage": "autocomplete",
    "repris_de": "taken_from",
    # Rules.
    "alors": "then",
    "message": "message",
    "champ": "field",
    "orienter_vers": "redirect",
    # Justificatifs.
    "titre_liste": "list_title",
    "groupes": "groups",
    "demandes": "requests",
    "code": "code",
    "consigne": "instruction",
    "fournir": "provision",
    "entete": "heading",
    "envoi": "upload",
    "note": "note",
    "anciennete_max": "max_age",
    # Documents and deposit.
    "nom_fichier": "file_name",
    "blocs": "blocks",
    "lignes": "lines",
    "majuscules": "upper",
    "numero": "number",
    "territoire": "territory",
    "defaut": "default_service",
    "departements": "departments",
    "nom": "name",
    "site": "site",
    # Mails. That of the deposit is under the key of the deposit.
    "expediteur": "sender",
    "creation_compte": "account_created",
    "lien_acces": "access_link",
    "compte_existant": "account_exists",
    "mot_de_passe_oublie": "password_forgotten",
    "nouvelle": "news",
    "objet": "subject",
    "discret": "discreet",
    # Shared blocks.
    "inclure": "include",
    "sauf": "except",
    "adapter": "adapt",
    "comme": "prefix",
    # The decision graph.
    "hors_etapes": "outside_steps",
    "bouton": "button",
    "choix": "choices",
    "recap": "recap",
    "question": "question",
    "poursuivre": "proceed",
    "motif": "motif",
    "lien": "link",
    # The links around every page.
    "page": "page",
    "accueil": "home",
    "plan": "site_map",
    "compte": "account",
    # Translations.
    "traduction": "translation",
    "de": "translated_file",
    "langue": "language",
    # Scenarios.
    "scenarios": "scenarios",
    "demarche": "of_procedure",
    "le": "day",
    "entree": "entry",
    "avec": "given",
    "attendu": "claims",
    "visibles": "shown",
    "absents": "hidden",
    "manque": "missing",
    "sans_justificatifs": "justificatifs_not_asked",
    "justificatifs_exactement": "justificatifs_exactly",
    "pieces": "items",
    "oriente_vers": "redirected_to",
    "poursuit": "proceeds",
    "bloque": "refused",
    "messages": "messages",
    "complet": "complete",
    "etape": "next_step",
}
"""Every key of the language and the name it has in the code."""

FIELD_KINDS: Mapping[str, Kind] = {
    "texte": "text",
    "texte_long": "long_text",
    "date": "date",
    "choix": "choice",
    "oui_non": "yes_no",
    "case": "checkbox",
    "engagement": "commitment",
    "email": "email",
    "telephone": "phone",
    "pays": "country",
    "nationalite": "nationality",
    "numero": "number",
    "adresse": "address",
    "groupe": "group",
    "calcule": "computed",
}
"""The values of a field's `type`."""

CONTENTS: Mapping[str, Content] = {
    "formulaire": "form",
    "situation": "situation",
    "justificatifs": "justificatifs",
    "depot": "deposit",
    "confirmation": "confirmation",
}
"""The values of a step's `contenu`."""

PRECISIONS: Mapping[str, Precision] = {"jour": "day", "mois": "month", "annee": "year"}
"""The values of a date's `precision`."""

ORIGINS: Mapping[str, Origin] = {"compte": "compte"}
"""The values of a field's `repris_de`."""

PORTAL_MAILS: Mapping[str, MailRole] = {
    "creation_compte": "account_created",
    "lien_acces": "access_link",
    "compte_existant": "account_exists",
    "mot_de_passe_oublie": "password_forgotten",
    "nouvelle": "news",
}
"""The mails of a portal, by their keys under `courriels`."""

OWN_PAGES: Mapping[str, str] = {"traces": "traces"}
"""The texts of a portal that the pages of an account link to by themselves: how to leave no trace on a device."""

PROCEDURE_MAILS: Mapping[str, MailRole] = {"depot": "deposit"}
"""The mails of a procedure."""

PROSE_KEYS: frozenset[str] = frozenset(
    {
        "a_valider",
        "aide",
        "ajouter",
        "anciennete_max",
        "annonce",
        "avertissement",
        "bouton",
        "confirmer",
        "consigne",
        "entete",
        "expediteur",
        "format_message",
        "intitule",
        "introduction",
        "libelle",
        "message",
        "nom",
        "note",
        "objet",
        "recap",
        "reste",
        "sous_titre",
        "supprimer",
        "texte",
        "titre",
        "titre_liste",
        "titre_neutre",
        "valeur",
    }
)
"""Where people read what the author wrote: a comment that follows there without quotes may be the end of the text."""

ADAPTABLE_KEYS: frozenset[str] = frozenset(
    {
        "libelle",
        "aide",
        "si",
        "obligatoire",
        "source",
        "a_valider",
        "titre",
        "texte",
        "consigne",
        "introduction",
        "note",
        "max",
    }
)
"""What `adapter` may change in an included block."""

_UNANSWERED: frozenset[Kind] = frozenset({"computed"})
_TICKED: frozenset[Kind] = frozenset({"checkbox", "commitment"})
_ALL: frozenset[Kind] = frozenset(FIELD_KINDS.values())
_TYPED: frozenset[Kind] = frozenset({"text", "number"})

KINDS_OF_KEY: Mapping[str, frozenset[Kind]] = {
    "obligatoire": _ALL - {"checkbox", "computed"},
    "longueur_max": _TYPED | {"long_text"},
    "format": _TYPED,
    "format_message": _TYPED,
    "format_exemple": _TYPED,
    "liste": frozenset({"choice"}),
    "options": frozenset({"choice"}),
    "presentation": frozenset({"choice"}),
    "precision": frozenset({"date"}),
    "historiques": frozenset({"country"}),
    "repetable": _ALL - _UNANSWERED - _TICKED,
    "champs": frozenset({"group"}),
    "valeur": frozenset({"computed"}),
    "confirmer": frozenset({"number"}),
    "supprimer": frozenset({"number"}),
    "remplissage": _ALL - _UNANSWERED - _TICKED - {"group"},
    "repris_de": frozenset({"email"}),
}
"""The keys of a field that only some kinds take, with these kinds; every other key is common to all."""
