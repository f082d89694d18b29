"""What a deployment may be."""

from __future__ import annotations

import pytest

from renderers.web.settings import SettingsError, settings_for

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused


@pytest.mark.parametrize(
    ("base", "host", "dev", "hosts"),
    [
        (None, "127.0.0.1", False, {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}),
        (None, "localhost", True, {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}),
        ("https://Demarches.exemple.fr", EVERYWHERE, False, {"demarches.exemple.fr"}),
        ("https://demarches.exemple.fr:8443/", "127.0.0.1", False, {"demarches.exemple.fr:8443"}),
        ("http://localhost:9000", "127.0.0.1", True, {"localhost:9000"}),
        (" https://demarches.exemple.fr\n", "127.0.0.1", False, {"demarches.exemple.fr"}),
    ],
)
def test_hosts_answered(base: str | None, host: str, hosts: set[str], *, dev: bool) -> None:
    settings = settings_for(base, host=host, port=8000, dev=dev)
    assert settings.hosts == hosts
    assert settings.secure is bool(base and base.strip().startswith("https"))
    assert not settings.base_url.endswith("/")


@pytest.mark.parametrize(
    ("base", "host", "dev"),
    [
        (None, EVERYWHERE, False),
        (None, "192.168.1.2", False),
        (None, EVERYWHERE, True),
        ("https://demarches.exemple.fr", "127.0.0.1", True),
        ("http://demarches.exemple.fr", "127.0.0.1", False),
        ("https://demarches.exemple.fr/chemin", "127.0.0.1", False),
        ("https://moi:secret@demarches.exemple.fr", "127.0.0.1", False),
        ("https://demarches.exemple.fr?x=1", "127.0.0.1", False),
        ("ftp://demarches.exemple.fr", "127.0.0.1", False),
        ("demarches.exemple.fr", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("https://demarches.exemple.fr:port", "127.0.0.1", False),
        ("https://demarches exemple.fr", "127.0.0.1", False),
        ("https://[::1", "127.0.0.1", False),
    ],
)
def test_what_would_not_be_safe_is_refused(base: str | None, host: str, *, dev: bool) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_for(base, host=host, port=8000, dev=dev, named="ADRESSE")
    assert (str(refused.value).startswith("ADRESSE : ")) is (base is not None)
