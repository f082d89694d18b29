"""`parcours worker`: it sends what waits, once or until it is told to stop, and never starts on what is not right."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner, Result

from engine.mails.codec import Addressed, encode, mail_context
from engine.store.people import OutboxState
from engine.store.sealer import KeySealer, development_key
from engine.store.sqlite import open_sqlite
from engine.texts import Paragraph, RichText, Span
from engine.view import Written
from renderers import worker
from renderers.outbox.folder import read_folder
from tests.renderers.outbox.mail_server import MailServer, serving
from tests.renderers.outbox.samples import account, letter
from tests.renderers.web.applicant import SPECS

ROOT = Path(__file__).parents[2]
MAILS = {"PARCOURS_SMTP_HOTE": "x.test", "PARCOURS_EXPEDITEUR": "espace@exemple.test"}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PARCOURS_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A deployment's folder, with mails that wait: one to somebody, one to nobody, one sealed with another key."""
    folder = tmp_path / "var"
    stores = open_sqlite(folder)
    sealer = KeySealer(development_key(folder / "cle-de-developpement"))
    stores.accounts.create(account())
    written = Written("Votre espace", RichText((Paragraph((Span("Bonjour CANARI."),)),)))
    for name, key, to in (
        ("real", sealer, "canari@exemple.test"),
        ("decoy", sealer, ""),
        ("lost", KeySealer(b"\1" * 32), "canari@exemple.test"),
    ):
        content = key.seal(encode(Addressed(to, written)), mail_context(name))
        mail = letter(name).mail
        mail = type(mail)(name, mail.account, mail.message_id, content, mail.created, mail.due)
        stores.outbox.add(type(letter())(mail))
    stores.close()
    yield folder


def work(*arguments: object, **env: str) -> Result:
    return CliRunner().invoke(worker.worker_command, ["--procedures", str(SPECS), *map(str, arguments)], env=env)


def state(var: Path) -> OutboxState:
    stores = open_sqlite(var)
    found = stores.outbox.state()
    stores.close()
    return found


def test_once_in_development_it_fills_a_folder(var: Path) -> None:
    done = work("--var", var, "--dev", "--once")
    assert done.exit_code == 0, done.output
    assert "envoyés : 1, remis à plus tard : 0, abandonnés : 1 ; en attente : 0" in done.output
    assert "CANARI" not in done.output.upper()
    (mail,) = read_folder(var / "mails")
    assert (mail.to, mail.subject) == ("canari@exemple.test", "Votre espace")
    assert "Bonjour CANARI." in mail.body
    assert "en attente : 0" in work("--var", var, "--dev", "--once").output


@pytest.mark.parametrize("by_option", [True, False])
def test_once_by_a_mail_server(var: Path, *, by_option: bool) -> None:
    address = "https://demarches.exemple.test"

    async def sent() -> tuple[Result, MailServer]:
        async with serving(MailServer()) as mails:
            env = {
                "PARCOURS_SMTP_HOTE": "127.0.0.1",
                "PARCOURS_SMTP_PORT": str(mails.port),
                "PARCOURS_SMTP_SECURITE": "en_clair",
                "PARCOURS_BASE_URL": "" if by_option else address,
            }
            said = ("--base-url", address) if by_option else ()
            arguments = ("--var", var, "--development-key", "--once", *said)
            return await anyio.to_thread.run_sync(lambda: work(*arguments, **env)), mails

    done, mails = anyio.run(sent)
    assert done.exit_code == 0, done.output
    (received,) = mails.received
    assert (received.sender, received.to) == ("ne-pas-repondre@demarches.exemple.test", ("canari@exemple.test",))
    assert received.message_id == "<real@demarches.test>"
    assert mails.names == ["demarches.exemple.test"]


