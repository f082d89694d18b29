"""The short forms of the account, in the words of the guide where it has them (L49, L127-163).

Each is made for one language: `gettext` gives its sentences. Names of controls are constants, for who reads the post.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from engine.texts import Paragraph, RichText, Span
from engine.view import FieldFrame, FieldView
from engine.view.fields import ShownKind

from .accounts import FormView
from .context import ButtonView, NavLink

Gettext = Callable[[str], str]

IDENTIFIER: Final = "identifiant"
PASSWORD: Final = "mot_de_passe"  # noqa: S105 - the name of a control
SHARED_DEVICE: Final = "appareil_partage"
EMAIL: Final = "email"
EMAIL_AGAIN: Final = "email_confirmation"
NEW_PASSWORD: Final = "nouveau_mot_de_passe"  # noqa: S105 - the name of a control
NEW_PASSWORD_AGAIN: Final = "mot_de_passe_confirmation"  # noqa: S105 - the name of a control
RECOVERY_CODE: Final = "code"

SIGN_IN: Final = "identifier"
VALIDATE: Final = "valider"
"""What the main buttons post as `action`."""

KnownBy = Literal["session", "password", "sign_in"]
"""How it is known that who asks is whose account it is: the open session is enough, the password, or a sign-in anew."""

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def sign_in_fields(
    gettext: Gettext, values: Mapping[str, str] = NOTHING, errors: Mapping[str, str] = NOTHING
) -> tuple[FieldView, ...]:
    """The fields of `SignInView`: what was typed and what is wrong, by name. The password is never shown again."""
    frames = (
        frame(
            IDENTIFIER,
            "email",
            gettext("Identifiant\u00a0:"),
            "username",
            hint=gettext("L'adresse email de votre compte."),
        ),
        frame(PASSWORD, "password", gettext("Mot de passe\u00a0:"), "current-password"),
        _shared_device(gettext),
    )
    return _filled(frames, values, errors)


def _shared_device(gettext: Gettext) -> FieldFrame:
    """The box of every page that begins a session with a form."""
    hint = gettext(
        "Cochez si quelqu'un d'autre utilise ce téléphone ou cet ordinateur. La session sera plus courte. Si le "
        "navigateur propose d'enregistrer le mot de passe, refusez."
    )
    return frame(SHARED_DEVICE, "checkbox", gettext("Appareil partagé"), optional=True, hint=hint)


def creation_form(
    gettext: Gettext, neutral_title: str, values: Mapping[str, str] = NOTHING, errors: Mapping[str, str] = NOTHING
) -> FormView:
    """An account to create: the address that will sign in, twice (guide L49)."""
    frames = (
        frame(EMAIL, "email", gettext("Adresse email"), "email"),
        frame(EMAIL_AGAIN, "email", gettext("Confirmation de l'adresse email"), "email"),
    )
    return FormView(
        title=gettext("Compléter les renseignements suivants pour accéder à vos services."),
        neutral_title=neutral_title,
        place=gettext("Création de compte"),
        starred=True,
        fields=_filled(frames, values, errors),
        buttons=(ButtonView(gettext("Valider"), VALIDATE, "main"),),
    )


def new_password_form(
    gettext: Gettext, neutral_title: str, rule: str, errors: Mapping[str, str] = NOTHING, *, chosen: bool = False
) -> FormView:
    """A password to choose (guide L155-163). `rule` is what it must be, in a sentence ("…, qui doit faire …").

    `chosen` when the person wanted another one: the guide's first sentence says that they must.
    """
    asked = gettext("Merci de renseigner un nouveau mot de passe, %(rule)s") % {"rule": rule}
    must = gettext("Votre mot de passe doit être réinitialisé.")
    frames = (
        frame(NEW_PASSWORD, "password", gettext("Nouveau mot de passe\u00a0:"), "new-password"),
        frame(NEW_PASSWORD_AGAIN, "password", gettext("Confirmation du mot de passe\u00a0:"), "new-password"),
    )
    return FormView(
        title=gettext("Réinitialisation du mot de passe"),
        neutral_title=neutral_title,
        paragraphs=(asked if chosen else f"{must} {asked}",),
        fields=_filled(frames, NOTHING, errors),
        buttons=(ButtonView(gettext("Valider mon mot de passe"), VALIDATE, "main"),),
    )


def forgotten_form(
    gettext: Gettext,
    neutral_title: str,
    sign_in_url: str,
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> FormView:
    """A password to make anew by mail."""
    return FormView(
        title=gettext("Mot de passe oublié"),
        neutral_title=neutral_title,
        paragraphs=(
            gettext(
                "Écrivez l'adresse email de votre compte. Nous y enverrons un lien pour choisir un autre mot de passe."
            ),
            gettext(
                "Si quelqu'un d'autre peut lire vos emails, changez d'abord le mot de passe de votre boîte mail, ou "
                "demandez de l'aide à une personne de confiance."
            ),
        ),
        fields=_filled((frame(EMAIL, "email", gettext("Adresse email\u00a0:"), "username"),), values, errors),
        buttons=(ButtonView(gettext("Recevoir un lien"), VALIDATE, "main"),),
        links=(NavLink(gettext("Revenir à la connexion"), sign_in_url),),
    )


def link_form(gettext: Gettext, neutral_title: str) -> FormView:
    """What the link of a mail opens: one button, so that what visits links by itself uses none up."""
    return FormView(
        title=gettext("Continuer"),
        neutral_title=neutral_title,
        paragraphs=(
            gettext("Ce lien ne sert qu'une fois. Appuyez sur le bouton pour choisir votre mot de passe."),
            gettext("Si vous n'avez rien demandé, fermez cette page."),
        ),
        fields=_filled((_shared_device(gettext),), NOTHING, NOTHING),
        buttons=(ButtonView(gettext("Choisir mon mot de passe"), VALIDATE, "main"),),
    )


def recovery_form(
    gettext: Gettext,
    neutral_title: str,
    space_url: str,
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> FormView:
    """The recovery code to give, for dossiers that a password made anew by mail does not open."""
    hint = gettext("Les lettres et les chiffres, avec ou sans espaces, en majuscules ou en minuscules.")
    asked = frame(RECOVERY_CODE, "text", gettext("Code de secours\u00a0:"), "off", hint=hint)
    return FormView(
        title=gettext("Ouvrir mes démarches"),
        neutral_title=neutral_title,
        paragraphs=(
            gettext(
                "Votre mot de passe a été refait par email. Pour que personne d'autre ne lise vos démarches, celles "
                "d'avant ne s'ouvrent qu'avec votre code de secours."
            ),
        ),
        fields=_filled((asked,), values, errors),
        buttons=(ButtonView(gettext("Ouvrir mes démarches"), VALIDATE, "main"),),
        links=(NavLink(gettext("Revenir à mon espace"), space_url),),
    )


def code_offer(
    gettext: Gettext,
    neutral_title: str,
    space_url: str,
    errors: Mapping[str, str] = NOTHING,
    *,
    replaces: bool = False,
    known_by: KnownBy = "session",
) -> FormView:
    """A recovery code to take; another one where it `replaces` one. `known_by` is what the person must show first."""
    paragraphs = [
        gettext(
            "Qui lit votre boîte mail peut faire changer votre mot de passe. Avec un code de secours, cette "
            "personne ne verra pas vos réponses ni vos fichiers\u00a0: il faudra ce code pour les rouvrir."
        ),
        gettext(
            "Notez-le sur un papier que vous seul(e) trouverez, ou confiez-le à une association. Sans lui, après "
            "un changement de mot de passe par email, vos démarches resteront fermées."
        ),
    ]
    if replaces:
        paragraphs.append(gettext("Un nouveau code remplace l'ancien."))
    if known_by == "sign_in":
        paragraphs.append(gettext("Pour remplacer votre code, déconnectez-vous, puis reconnectez-vous et revenez ici."))
    label = gettext("Prendre un autre code") if replaces else gettext("Prendre un code de secours")
    return FormView(
        title=gettext("Votre code de secours"),
        neutral_title=neutral_title,
        paragraphs=tuple(paragraphs),
        fields=(current_password(gettext, errors),) if known_by == "password" else (),
        buttons=() if known_by == "sign_in" else (ButtonView(label, "code", "main"),),
        links=(NavLink(gettext("Revenir à mon espace") if replaces else gettext("Continuer sans code"), space_url),),
    )


def current_password(gettext: Gettext, errors: Mapping[str, str] = NOTHING) -> FieldView:
    """The password of who is signed in already."""
    asked = frame(PASSWORD, "password", gettext("Mot de passe actuel\u00a0:"), "current-password")
    return FieldView(asked, asked.anchor, error=errors.get(PASSWORD))


@lru_cache(maxsize=256)
def frame(
    name: str, kind: ShownKind, label: str, autocomplete: str | None = None, *, optional: bool = False, hint: str = ""
) -> FieldFrame:
    """What is fixed of a field of a short form: the same object for the same words, as renderers keep it."""
    said = RichText((Paragraph((Span(hint),)),), shared=True) if hint else None
    anchor = f"f-{name}"
    return FieldFrame(name, kind, name, anchor, label, not optional, hint=said, autocomplete=autocomplete)


def _filled(
    frames: tuple[FieldFrame, ...], values: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[FieldView, ...]:
    """The fields with what was typed, but passwords, and what is wrong."""
    return tuple(
        FieldView(
            asked,
            asked.anchor,
            "" if asked.kind == "password" else values.get(asked.name, ""),
            hint=asked.hint,
            error=errors.get(asked.name),
        )
        for asked in frames
    )
