"""`parcours serve`: it serves what is right, and never starts on what is not."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from engine.reference.addresses import CommuneProvider, GeocoderProvider
from engine.store.sealer import development_key
from engine.store.sqlite import open_sqlite
from renderers import serve as serving
from tests.renderers.web.applicant import SPECS

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused


MAILS = {"PARCOURS_SMTP_HOTE": "courriel.exemple.test", "PARCOURS_EXPEDITEUR": "ne-pas-repondre@exemple.test"}
"""A server that mails would leave by: what is served beyond development says one."""


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PARCOURS_")]:
        monkeypatch.delenv(name)


def serve(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(serving.serve_command, arguments, env=env)


@pytest.fixture
def never_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        pytest.fail("the server was started")

    monkeypatch.setattr("uvicorn.Server.run", started)


@pytest.mark.usefixtures("never_starts")
def test_a_broken_spec_is_told_whole_and_never_served(tmp_path: Path) -> None:
    text = (SPECS / "petite.yaml").read_text(encoding="utf-8")
    broken = text.replace("type: texte_long", "type: roman").replace("statut: couple", "statut: mariage")
    (tmp_path / "petite.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "portail.yaml").write_bytes((SPECS / "portail.yaml").read_bytes())
    (tmp_path / "blocs").mkdir()
    (tmp_path / "blocs" / "services.yaml").write_bytes((SPECS / "blocs" / "services.yaml").read_bytes())
    done = serve("--procedures", str(tmp_path), "--var", str(tmp_path / "var"))
    assert done.exit_code == 1
    assert "roman" in done.output
    assert done.output.count("mariage") >= 2, "every fault, not only the first"
    assert not (tmp_path / "var").exists()


@pytest.mark.usefixtures("never_starts")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dev", "--host", EVERYWHERE], "mode développement"),
        (["--host", EVERYWHERE], "--base-url"),
        (["--base-url", "http://demarches.exemple.fr"], "https est exigé"),
        (["--base-url", "https://demarches.exemple.fr/x"], "--base-url : une adresse"),
    ],
)
def test_an_unsafe_deployment_is_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path / "var"), *arguments)
    assert done.exit_code == 1
    assert said in done.output


@pytest.mark.usefixtures("never_starts")
@pytest.mark.parametrize("address", ["demarches.exemple.fr", "ftp://x", "http://demarches.exemple.fr"])
def test_an_address_that_is_none_is_told_under_what_said_it(tmp_path: Path, address: str) -> None:
    place = ("--procedures", str(SPECS), "--var", str(tmp_path / "var"), "--development-key")
    by_variable = serve(*place, env={**MAILS, "PARCOURS_BASE_URL": address})
    by_option = serve(*place, "--base-url", address, env={**MAILS, "PARCOURS_BASE_URL": "https://demarches.exemple.fr"})
    assert by_variable.exit_code == by_option.exit_code == 1
    assert "Error: PARCOURS_BASE_URL : " in by_variable.output
    assert "Error: --base-url : " in by_option.output
    assert "EXPEDITEUR" not in by_variable.output + by_option.output


@pytest.mark.usefixtures("never_starts")
def test_a_geocoder_that_is_no_address_is_refused(tmp_path: Path) -> None:
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path), env={serving.GEOCODER: "file:///etc/passwd"})
    assert done.exit_code == 1
    assert serving.GEOCODER in done.output


@pytest.mark.usefixtures("never_starts")
@pytest.mark.parametrize("more", [[], ["--base-url", "https://demarches.exemple.fr"]])
def test_a_key_for_development_is_never_used_in_silence(tmp_path: Path, more: list[str]) -> None:
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path / "var"), *more)
    assert done.exit_code == 1
    assert "--dev" in done.output
    assert "--development-key" in done.output
    assert not (tmp_path / "var").exists(), "no key was made"


@pytest.mark.parametrize("given", ["--dev", "--development-key"])
def test_it_starts_once_the_key_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    started: list[object] = []
    monkeypatch.setattr("renderers.serve.serve", lambda *given, **_: started.append(given[2]))
    env = {} if given == "--dev" else MAILS
    assert serve("--procedures", str(SPECS), "--var", str(tmp_path / "var"), given, env=env).exit_code == 0
    (parts,) = started
    assert isinstance(parts, serving.Parts)
    assert parts.settings.dev == (given == "--dev")
    assert parts.mails.folder == (tmp_path / "var" / "mails" if given == "--dev" else None)


@pytest.mark.usefixtures("never_starts")
@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "PARCOURS_SMTP_HOTE"),
        ({**MAILS, "PARCOURS_EXPEDITEUR": "moi"}, "PARCOURS_EXPEDITEUR"),
        ({**MAILS, "PARCOURS_EXPEDITEUR": ""}, "PARCOURS_EXPEDITEUR : dites de quelle adresse"),
        ({**MAILS, "PARCOURS_SMTP_HOTE": "courriel.exemple.test:587"}, "PARCOURS_SMTP_PORT"),
        ({**MAILS, "PARCOURS_SMTP_SECURITE": "en_clair"}, "PARCOURS_SMTP_SECURITE"),
        ({**MAILS, "PARCOURS_SORTIE": "http://meteo.example/"}, "PARCOURS_SORTIE"),
        ({**MAILS, "PARCOURS_SORTI": "https://meteo.example/"}, "PARCOURS_SORTIE ?"),
    ],
)
def test_what_is_not_set_right_is_refused(tmp_path: Path, env: dict[str, str], said: str) -> None:
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path / "var"), "--development-key", env=env)
    assert done.exit_code == 1
    assert said in done.output
    assert not (tmp_path / "var").exists()


NO_PROXY, OWN_LINKS = "sans PARCOURS_PROXYS", "se dit par PARCOURS_BASE_URL"
HTTPS = {"PARCOURS_BASE_URL": "https://demarches.exemple.fr"}


@pytest.mark.parametrize(
    ("mode", "env", "told"),
    [
        ("--development-key", {**MAILS, **HTTPS}, {NO_PROXY}),
        ("--development-key", {**MAILS, **HTTPS, "PARCOURS_PROXYS": "10.0.0.1"}, set()),
        ("--development-key", MAILS, {OWN_LINKS}),
        ("--dev", {}, set()),
        ("--dev", {"PARCOURS_BASE_URL": "https://localhost:8443"}, {NO_PROXY}),
    ],
)
def test_what_is_likely_not_meant_is_told_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, env: dict[str, str], told: set[str]
) -> None:
    def run(sockets: list[socket.socket]) -> None:
        for listening in sockets:
            listening.close()

    monkeypatch.setattr(serving, "server_of", lambda _app, **_given: SimpleNamespace(run=run))
    monkeypatch.setattr(serving, "log_requests", lambda: None)
    place = ("--procedures", str(SPECS), "--var", str(tmp_path), "--port", str(free_port()))
    done = serve(*place, mode, env=env)
    assert done.exit_code == 0, done.output
    lines = done.stderr.splitlines()
    assert all(line.startswith("Attention\u00a0: ") for line in lines)
    assert {sentence for sentence in (NO_PROXY, OWN_LINKS) for line in lines if sentence in line} == told
    assert len(lines) == len(told)


@pytest.mark.usefixtures("never_starts")
def test_problems_of_specs_are_told_in_the_language_asked(tmp_path: Path) -> None:
    (tmp_path / "portail.yaml").write_text("portail: {id: portail, id: autre}", encoding="utf-8")
    french, english = (serve("--procedures", str(tmp_path), "--lang", language) for language in ("fr", "en"))
    assert french.exit_code == english.exit_code == 1
    assert french.output != english.output


def test_help_says_how_addresses_are_proposed() -> None:
    said = serve("--help").output
    assert "--geocoder URL" in said
    assert serving.GEOCODER in said


@pytest.mark.usefixtures("never_starts")
def test_a_folder_without_a_portal_is_refused(tmp_path: Path) -> None:
    done = serve("--procedures", str(tmp_path), "--var", str(tmp_path / "var"))
    assert done.exit_code == 1
    assert "portail.yaml" in done.output


@pytest.mark.usefixtures("never_starts")
def test_a_step_hidden_by_a_page_of_the_site_is_refused(tmp_path: Path) -> None:
    text = (SPECS / "petite.yaml").read_text(encoding="utf-8").replace("chemin: foyer", "chemin: verification")
    (tmp_path / "petite.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "portail.yaml").write_bytes((SPECS / "portail.yaml").read_bytes())
    (tmp_path / "blocs").mkdir()
    (tmp_path / "blocs" / "services.yaml").write_bytes((SPECS / "blocs" / "services.yaml").read_bytes())
    done = serve("--procedures", str(tmp_path), "--var", str(tmp_path / "var"))
    assert done.exit_code == 1
    assert "étape famille, chemin verification" in done.output


@pytest.mark.usefixtures("never_starts")
def test_a_store_of_another_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parcours.sqlite3").write_bytes(b"not a database" * 100)
    development_key(tmp_path / "cle-de-developpement")
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path), "--dev")
    assert done.exit_code == 1
    assert str(tmp_path) in done.output


@pytest.mark.usefixtures("never_starts")
def test_a_database_without_its_key_is_refused(tmp_path: Path) -> None:
    open_sqlite(tmp_path).close()
    done = serve("--procedures", str(SPECS), "--var", str(tmp_path), "--dev")
    assert done.exit_code == 1
    assert f"{tmp_path / 'cle-de-developpement'} manque" in done.output
    assert f"{tmp_path / 'parcours.sqlite3'} existe" in done.output
    assert "Remettez ce fichier à sa place" in done.output
    assert not (tmp_path / "cle-de-developpement").exists(), "no key was made"


def test_addresses_come_from_the_communes_unless_a_geocoder_is_named() -> None:
    assert isinstance(serving.address_provider(""), CommuneProvider)
    assert isinstance(serving.address_provider("https://geocodeur.example/search"), GeocoderProvider)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.usefixtures("never_starts")
def test_a_port_already_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = serve("--procedures", str(SPECS), "--var", str(tmp_path), "--port", port, "--dev")
    assert done.exit_code == 1
    assert f"port {port}" in done.output


def test_it_serves_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "renderers.cli",
        "serve",
        "--procedures",
        str(SPECS),
        "--var",
        str(tmp_path / "var"),
        "--dev",
    ]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    root = Path(__file__).parents[2]
    server = subprocess.Popen(
        [*command, "--port", str(port)], cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line == f"Parcours sert petite sur http://127.0.0.1:{port}/ (Ctrl-C pour arrêter)\n"
        answers = _visit(port)
        refused = _refused(port)
    finally:
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=30)
    assert answers == [200, 200, 303, 404, 421]
    assert refused.startswith("HTTP/1.1 400 ")
    assert "content-security-policy: default-src 'none'" in refused
    assert re.search(r"^\S+ GET home 200 \d+ms$", log, re.M), log
    assert "POST create_page 303" in log
    assert "CANARI" not in log.upper()
    assert "Traceback" not in log
    assert (tmp_path / "var" / "parcours.sqlite3").is_file()


def _visit(port: int) -> list[int]:
    """A few requests by hand: home, the page that makes an account and its answer, nothing, another host."""
    found = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/")
    found.append(_status(connection)[0])
    connection.request("GET", "/compte")
    status, cookie, body = _status(connection)
    found.append(status)
    token = re.search(r'name="jeton" value="([^"]+)"', body)
    assert token is not None
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.partition(";")[0]}
    typed = "email=canari%40exemple.test&email_confirmation=canari%40exemple.test"
    connection.request("POST", "/compte", f"jeton={token[1]}&{typed}", headers)
    found.append(_status(connection)[0])
    connection.request("GET", "/nulle-part/CANARI?x=CANARI")
    found.append(_status(connection)[0])
    connection.request("GET", "/", headers={"Host": "ailleurs.example"})
    found.append(_status(connection)[0])
    connection.close()
    return found


def _refused(port: int) -> str:
    """What the server itself answers, before the application."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"CANARI / HTTP/1.1\r\n\r\n")
        with connection.makefile("rb") as answer:
            return answer.read().decode()


def _status(connection: http.client.HTTPConnection) -> tuple[int, str, str]:
    answer = connection.getresponse()
    return answer.status, answer.headers.get("set-cookie", ""), answer.read().decode()
