"""What a deployment may be told of its provider."""

from __future__ import annotations

import pytest

from renderers.web.openid import ProviderSettings, ProviderSettingsError


def told(
    address: str = "https://fc.exemple.fr/api/v2",
    *,
    client_id: str = "service",
    client_secret: str = "secret",  # noqa: S107 - invented
    scopes: str = "openid email",
    acr_values: str = "eidas1",
) -> ProviderSettings:
    return ProviderSettings.at(
        address, client_id=client_id, client_secret=client_secret, scopes=scopes, acr_values=acr_values
    )


@pytest.mark.parametrize(
    ("address", "issuer", "discovery"),
    [
        ("https://fc.exemple.fr/api/v2", "https://fc.exemple.fr/api/v2", "https://fc.exemple.fr/api/v2"),
        ("https://fc.exemple.fr/", "https://fc.exemple.fr/", "https://fc.exemple.fr"),
        (
            " https://fc.exemple.fr/api/v2/.well-known/openid-configuration\n",
            "https://fc.exemple.fr/api/v2",
            "https://fc.exemple.fr/api/v2",
        ),
        ("http://127.0.0.1:8443", "http://127.0.0.1:8443", "http://127.0.0.1:8443"),
        ("http://localhost:8443", "http://localhost:8443", "http://localhost:8443"),
    ],
)
def test_addresses(address: str, issuer: str, discovery: str) -> None:
    settings = told(address)
    assert settings.issuer == issuer
    assert settings.discovery == f"{discovery}/.well-known/openid-configuration"


def test_what_franceconnect_asks_for_is_the_default() -> None:
    settings = ProviderSettings.at("https://fc.exemple.fr", client_id="service", client_secret="secret")
    assert (settings.scopes, settings.acr_values, settings.pkce) == (("openid", "email"), ("eidas1",), False)
    assert settings.label == "FranceConnect"


def test_a_secret_is_not_shown() -> None:
    assert "mot-cache" not in repr(told(client_secret="mot-cache"))


@pytest.mark.parametrize(
    "other",
    [
        {"address": "http://fc.exemple.fr"},
        {"address": "http://127.0.0.1.exemple.fr"},
        {"address": "fc.exemple.fr"},
        {"address": ""},
        {"address": "https://"},
        {"address": "https://moi:secret@fc.exemple.fr"},
        {"address": "https://fc.exemple.fr?x=1"},
        {"address": "https://fc.exemple.fr#a"},
        {"address": "https://fc.exemple.fr/a b"},
        {"address": "https://fc.exemple.fr:port"},
        {"address": "https://fc.exemple.fr\\@ailleurs.exemple.fr"},
        {"address": "file:///etc/passwd"},
        {"client_id": ""},
        {"client_id": "é"},
        {"client_secret": " "},
        {"client_secret": "deux mots"},
        {"scopes": "email"},
        {"scopes": ""},
        {"scopes": 'openid "'},
        {"acr_values": "é"},
    ],
)
def test_what_would_not_be_safe_is_refused(other: dict[str, str]) -> None:
    with pytest.raises(ProviderSettingsError, match="fournisseur") as raised:
        told(**other)
    assert isinstance(raised.value, ValueError)
    assert "secret@" not in str(raised.value)