def test_t56_once_while_the_server_is_down(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {
        "PARCOURS_SMTP_HOTE": "127.0.0.1",
        "PARCOURS_SMTP_PORT": str(port),
        "PARCOURS_SMTP_SECURITE": "en_clair",
        "PARCOURS_EXPEDITEUR": "espace@exemple.test",
    }
    done = work("--var", var, "--development-key", "--once", **env)
    assert done.exit_code == 0, done.output
    assert "remis à plus tard : 1, abandonnés : 1 ; en attente : 1" in done.output
    assert state(var).waiting == 1


@pytest.mark.parametrize(
    ("arguments", "env", "said"),
    [
        (["--once"], {}, "PARCOURS_SMTP_HOTE"),
        (["--once"], {**MAILS, "PARCOURS_SMTP_SECURITE": "en_clair"}, "PARCOURS_SMTP_SECURITE"),
        (["--once"], {**MAILS, "PARCOURS_SMTP_IDENTIFIANT": "u"}, "PARCOURS_SMTP_MOT_DE_PASSE"),
        (["--once"], {**MAILS, "PARCOURS_EXPEDITEUR": "moi"}, "PARCOURS_EXPEDITEUR"),
        (["--once"], {"PARCOURS_SMTP_HOTE": "x.test"}, "PARCOURS_EXPEDITEUR : dites de quelle adresse"),
        (["--once", "--base-url", "http://localhost:8000"], {"PARCOURS_SMTP_HOTE": "x.test"}, "PARCOURS_EXPEDITEUR"),
        (["--once", "--base-url", "https://192.0.2.1"], {"PARCOURS_SMTP_HOTE": "x.test"}, "PARCOURS_EXPEDITEUR"),
        (["--once", "--base-url", "http://exemple.fr"], MAILS, "--base-url : https est exigé"),
        (["--once"], {**MAILS, "PARCOURS_BASE_URL": "exemple.fr"}, "PARCOURS_BASE_URL : une adresse"),
        (["--once"], {**MAILS, "PARCOURS_BASE_URL": "ftp://x"}, "PARCOURS_BASE_URL : une adresse"),
        (["--once", "--dev"], {"PARCOURS_BASE_URL": "https://exemple.fr"}, "PARCOURS_BASE_URL : le mode développement"),
        (["--once"], MAILS, "--development-key"),
        (["--once", "--dev"], {"PARCOURS_SMTP_HOTTE": "x.test"}, "PARCOURS_SMTP_HOTE ?"),
    ],
)
def test_what_is_not_set_right_is_refused(var: Path, arguments: list[str], env: dict[str, str], said: str) -> None:
    done = work("--var", var, *arguments, **env)
    assert done.exit_code == 1
    assert said in done.output
    assert state(var).waiting == 3


def test_it_creates_nothing_where_nothing_is_kept(tmp_path: Path) -> None:
    done = work("--var", tmp_path / "elsewhere", "--dev", "--once")
    assert done.exit_code == 1
    assert "parcours serve" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_its_key_is_refused(var: Path) -> None:
    (var / "cle-de-developpement").unlink()
    done = work("--var", var, "--dev", "--once")
    assert done.exit_code == 1
    assert "cle-de-developpement manque" in done.output
    assert state(var).waiting == 3


def test_a_folder_without_a_portal_is_refused(var: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = CliRunner().invoke(
        worker.worker_command, ["--procedures", str(tmp_path / "nothing"), "--var", str(var), "--dev"]
    )
    assert done.exit_code == 1
    assert "portail.yaml" in done.output


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_sends_until_it_is_told_to_stop(var: Path, told: signal.Signals) -> None:
    command = [sys.executable, "-m", "renderers.cli", "worker", "--procedures", str(SPECS), "--var", str(var), "--dev"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "Parcours envoie les courriels en attente (Ctrl-C pour arrêter)\n"
        logged = running.stderr.readline()
    finally:
        running.send_signal(told)
        said, log = running.communicate(timeout=30)
    assert logged.partition(" ")[2] == "outbox sent=1 later=0 given_up=1 (unsealable x1)\n"
    assert (running.returncode, said, log) == (0, "", "")
    assert len(read_folder(var / "mails")) == 1
