"""The mails that a portal of tests has because it leads to a procedure. They tell nothing of anybody."""

from __future__ import annotations

MAILS = """\
courriels:
  expediteur: Mon espace personnel
  creation_compte:
    objet: Votre espace personnel
    # tolérer C907 : courriel d'essai
    contenu: "Mot de passe provisoire : {mot_de_passe}. [Se connecter](lien:connexion)"
    discret:
      objet: Votre espace personnel
      # tolérer C907 : courriel d'essai
      contenu: "Mot de passe provisoire : {mot_de_passe}. [Se connecter](lien:connexion)"
  lien_acces:
    objet: Votre espace personnel
    # tolérer C907 : courriel d'essai
    contenu: "[Choisir mon mot de passe](lien:acces)"
    # tolérer C907 : courriel d'essai
    discret: {objet: Votre espace personnel, contenu: "[Choisir mon mot de passe](lien:acces)"}
  compte_existant: {objet: Votre espace personnel, contenu: "[Se connecter](lien:connexion)"}
  mot_de_passe_oublie:
    objet: Changement de mot de passe
    # tolérer C907 : courriel d'essai
    contenu: "[Choisir un nouveau mot de passe](lien:acces)"
    # tolérer C907 : courriel d'essai
    discret: {objet: Changement de mot de passe, contenu: "[Choisir un nouveau mot de passe](lien:acces)"}
  nouvelle: {objet: Du nouveau, contenu: "[Ouvrir mon espace personnel](lien:espace)"}
"""
