"""Files are replaced whole, never beside what was given, never over another change."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from engine.lint.mending import replace_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "specs" / "a.yaml"
    made.parent.mkdir()
    made.write_bytes(b"avant")
    made.chmod(0o640)
    return made


def test_replaced_with_its_mode(file: Path) -> None:
    assert replace_file(file, b"avant", b"apres", [file.parent]) is None
    assert file.read_bytes() == b"apres"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_one_that_changed_since_is_left_alone(file: Path) -> None:
    assert replace_file(file, b"autre", b"apres", [file.parent]) == "changed"
    assert file.read_bytes() == b"avant"


def test_a_link_out_of_what_was_given_is_not_followed(file: Path, tmp_path: Path) -> None:
    given = tmp_path / "ailleurs"
    given.mkdir()
    link = given / "a.yaml"
    link.symlink_to(file)
    assert replace_file(link, b"avant", b"apres", [given]) == "outside"
    assert file.read_bytes() == b"avant"


def test_a_link_to_a_file_that_was_given_stays_a_link(file: Path) -> None:
    link = file.parent / "b.yaml"
    link.symlink_to(file)
    assert replace_file(link, b"avant", b"apres", [file.parent]) is None
    assert link.is_symlink()
    assert file.read_bytes() == b"apres"


def test_a_write_that_fails_leaves_nothing_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.lint.mending.os.fsync", full)
    assert replace_file(file, b"avant", b"apres", [file.parent]) == "system"
    assert file.read_bytes() == b"avant"
    assert list(file.parent.iterdir()) == [file]


def test_one_that_is_gone(file: Path) -> None:
    assert replace_file(file.parent / "rien.yaml", b"", b"", [file.parent]) == "system"
