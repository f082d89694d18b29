"""Files opened in their own process: what they say they are, whole, bearable, and inert."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from engine.dossiers.files import FileType
from renderers.web import contents
from renderers.web.contents import check_content
from tests.renderers.web.conftest import image_bytes

FORMS: dict[FileType, str] = {"jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "tiff": "TIFF"}


def pdf_bytes(change: Callable[[pikepdf.Pdf], object] | None = None, **options: object) -> bytes:
    """A PDF of one page, changed before it is written."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if change is not None:
        change(pdf)
    kept = io.BytesIO()
    pdf.save(kept, **options)  # type: ignore[arg-type]
    return kept.getvalue()


def code(data: bytes, kind: FileType) -> str:
    refusal = check_content(data, kind, "essai")
    return refusal.code if refusal is not None else "ok"


@pytest.mark.parametrize("kind", list(FORMS))
def test_pictures_of_each_kind(kind: FileType) -> None:
    assert code(image_bytes(FORMS[kind]), kind) == "ok"


def test_a_phones_photo_with_a_preview_inside_and_bytes_after() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    data = image_bytes("JPEG", exif=exif) + b"trailer of a phone"
    assert code(data, "jpeg") == "ok"


def test_compressed_tiff_and_scans_of_several_pages() -> None:
    pages = [Image.new("1", (40, 30), 1) for _ in range(3)]
    kept = io.BytesIO()
    pages[0].save(kept, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    assert code(kept.getvalue(), "tiff") == "ok"


@pytest.mark.parametrize("kind", list(FORMS))
@pytest.mark.parametrize("sixteenths", [1, 4, 8, 12, 15])
def test_a_picture_cut_short(kind: FileType, sixteenths: int) -> None:
    data = image_bytes(FORMS[kind], size=(64, 64))
    assert code(data[: max(len(data) * sixteenths // 16, 4)], kind) in ("truncated", "unreadable")


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height", "verdict"),
    [
        (8000, 5000, "ok"),
        (8000, 5001, "too_many_pixels"),
        (50_000, 50_000, "too_many_pixels"),
        (70_000, 1, "too_many_pixels"),
    ],
)
def test_forty_megapixels_and_not_one_more(width: int, height: int, verdict: str) -> None:
    assert code(bomb(width, height), "png") == verdict


def test_too_many_pictures_in_one() -> None:
    pages = [Image.new("1", (8, 8), n % 2) for n in range(51)]
    kept = io.BytesIO()
    pages[0].save(kept, "TIFF", save_all=True, append_images=pages[1:])
    assert code(kept.getvalue(), "tiff") == "too_many_pages"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n<script>", b"\xff\xd8\xff<?php", b"BM/*", b"II*\x00" + b"\xff" * 40, b"\xff\xd8\xff\xd9"],
)
def test_only_the_first_bytes_of_a_picture(data: bytes) -> None:
    kind: FileType = {0x89: "png", 0xFF: "jpeg", 0x42: "bmp", 0x49: "tiff"}[data[0]]  # type: ignore[assignment]
    assert code(data, kind) in ("unreadable", "truncated")


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _hidden_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pdf.make_indirect(
        pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", pikepdf.Dictionary(JS="1")])))
    )


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.exe"] = b"MZ"


def _dynamic_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"))


def _page_action(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://x.example"))


def _movie(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)])


def _opens_at_its_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])


def _link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://exemple.fr")
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    pdf.pages[0].Annots = pikepdf.Array([annotation])


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (None, "ok"),
        (_opens_at_its_page, "ok"),
        (_link, "ok"),
        (_script, "active"),
        (_hidden_script, "active"),
        (_launch, "active"),
        (_attachment, "active"),
        (_dynamic_form, "active"),
        (_page_action, "active"),
        (_movie, "active"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "object streams"])
def test_a_pdf_that_acts(change: Callable[[pikepdf.Pdf], object] | None, verdict: str, *, packed: bool) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert code(pdf_bytes(change, object_stream_mode=mode), "pdf") == verdict


def test_a_name_written_with_escapes_is_the_same_name() -> None:
    data = pdf_bytes(_script, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert code(data.replace(b"/JavaScript", b"/#4aavaScript"), "pdf") == "active"


@pytest.mark.parametrize(
    "encryption", [pikepdf.Encryption(user="u", owner="o"), pikepdf.Encryption(user="", owner="o")]
)
def test_a_protected_pdf(encryption: pikepdf.Encryption) -> None:
    assert code(pdf_bytes(encryption=encryption), "pdf") == "encrypted"


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (pdf_bytes() + b"\n" * 100, "ok"),
        (pdf_bytes() + b"PK\x03\x04" + b"z" * 2000, "trailing"),
        (pdf_bytes()[:-20], "truncated"),
        (b"%PDF-1.7\n<html><script>alert(1)</script></html>", "truncated"),
        (b"%PDF-1.7\n<html></html>\n%%EOF", "unreadable"),
        (b"%PDF-", "truncated"),
    ],
)
def test_what_surrounds_a_pdf(data: bytes, verdict: str) -> None:
    assert code(data, "pdf") == verdict


def test_a_pdf_whose_streams_would_fill_the_memory_is_not_expanded() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        packed = zlib.compress(b"\0" * 50_000_000)
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)

    assert code(pdf_bytes(fill), "pdf") == "ok"


def test_too_many_pages() -> None:
    assert code(pdf_bytes(lambda pdf: [pdf.add_blank_page() for _ in range(300)]), "pdf") == "too_many_pages"


def test_a_child_that_dies_refuses_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory) -> None:
    child = tmp_path / "child.py"  # type: ignore[operator]
    child.write_text("import os; os.abort()")
    monkeypatch.setattr(contents, "_CHILD", child)
    assert code(b"x", "png") == "too_complex"


def test_a_child_that_does_not_end_refuses_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    child = tmp_path / "child.py"  # type: ignore[operator]
    child.write_text("while True: pass")
    monkeypatch.setattr(contents, "_CHILD", child)
    monkeypatch.setattr(contents, "_WAIT", 0.5)
    assert code(b"x", "png") == "too_complex"


def test_the_verdict_names_the_file() -> None:
    refusal = check_content(b"%PDF-", "pdf", "acte.pdf")
    assert refusal is not None
    assert refusal.name == "acte.pdf"
