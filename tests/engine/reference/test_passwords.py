from __future__ import annotations

import hashlib

import pytest

from engine.reference.passwords import SOURCE, common_passwords


def test_the_file_is_as_it_was_published() -> None:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert f"`{digest}`" in (SOURCE.parent.parent / "LICENCES.md").read_text(encoding="utf-8")
    assert "Redistribution and use in source and binary forms" in (SOURCE.parent / "LICENSE").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("password", ["123456", "password", "azerty", "motdepasse", "marseille"])
def test_it_holds_what_people_choose_most(password: str) -> None:
    assert password in common_passwords()
    assert len(common_passwords()) == 19_640


def test_all_compare_case_folded() -> None:
    assert all(password == password.casefold() for password in common_passwords())
