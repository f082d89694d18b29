"""Every setting of a deployment, as the operator's documentation lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Option:
    """One variable: its default as it would be written, what it may be, what it protects or changes."""

    name: str
    default: str
    takes: str
    why: str
    secret: bool = False


OPTIONS: Final = (
    Option(
        "PARCOURS_BASE_URL",
        "where it listens",
        "an https address; http for this machine alone",
        "Links in mails and cookies are made from it alone, never from a request: a forged `Host` changes "
        "nothing. `https` makes cookies `Secure` and `__Host-`.",
    ),
    Option(
        "PARCOURS_PROXYS",
        "(none)",
        "IP addresses, separated by commas",
        "Reverse proxies whose `X-Forwarded-For` is believed. Behind a proxy and without it everybody is one source: "
        "30 requests for an account or a new password and 100 failed sign-ins an hour for the whole site.",
    ),
    Option(
        "PARCOURS_GEOCODEUR",
        "(none)",
        "an address",
        "Geocoder that proposes addresses; what people type is sent to it. Without it, the embedded communes do.",
    ),
    Option(
        "PARCOURS_PREMIER_ACCES",
        "mot_de_passe",
        "`mot_de_passe` or `lien`",
        "What the first mail holds: the guide's provisional password, or a link used once. A link leaves no "
        "password in a mailbox.",
    ),
    Option(
        "PARCOURS_COURRIELS",
        "guide",
        "`guide` or `discrets`",
        "What mails say: the guide's words, or only that there is news in the personal space. Whoever reads "
        "the mailbox learns less with `discrets`.",
    ),
    Option(
        "PARCOURS_MOT_DE_PASSE",
        "8,majuscule,minuscule,chiffre,special",
        "a length, 8 to 64, then classes required",
        "The rule of passwords (guide L157). Common passwords are refused whatever it says.",
    ),
    Option(
        "PARCOURS_SESSION_INACTIVITE",
        "30",
        "minutes, 5 to 120",
        "A session ends that long after its last use: a device left open shows nothing more.",
    ),
    Option(
        "PARCOURS_SESSION_DUREE",
        "8",
        "hours, 1 to 24",
        "A session ends that long after it began, whatever happens.",
    ),
    Option(
        "PARCOURS_BROUILLONS",
        "30",
        "days, 1 to 365",
        "A draft is erased that long after its last change.",
    ),
    Option(
        "PARCOURS_SORTIE",
        "https://www.wikipedia.org/",
        "an https address",
        "Where the quick exit leads. A site that anybody may have been reading.",
    ),
    Option(
        "PARCOURS_SMTP_HOTE",
        "(none)",
        "a host name or an IP address, without a port",
        "Mail server. Without it mails are not sent; with `--dev` they are written under `var/mails`.",
    ),
    Option(
        "PARCOURS_SMTP_PORT",
        "that of the security (587, 465, 25)",
        "a port, 1 to 65535",
        "Its port.",
    ),
    Option(
        "PARCOURS_SMTP_SECURITE",
        "starttls",
        "`starttls`, `tls`, or `en_clair` to this machine",
        "Mails carry provisional passwords: they never travel in clear to another machine.",
    ),
    Option(
        "PARCOURS_SMTP_IDENTIFIANT",
        "(none)",
        "a text",
        "Who signs in to the mail server.",
    ),
    Option(
        "PARCOURS_SMTP_MOT_DE_PASSE",
        "(none)",
        "a text",
        "Their password. `PARCOURS_SMTP_MOT_DE_PASSE_FICHIER` names a file that holds it instead.",
        secret=True,
    ),
    Option(
        "PARCOURS_EXPEDITEUR",
        "ne-pas-repondre@ the host of `PARCOURS_BASE_URL`",
        "a mail address",
        "Sender of mails. Without `--dev`, one of these two settings must be said: nothing is sent from a made-up "
        "address. Choose one that says nothing of what the site is for.",
    ),
    Option(
        "PARCOURS_FRANCECONNECT_DECOUVERTE",
        "(none)",
        "an https address",
        "Address of the provider's discovery document. Without it no button is shown.",
    ),
    Option(
        "PARCOURS_FRANCECONNECT_CLIENT",
        "(none)",
        "a text",
        "This site's name at the provider.",
    ),
    Option(
        "PARCOURS_FRANCECONNECT_SECRET",
        "(none)",
        "a text",
        "Its secret. `PARCOURS_FRANCECONNECT_SECRET_FICHIER` names a file that holds it instead.",
        secret=True,
    ),
    Option(
        "PARCOURS_FRANCECONNECT_PORTEES",
        "openid email",
        "scopes, separated by spaces",
        "What is asked of the provider. Nothing but an address is used: ask for no more.",
    ),
    Option(
        "PARCOURS_FRANCECONNECT_NIVEAU",
        "eidas1",
        "levels of assurance, separated by spaces, or `aucun`",
        "What is asked is checked in the answer too. `aucun` for a provider that knows no levels.",
    ),
    Option(
        "PARCOURS_FRANCECONNECT_PKCE",
        "non",
        "`oui` or `non`",
        "A code taken on its way is of no use with it. FranceConnect refuses it; turn it on for any other provider.",
    ),
)
"""Every setting. The order is that of the documentation."""
