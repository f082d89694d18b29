"""A small site that writes: a portal with every mail, a procedure with one, and ids that are numbers."""

from __future__ import annotations

import itertools

from engine.build import load_sources
from engine.mails import Correspondence, MailMode
from engine.spec import Catalogue, Mail, Portal
from engine.store.sealer import KeySealer
from tests.mails import MAILS

PORTAL = f"""\
portail:
  id: portail
  langage: 1
  version: "1"
  titre: Permis
  titre_neutre: Ma démarche
  avertissement: "Site pour apprendre : [le vrai](lien:vrai), [une page](/plan)."
liens:
  vrai: {{libelle: Vrai, adresse: "https://vrai.example/"}}
  aide: {{libelle: Aide, adresse: /plan}}
  avis: {{libelle: Avis}}
situation: qui
questions:
  qui: {{libelle: Qui, choix: {{moi: {{libelle: Moi, recap: Vous, poursuivre: {{procedure: peche, motif: loisir}}}}}}}}
{MAILS}"""
PROCEDURE = """\
procedure: {id: peche, langage: 1, version: "1", titre: Permis de pêche, titre_neutre: Ma démarche}
motifs: {loisir: {libelle: Loisir}}
liens:
  regles: {libelle: Règles, adresse: /orientation/1}
courriels:
  depot:
    objet: Votre demande est transmise
    contenu: |
      Bonjour {nom}, votre dossier {numero} est transmis.

      - [votre espace](lien:espace), [les règles](lien:regles) et [l'aide](lien:aide)
      - [votre avis](lien:avis)
DISCRETetapes:
  - {id: situation, titre: Situation, contenu: situation}
  - {id: nom, titre: Nom, sections: [{id: nom, titre: Nom, champs: [{id: nom, type: texte, libelle: Nom}]}]}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
DISCREET = '    discret: {objet: Du neuf, contenu: "[Ouvrir](lien:espace)"}\n'
SEALER = KeySealer(b"k" * 32)
AT = "2026-03-10T11:00:00.000000+00:00"


def catalogue(discreet: str = "", portal: str = PORTAL) -> Catalogue:
    """The site; `discreet` is the discreet text of the procedure's mail."""
    files = {"portail.yaml": portal, "peche.yaml": PROCEDURE.replace("DISCRET", discreet)}
    loaded = load_sources({name: text.encode() for name, text in files.items()})
    assert loaded.problems == ()
    return loaded.catalogue


def portal_of(found: Catalogue) -> Portal:
    """Its portal."""
    assert found.portal is not None
    return found.portal


def deposit_mail(found: Catalogue) -> Mail:
    """The mail of its procedure."""
    return found.procedures["peche"].mails["deposit"]


def correspondence(mode: MailMode, found: Catalogue | None = None) -> Correspondence:
    """How it writes, its ids from 1."""
    numbers = itertools.count(1)
    portal = portal_of(found or catalogue())
    return Correspondence(portal, SEALER, mode, "https://site.example", "post.example", lambda: f"{next(numbers):032x}")
