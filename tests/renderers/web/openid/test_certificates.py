"""Certificates are checked: a provider that no known authority vouches for is not talked to."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from renderers.web.openid import Provider, ProviderUnreachable
from tests.renderers.web.openid.attacker import Attacker


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine that only it vouches for, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "fournisseur")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.mark.parametrize("trusted", [False, True])
def test_who_vouches_for_a_provider(certificate: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    attacker = Attacker(context)
    if trusted:  # as an operator with an authority of their own does
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    provider = Provider(attacker.settings())
    try:
        if trusted:
            assert attacker.visit(provider).subject == "abc"
        else:
            with pytest.raises(ProviderUnreachable, match="ConnectError"):
                attacker.visit(provider)
            assert attacker.asked == []
    finally:
        provider.close()
        attacker.close()
