"""Names and first bytes: what is shown, what is believed, what is said."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dossiers.files import (
    MEDIA_TYPES,
    NAME_LENGTH,
    FileType,
    Refusal,
    RefusalCode,
    check_head,
    display_name,
    extension_of,
    is_heic,
    sentence_of,
    signature,
    size_in_words,
)

ACCEPTED = ("jpg", "jpeg", "pdf", "png", "bmp", "tif", "tiff")
JPEG, PNG, PDF, BMP = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"BM\x00\x00"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("passeport.pdf", "passeport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\scan.pdf", "scan.pdf"),
        ("a/b\\c.pdf", "c.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("a\nb\r\x00\x1b[31m.pdf", "ab[31m.pdf"),
        ("  .pdf ", "pdf"),
        ("...", "fichier"),
        ("", "fichier"),
        ("/", "fichier"),
        ("CON.pdf", "CON.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("صورة.jpg", "صورة.jpg"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 300, "x" * 150),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_display_names(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


@given(st.text(max_size=400))
def test_a_display_name_is_short_visible_and_no_path(given_name: str) -> None:
    name = display_name(given_name)
    assert 0 < len(name) <= NAME_LENGTH
    assert not set(name) & set("/\\\n\r\0")
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs"}
    assert display_name(name) == name


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", "pdf"),
        ("a.pdf.exe", "exe"),
        ("pdf", ""),
        (".pdf", ""),
        ("a.", ""),
        ("a.tar.gz", "gz"),
        ("a.pdf ", "pdf "),
    ],
)
def test_extensions(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, "jpeg"),
        (PNG, "png"),
        (BMP, "bmp"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (PDF, "pdf"),
        (b" %PDF-1.7", None),
        (b"GIF89a", None),
        (b"PK\x03\x04", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_signatures_are_at_the_very_start(head: bytes, kind: FileType | None) -> None:
    assert signature(head) == kind


@pytest.mark.parametrize(
    ("name", "head", "size", "verdict"),
    [
        ("a.jpg", JPEG, 10, "jpeg"),
        ("a.JPEG", JPEG, 10, "jpeg"),
        ("a.tif", b"II*\x00", 10, "tiff"),
        ("a.pdf", PDF, 10, "pdf"),
        ("a.pdf", PDF, 0, Refusal("empty", "a.pdf")),
        ("a.pdf", JPEG, 10, Refusal("mismatch", "a.pdf", "jpeg")),
        ("a.jpg", b"MZ", 10, Refusal("unreadable", "a.jpg", "jpg")),
        ("a.exe", PDF, 10, Refusal("extension", "a.exe", ", ".join(ACCEPTED))),
        ("pdf", PDF, 10, Refusal("extension", "pdf", ", ".join(ACCEPTED))),
        ("a.heic", b"\0\0\0\x18ftypheic", 10, Refusal("heic", "a.heic")),
        ("a.jpg", b"\0\0\0\x18ftypmif1", 10, Refusal("heic", "a.jpg")),
    ],
)
def test_name_and_first_bytes_must_agree(name: str, head: bytes, size: int, verdict: FileType | Refusal) -> None:
    assert check_head(name, head, size, ACCEPTED) == verdict


def test_what_a_procedure_does_not_accept_is_refused_whatever_it_is() -> None:
    assert check_head("a.png", PNG, 10, ("pdf",)) == Refusal("extension", "a.png", "pdf")
    assert check_head("a.docx", b"PK", 10, ("docx",)) == Refusal("extension", "a.docx", "docx")


def test_heic_by_name_or_by_content() -> None:
    assert is_heic("a.HEIF", b"")
    assert is_heic("a", b"\0\0\0\x18ftypheix")
    assert not is_heic("a.mp4", b"\0\0\0\x18ftypmp42")


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 octets"),
        (1023, "1023 octets"),
        (1024, "1 Ko"),
        (62_340, "61 Ko"),
        (10 * 1024 * 1024, "10 Mo"),
        (1_600_000, "1,5 Mo"),
    ],
)
def test_sizes(size: int, said: str) -> None:
    assert size_in_words(size) == said


@pytest.mark.parametrize("code", get_args(RefusalCode))
def test_every_refusal_names_the_file_and_is_a_whole_sentence(code: RefusalCode) -> None:
    said = sentence_of(Refusal(code, "acte : {x}.pdf", "10"))
    assert said.startswith("«\u00a0acte : {x}.pdf\u00a0» ")
    assert said.endswith(".")
    assert " :" not in said.replace("acte : ", "")


UNREADABLE = ("extension", "mismatch", "unreadable", "truncated", "encrypted", "active", "trailing", "too_complex")


@pytest.mark.parametrize("code", UNREADABLE)
def test_what_can_be_done_can_be_done_with_a_telephone(code: RefusalCode) -> None:
    assert "photo" in sentence_of(Refusal(code, "a.pdf", "10"))


def test_every_type_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(get_args(FileType))
