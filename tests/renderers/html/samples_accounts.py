"""Pages of an account built by hand, and what stands around every page once signed in."""

from __future__ import annotations

from gettext import NullTranslations

from renderers.html import (
    ACCOUNT,
    AccountBar,
    AccountView,
    CreatedView,
    FormView,
    FranceConnectView,
    LetterView,
    LinkedView,
    NavLink,
    OwnDossier,
    OwnMessage,
    OwnSession,
    SecurityView,
    SignInView,
    SpaceView,
    TextView,
)
from renderers.html import account_forms as forms
from tests.renderers.html.samples import PAGE, rich

gettext = NullTranslations().gettext
RULE = (
    "qui doit faire au moins 8 caractères avec au moins une majuscule, une minuscule, un chiffre et un caractère "
    "spécial."
)

ADA = AccountBar("/espace", "/deconnexion", "jeton-ada", "ada@exemple.example")
SIGNED_OUT = PAGE._replace(exit_url="/quitter", sign_in_url="/connexion", nav=(*PAGE.nav, ACCOUNT), flash=())
SIGNED_IN = SIGNED_OUT._replace(
    account=ADA, session_ends="14 h 32", session_seconds=1800, extend_url="/prolonger", csrf_token="jeton-ada"
)
SHARED = SIGNED_IN._replace(autocomplete=False)

FRANCECONNECT = FranceConnectView("/connexion/fc", "https://franceconnect.example/a-propos")
SIGN_IN = SignInView("Connexion", forms.sign_in_fields(gettext), "/connexion/oubli", "/compte", (), FRANCECONNECT)
REFUSED = SignInView(
    "Connexion",
    forms.sign_in_fields(
        gettext,
        {"identifiant": "ada@exemple.example", "mot_de_passe": "Secret-1", "appareil_partage": "oui"},
        {"identifiant": "L'identifiant ou le mot de passe n'est pas le bon."},
    ),
    "/connexion/oubli",
    "/compte",
    ("Votre session s'est terminée.",),
    hidden={"retour": "/d/abc"},
)
CREATION = forms.creation_form(
    gettext,
    "Compte",
    {"email": "ada@exemple.example", "email_confirmation": "ad@exemple.example"},
    {"email_confirmation": "Les deux adresses ne sont pas les mêmes."},
)
NEW_PASSWORD = forms.new_password_form(gettext, "Mot de passe", RULE, {"nouveau_mot_de_passe": "Trop court."})
FORGOTTEN = forms.forgotten_form(gettext, "Mot de passe", "/connexion")
LINK = forms.link_form(gettext, "Continuer")
RECOVERY = forms.recovery_form(gettext, "Ouvrir", "/espace", {"code": "K7QM"}, {"code": "Ce code n'est pas le bon."})
WITH_BODY = FormView("Titre", "Titre", LINK.buttons, body=rich("Un texte."))
CREATED = CreatedView("Compte", ("Regardez aussi dans les messages indésirables.",))
SPACE = SpaceView(
    "Mon espace",
    (
        OwnDossier("Ma demande", "Pas encore déposée.", "Modifiée hier.", "", "/d/a", "", "/d/a/abandonner"),
        OwnDossier("Ma demande", "Déposée.", "Le 2 mars.", "5901", "", "/d/b", "", "/d/b/confirmation.pdf"),
        OwnDossier("Ma demande", "Pas encore déposée.", closed=True),
    ),
    (OwnMessage("Une nouvelle", "2 mars 2026", "/espace/messages/1"), OwnMessage("Autre", "1er mars", "/m/2")),
    "/commencer",
    "/espace/securite",
    (NavLink("Comment effacer mes traces", "/traces"),),
    "/espace/secours",
)
NOTHING = SpaceView("Mon espace", (), (), "/commencer", "/espace/securite")
LETTER = LetterView("Une nouvelle", "Message", "2 mars 2026", rich("Bonjour,", "Votre demande est reçue."), "/espace")
SECURITY = SecurityView(
    "Sécurité",
    (
        OwnSession("Chrome sur Android", "Depuis hier.", "Utilisé à 14 h.", "finir:1", current=True),
        OwnSession("Firefox sur Windows", "Depuis lundi.", "Utilisé lundi.", "finir:2"),
    ),
    "finir_tout",
    "code",
    password_url="/mot-de-passe",
    back_url="/espace",
    franceconnect=LinkedView(linked=False, url="/connexion/fc", action="delier"),
)
NEW_CODE = SecurityView(
    "Sécurité",
    SECURITY.sessions,
    "finir_tout",
    "code",
    code_url="/espace/code-de-secours",
    password_url="/mot-de-passe",
    back_url="/espace",
    code=("K7QM", "4XWD", "9RTB"),
    franceconnect=LinkedView(linked=True, url="/connexion/fc", action="delier"),
)
TEXT = TextView("Comment effacer mes traces", "Aide", rich("D'abord."))

VIEWS: dict[str, AccountView] = {
    "sign in": SIGN_IN,
    "refused": REFUSED,
    "creation": CREATION,
    "new password": NEW_PASSWORD,
    "forgotten": FORGOTTEN,
    "link": LINK,
    "recovery": RECOVERY,
    "with body": WITH_BODY,
    "created": CREATED,
    "space": SPACE,
    "nothing yet": NOTHING,
    "letter": LETTER,
    "security": SECURITY,
    "new code": NEW_CODE,
    "text": TEXT,
}
