"""What a deployment's mails may leave by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renderers.outbox.settings import MailServer, OutboxSettings, OutboxSettingsError, outbox_settings

SENDER = "ne-pas-repondre@demarches.test"
SERVER: dict[str, Any] = {"host": "courriel.exemple.fr", "sender": SENDER}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, MailServer("courriel.exemple.fr", 587, "starttls", "demarches.test")),
        ({"security": "tls"}, MailServer("courriel.exemple.fr", 465, "tls", "demarches.test")),
        ({"host": "127.0.0.1", "security": "none"}, MailServer("127.0.0.1", 25, "none", "demarches.test")),
        ({"host": "::1", "security": "none", "port": 1025}, MailServer("::1", 1025, "none", "demarches.test")),
        ({"host": "2001:db8::1"}, MailServer("2001:db8::1", 587, "starttls", "demarches.test")),
        ({"host": "[2001:db8::1]"}, MailServer("2001:db8::1", 587, "starttls", "demarches.test")),
        (
            {"port": 2587, "user": "u", "password": "p", "ehlo": "front-1.exemple.fr"},
            MailServer("courriel.exemple.fr", 2587, "starttls", "front-1.exemple.fr", "u", "p"),
        ),
        ({"ehlo": "[192.0.2.1]"}, MailServer("courriel.exemple.fr", 587, "starttls", "[192.0.2.1]")),
    ],
)
def test_a_server(given: dict[str, Any], expected: MailServer) -> None:
    assert outbox_settings(**SERVER | given) == OutboxSettings(SENDER, server=expected)


def test_a_folder(tmp_path: Path) -> None:
    assert outbox_settings(sender=SENDER, folder=tmp_path, dev=True) == OutboxSettings(SENDER, folder=tmp_path)


def test_a_sender_is_kept_in_ascii() -> None:
    assert outbox_settings(host="x.test", sender="a@préfecture.test").sender == "a@xn--prfecture-c4a.test"


@pytest.mark.parametrize(
    ("given", "setting", "said"),
    [
        ({"sender": ""}, "sender", "adresse électronique"),
        ({"sender": "Parcours <a@exemple.fr>"}, "sender", "adresse électronique"),
        ({"sender": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "sender", "adresse électronique"),
        ({"host": ""}, "host", "quel serveur"),
        ({"host": "smtp://exemple.fr"}, "host", "nom de serveur"),
        ({"host": "moi@exemple.fr"}, "host", "nom de serveur"),
        ({"host": "courriel.exemple.fr:587"}, "host", "PARCOURS_SMTP_PORT"),
        ({"host": "[2001:db8::1]:587"}, "host", "PARCOURS_SMTP_PORT"),
        ({"host": "[courriel.exemple.fr]"}, "host", "nom de serveur"),
        ({"security": "none"}, "security", "qu'à cette machine"),
        ({"security": "none", "host": "10.0.0.1"}, "security", "qu'à cette machine"),
        ({"security": "none", "host": "localhost.exemple.fr"}, "security", "qu'à cette machine"),
        ({"security": "none", "host": "localhost", "user": "u", "password": "p"}, "user", "sans chiffrement"),
        ({"user": "u"}, "password", "vont ensemble"),
        ({"password": "p"}, "password", "vont ensemble"),
        ({"port": 0}, "port", "1 à 65535"),
        ({"port": 70000}, "port", "1 à 65535"),
        ({"ehlo": "moi\r\nMAIL"}, "ehlo", "nom comme"),
        ({"ehlo": "é.fr"}, "ehlo", "nom comme"),
        ({"folder": Path("x"), "dev": True}, "folder", "pas aux deux"),
        ({"folder": Path("x"), "host": ""}, "folder", "en développement seulement"),
    ],
)
def test_what_would_not_work_or_not_be_safe_is_refused(given: dict[str, Any], setting: str, said: str) -> None:
    with pytest.raises(OutboxSettingsError, match=said) as refused:
        outbox_settings(**SERVER | given)
    assert refused.value.setting == setting


def test_a_password_is_not_shown() -> None:
    assert "canari" not in repr(outbox_settings(**SERVER, user="u", password="canari"))
