"""Mails kept in a folder instead of sent, and read again for a page."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import anyio
import pytest

from renderers.outbox.delivery import NotNow, Outgoing, Refused
from renderers.outbox.folder import MOST, FolderCarrier, KeptMail, read_folder

from .samples import NOW, outgoing

BODY = """Bonjour,

Votre lien : https://demarches.test/acces/abc.
(ou http://127.0.0.1:8000/?a=b&c=d)

À bientôt
"""


def keep(folder: Path, *mails: Outgoing, clock: Callable[[], dt.datetime] = lambda: NOW) -> None:
    async def carried() -> None:
        for mail in mails:
            await FolderCarrier(folder, clock=clock).carry(mail)

    anyio.run(carried)


def test_a_mail_is_kept_and_read(tmp_path: Path) -> None:
    keep(tmp_path / "courriels", outgoing(body=BODY))
    (mail,) = read_folder(tmp_path / "courriels")
    assert mail == KeptMail(
        mail.name,
        "m1@exemple.test",
        "Votre démarche",
        "Tue, 10 Mar 2026 09:30:00 +0000",
        BODY,
        ("https://demarches.test/acces/abc", "http://127.0.0.1:8000/?a=b&c=d"),
    )
    assert mail.name.startswith("20260310T093000.000000Z-")
    assert "m1" not in mail.name


def test_the_folder_and_its_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keep(tmp_path / "var" / "courriels", outgoing())
    finally:
        os.umask(old)
    folder = tmp_path / "var" / "courriels"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]
    assert [file.suffix for file in folder.iterdir()] == [".eml"], "nothing unfinished is left"


def test_the_last_comes_first(tmp_path: Path) -> None:
    for minute, name in enumerate(("m1", "m2", "m3")):
        keep(tmp_path, outgoing(name), clock=lambda minute=minute: NOW + dt.timedelta(minutes=minute))  # type: ignore[misc]
    assert [mail.to.partition("@")[0] for mail in read_folder(tmp_path)] == ["m3", "m2", "m1"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    keep(tmp_path, outgoing(body="un\n"))
    with pytest.raises(NotNow, match="folder FileExistsError"):
        keep(tmp_path, outgoing(body="deux\n"))
    assert [mail.body for mail in read_folder(tmp_path)] == ["un\n"]
    assert [file.suffix for file in tmp_path.iterdir()] == [".eml"]


def test_what_a_crash_left_unfinished_is_no_mail(tmp_path: Path) -> None:
    keep(tmp_path, outgoing())
    (kept,) = tmp_path.iterdir()
    kept.rename(kept.with_suffix(".tmp"))
    assert read_folder(tmp_path) == ()


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotNow, match="folder"):
        keep(tmp_path / "file", outgoing())


@pytest.mark.parametrize("to", ["a@exemple.test\r\nBcc: b@exemple.test", "a@exemple.test, b@exemple.test", ""])
def test_t31_it_refuses_what_a_server_would_not_be_told(tmp_path: Path, to: str) -> None:
    with pytest.raises(Refused, match="no address"):
        keep(tmp_path, Outgoing(to, outgoing().message))
    assert list(tmp_path.iterdir()) == []


def test_there_may_be_no_folder(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "nothing") == ()
    (tmp_path / "file").touch()
    assert read_folder(tmp_path / "file") == ()


def attached() -> bytes:
    message = EmailMessage()
    message["To"] = "a@exemple.test"
    message.set_content(b"%PDF", "application", "pdf")
    return message.as_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff" * 100,
        b"not a mail at all",
        b"To: a@exemple.test\nContent-Type: text/plain; charset=nowhere\n\nx",
        b"To: a@exemple.test\nContent-Type: multipart/mixed; boundary=x\n\n",
        b"To: " + b"<" * 1000 + b"\n\n",
        b"Subject: to nobody\n\nx",
        attached(),
        b"To: a@exemple.test\n\n" + b"x" * 2_000_000,
    ],
)
def test_files_of_someone_else_are_passed_over_or_shown(tmp_path: Path, content: bytes) -> None:
    """Never a fault: what can be read as a mail may be shown, the rest is not; the mails beside it are."""
    (tmp_path / "zz-other.eml").write_bytes(content)
    (tmp_path / "notes.txt").write_text("To: a@exemple.test\n\nx")
    (tmp_path / "folder.eml").mkdir()
    (tmp_path / "gone.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "link.eml").symlink_to(tmp_path / "notes.txt")
    os.mkfifo(tmp_path / "pipe.eml")
    keep(tmp_path, outgoing())
    found = read_folder(tmp_path)
    assert [mail.subject for mail in found if mail.name != "zz-other.eml"] == ["Votre démarche"]
    assert {mail.name for mail in found} <= {"zz-other.eml", found[-1].name}


def test_a_folder_is_read_for_its_last_mails(tmp_path: Path) -> None:
    for number in range(MOST + 2):
        (tmp_path / f"{number:04d}.eml").write_bytes(b"To: a@exemple.test\nSubject: x\n\nx")
    names = [mail.name for mail in read_folder(tmp_path)]
    assert (len(names), names[0], names[-1]) == (MOST, f"{MOST + 1:04d}.eml", "0002.eml")
