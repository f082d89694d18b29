"""Files joined at their step: sizes, kinds, names; one refused takes nothing else away."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest
from starlette.testclient import TestClient

from engine.accounts.throttle import Limit, Limits
from engine.dossiers.uploads import RefusedUpload
from engine.store import StoreFull
from engine.store.memory import MemoryFiles, open_memory
from engine.store.sealer import KeySealer, open_chunks
from renderers.web.site import Site
from renderers.web.uploads import file_context
from tests.renderers.web.applicant import KEY, Applicant, account_on, site_of, small_catalogue
from tests.renderers.web.conftest import image_bytes
from tests.renderers.web.test_contents import pdf_bytes
from tests.renderers.web.test_forms import MULTIPART, URLENCODED, body, part

TEN = 10 * 1024 * 1024


@pytest.fixture
def at_pieces(ana: Applicant) -> Applicant:
    ana.begins("complet").says_who().says_home()
    assert ana.slug == "pieces"
    return ana


def padded(size: int) -> bytes:
    """A picture of exactly this many bytes: a comment segment holds what is missing."""
    picture = image_bytes("JPEG")
    filler = size - len(picture)
    segments = b""
    while filler:
        length = min(filler, 65_000)
        if 0 < filler - length < 4:
            length -= 4
        segments += b"\xff\xfe" + (length - 2).to_bytes(2, "big") + b"x" * (length - 4)
        filler -= length
    return picture[:2] + segments + picture[2:]


def names(applicant: Applicant) -> list[str]:
    """The files the page lists."""
    return [name for name in ("a.jpg", "b.jpg", "c.jpg", "gros.jpg") if f"Supprimer {name}" in applicant.text]


@pytest.mark.parametrize(
    ("size", "kept"), [(1_000, True), (9_999_999, True), (TEN - 1, True), (TEN, True), (TEN + 1, False)]
)
def test_ten_mebibytes_are_taken_and_not_one_byte_more(at_pieces: Applicant, size: int, *, kept: bool) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", "gros.jpg", padded(size)), numero_photo="12")
    assert names(at_pieces) == (["gros.jpg"] if kept else [])
    assert at_pieces.status == (200 if kept else 422)
    assert at_pieces.form["numero_photo"] == "12", "the rest of the page is not lost"
    assert len(at_pieces.site.office.stores.files.names()) == int(kept)
    if not kept:
        assert "« gros.jpg » dépasse 10 Mo" in at_pieces.errors[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("vide.jpg", b"", "est vide"),
        ("un.jpg", b"x", "n'a pas pu être lu"),
        ("programme.exe", b"MZ", "n'est pas dans un format accepté"),
        ("facture.pdf.exe", pdf_bytes(), "n'est pas dans un format accepté"),
        ("sans-extension", pdf_bytes(), "n'est pas dans un format accepté"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic" + b"\0" * 20, "HEIC"),
        ("photo.jpg", b"\x00\x00\x00\x18ftypheic" + b"\0" * 20, "HEIC"),
        ("page.pdf", b"<html>", "n'a pas pu être lu"),
        ("page.pdf", b"\n" + pdf_bytes(), "n'a pas pu être lu"),
        ("image.png", image_bytes("JPEG"), "son contenu est de type jpeg"),
        ("image.gif", image_bytes("GIF"), "n'est pas dans un format accepté"),
        ("image.jpg", image_bytes("GIF"), "n'a pas pu être lu"),
        ("coupe.jpg", image_bytes("JPEG")[:-30], "est incomplet"),
        ("archive.pdf", pdf_bytes() + b"PK" * 1000, "contient autre chose"),
    ],
)
def test_a_refused_file_says_why_and_how_to_go_on(at_pieces: Applicant, name: str, data: bytes, said: str) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", name, data), ("attestation", "a.jpg", image_bytes("JPEG")))
    assert at_pieces.status == 422
    assert said in at_pieces.errors[0]
    assert name in at_pieces.errors[0]
    assert names(at_pieces) == ["a.jpg"], "the other file is kept"
    assert len(at_pieces.site.office.stores.files.names()) == 1, "nothing of the refused one stays"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jpg", "JPEG"),
        ("A.JPEG", "JPEG"),
        ("a.php.jpg", "JPEG"),
        ("a.png", "PNG"),
        ("a.bmp", "BMP"),
        ("a.tif", "TIFF"),
        ("a.TIFF", "TIFF"),
    ],
)
def test_accepted_kinds(at_pieces: Applicant, name: str, form: str) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", name, image_bytes(form)))
    assert at_pieces.status == 200
    assert at_pieces.says(f"Supprimer {name}")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\photos\\moi.jpg", "moi.jpg"),
        ("facture\u202egpj.jpg", "facturegpj.jpg"),
        ("<script>.jpg", "<script>.jpg"),
        (".jpg.jpg", "jpg.jpg"),
    ],
)
def test_names_are_shown_without_what_could_deceive(at_pieces: Applicant, given: str, shown: str) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", given, image_bytes("JPEG")))
    assert at_pieces.says(f"Supprimer {shown}")
    assert "<script>.jpg" not in at_pieces.page.text
    assert all(set(blob) <= set("0123456789abcdef") for blob in at_pieces.site.office.stores.files.names())


def test_a_fourth_file_and_the_same_file_twice(at_pieces: Applicant) -> None:
    pictures = [image_bytes("JPEG", size=(n, n)) for n in (8, 9, 10)]
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", pictures[0]))
    at_pieces.attach("joindre:papiers", ("papiers", "b.jpg", pictures[0]))
    assert "est déjà joint ici" in at_pieces.errors[0]
    at_pieces.attach("joindre:papiers", ("papiers", "b.jpg", pictures[1]))
    assert names(at_pieces) == ["a.jpg", "b.jpg"]
    assert "papiers" not in at_pieces.parsed.files, "no control once there are as many as may be"
    at_pieces.page = at_pieces.client.post(
        at_pieces.path,
        data=at_pieces.filled({}, "joindre:papiers"),
        files=[("papiers", ("c.jpg", pictures[2], "image/jpeg"))],
    )
    assert "2 fichiers au plus" in at_pieces.errors[0]
    assert len(at_pieces.site.office.stores.files.names()) == 2


def test_the_same_birth_certificate_may_serve_two_requests(at_pieces: Applicant, jpeg: bytes) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg), ("attestation", "b.jpg", jpeg))
    assert at_pieces.status == 200
    assert names(at_pieces) == ["a.jpg", "b.jpg"]


def test_a_file_is_taken_away_and_its_bytes_too(at_pieces: Applicant, jpeg: bytes) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    remove = next(button for button in at_pieces.parsed.buttons if button.startswith("retirer_fichier:"))
    at_pieces.attach(remove, numero_photo="12")
    assert names(at_pieces) == []
    assert at_pieces.form["numero_photo"] == "12"
    assert at_pieces.site.office.stores.files.names() == frozenset()
    at_pieces.attach(remove)
    assert at_pieces.status == 200, "taken away twice is taken away"


def test_a_file_is_said_to_be_a_document(at_pieces: Applicant, jpeg: bytes) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    piece = next(button for button in at_pieces.parsed.buttons if button.startswith("piece:"))
    control = piece.replace(":", ".")
    at_pieces.attach(piece, **{control: "carte"})
    assert at_pieces.form[control] == "carte"
    at_pieces.attach(piece, **{control: "inconnu"})
    assert at_pieces.form[control] == "carte"


def test_documents_asked_apart_have_a_control_each(at_pieces: Applicant, jpeg: bytes) -> None:
    assert {"parents.mere", "parents.pere"} <= set(at_pieces.parsed.files)
    assert at_pieces.text.count("Papiers des parents (facultatif)") == 1
    for words in ("Si vous avez leurs papiers.", "Joignez chaque document :", "Une traduction est préférable."):
        assert at_pieces.text.count(words) == 1
    at_pieces.attach("joindre:parents", ("parents.mere", "a.jpg", jpeg))
    assert names(at_pieces) == ["a.jpg"]


@pytest.mark.parametrize("control", ["union", "inconnu", "parents", "numero_photo", "papiers.passeport"])
def test_a_file_for_what_is_not_asked_is_not_kept(at_pieces: Applicant, control: str, jpeg: bytes) -> None:
    at_pieces.attach("joindre:papiers", (control, "a.jpg", jpeg))
    assert at_pieces.status == 422
    assert "n'est plus demandé" in " ".join(at_pieces.errors)
    assert at_pieces.site.office.stores.files.names() == frozenset()


def test_what_is_missing_is_said_when_the_step_is_validated(at_pieces: Applicant, jpeg: bytes) -> None:
    at_pieces.attach("enregistrer", numero_photo="123456")
    assert at_pieces.status == 422
    assert at_pieces.errors == [
        "Joignez un document pour « Papiers d'identité ».",
        "Joignez un document pour « Une attestation ».",
    ]
    at_pieces.attach("enregistrer", ("papiers", "a.jpg", jpeg), ("attestation", "b.jpg", jpeg))
    assert at_pieces.slug == "verification"


def test_the_bytes_are_kept_as_they_came_sealed_and_hashed(at_pieces: Applicant) -> None:
    data = padded(200_000)
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", data))
    stores = at_pieces.site.office.stores
    upload = stores.uploads.of_dossier(at_pieces.root.removeprefix("/d/"))[0]
    sealed = b"".join(stores.files.read(upload.blob))
    assert data[1000:1100] not in sealed
    assert b"".join(open_chunks(KeySealer(KEY), [sealed], file_context(upload.blob))) == data
    assert (upload.size, upload.digest) == (len(data), hashlib.sha256(data).hexdigest())
    assert upload.media_type == "image/jpeg"
    assert b"a.jpg" not in upload.name


def test_a_strangers_file_is_refused_before_it_is_kept(at_pieces: Applicant, jpeg: bytes) -> None:
    stranger = TestClient(at_pieces.client.app, base_url="http://127.0.0.1:8000")
    answer = stranger.post(at_pieces.path, data={"jeton": "x"}, files={"papiers": ("a.jpg", jpeg, "image/jpeg")})
    assert answer.url.path == "/connexion"
    answer = at_pieces.client.post(
        at_pieces.path, data={"jeton": "x"}, files={"papiers": ("a.jpg", jpeg, "image/jpeg")}
    )
    assert answer.status_code == 403
    assert at_pieces.site.office.stores.files.names() == frozenset()


def test_a_step_without_files_keeps_none(ana: Applicant, jpeg: bytes) -> None:
    ana.begins()
    ana.page = ana.client.post(
        ana.path, data=ana.filled({}, "enregistrer"), files={"papiers": ("a.jpg", jpeg, "image/jpeg")}
    )
    assert ana.site.office.stores.files.names() == frozenset()
    assert ana.site.office.stores.uploads.blobs() == frozenset()


class FullDisk(MemoryFiles):
    """A disk that takes nothing more."""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:  # noqa: ARG002 - as the Protocol names it
        next(iter(chunks))
        raise StoreFull("full")


def test_a_full_disk_loses_the_file_alone_and_says_so() -> None:
    opened = open_memory()
    stores = replace(opened, files=FullDisk())
    applicant = Applicant(site_of(small_catalogue(), stores)).begins("complet").says_who().says_home()
    applicant.attach("joindre:papiers", ("papiers", "a.jpg", padded(500_000)), numero_photo="12")
    assert applicant.status == 422
    assert "n'a pas pu être enregistré" in applicant.errors[0]
    assert applicant.form["numero_photo"] == "12"


def test_a_post_too_large_in_all_keeps_what_was_typed(at_pieces: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderers.web.visits.TOTAL_FACTOR", 0)
    fields = [
        part(name, value.encode()) for name, value in at_pieces.filled({"numero_photo": "12"}, "enregistrer").items()
    ]
    posted = body(*fields, part("papiers", padded(1_100_000), "gros.jpg"))
    at_pieces.post_in_pieces(posted, MULTIPART)
    assert at_pieces.status == 413
    assert "« gros.jpg »" in at_pieces.errors[0]
    assert at_pieces.form["numero_photo"] == "12"
    assert at_pieces.site.office.stores.files.names() == frozenset()
    at_pieces.attach("joindre:papiers", ("papiers", "gros.jpg", padded(1_100_000)))
    assert at_pieces.status == 413, "announced in advance"
    assert at_pieces.says("Votre envoi est trop volumineux")


@pytest.mark.parametrize(("end", "status"), [("left", 499), ("silent", 408)])
def test_an_upload_that_stops_half_way_leaves_nothing(
    at_pieces: Applicant, monkeypatch: pytest.MonkeyPatch, end: str, status: int
) -> None:
    monkeypatch.setattr("renderers.web.visits.FILES_SECONDS", 0.2)
    fields = [part(name, value.encode()) for name, value in at_pieces.filled({}, "enregistrer").items()]
    posted = body(*fields, part("attestation", padded(50_000), "a.jpg"), part("papiers", padded(400_000), "b.jpg"))
    page = at_pieces.path
    at_pieces.post_in_pieces(posted[:300_000], MULTIPART, end=end)
    assert at_pieces.status == status
    assert at_pieces.site.office.stores.files.names() == frozenset()
    assert names(at_pieces.opens(page)) == []


def test_a_text_that_never_ends_is_not_waited_for(at_pieces: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderers.web.visits.TEXT_SECONDS", 0.1)
    at_pieces.post_in_pieces(b"nom=D", URLENCODED, end="silent")
    assert at_pieces.status == 408
    assert at_pieces.says("Votre envoi a pris trop de temps")


def test_files_of_no_dossier_are_collected(site: Site, at_pieces: Applicant, jpeg: bytes) -> None:
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    site.office.stores.files.write("f" * 64, [b"left by a crash"])
    from renderers.web.app import keep_house

    keep_house(site)
    assert site.office.stores.files.names() == site.office.stores.uploads.blobs()


def test_too_many_files_at_once_are_refused_and_leave_no_writer_waiting(at_pieces: Applicant, jpeg: bytes) -> None:
    for _ in range(2):
        at_pieces.attach("joindre:papiers", *[("papiers", f"{n}.jpg", jpeg) for n in range(60)], numero_photo="12")
        assert at_pieces.status == 413
        assert at_pieces.form["numero_photo"] == "12", "the rest of the page is not lost"
    assert at_pieces.site.office.stores.files.names() == frozenset()
    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    assert names(at_pieces) == ["a.jpg"]


def test_a_draft_long_untouched_is_erased_with_its_files(site: Site, at_pieces: Applicant, jpeg: bytes) -> None:
    from renderers.web.app import keep_house

    at_pieces.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    owner = at_pieces.account.id
    keep_house(site)
    assert len(site.office.stores.dossiers.of_owner(owner)) == 1
    later = site.clock() + dt.timedelta(days=site.settings.draft_days, seconds=1)
    keep_house(replace(site, clock=lambda: later))
    assert site.office.stores.dossiers.of_owner(owner) == ()
    assert site.office.stores.sessions.unused("9999") == ()
    assert site.office.stores.uploads.blobs() == frozenset()


def test_t79_one_account_sends_so_many_files_a_day(site: Site, jpeg: bytes) -> None:
    bounded = replace(site.registrar, limits=Limits(uploads_of_account=Limit(1, dt.timedelta(days=1))))
    ana = Applicant(replace(site, registrar=bounded)).begins().says_who().says_home()
    ana.attach("joindre:papiers", ("papiers", "a.jpg", jpeg))
    assert names(ana) == ["a.jpg"]
    ana.attach("joindre:papiers", ("papiers", "b.jpg", padded(2_000)), numero_photo="12")
    assert ana.says("« b.jpg » n'a pas été ajouté : vous avez envoyé beaucoup de fichiers aujourd'hui.")
    assert ana.form["numero_photo"] == "12"
    assert names(ana) == ["a.jpg"]
    assert len(site.office.stores.files.names()) == 1, "nothing of the other is kept"


def test_an_account_never_opened_is_erased_after_a_week(site: Site) -> None:
    from renderers.web.app import keep_house

    accounts, opened = site.office.stores.accounts, account_on(site)
    unopened = replace(opened, id="never", login="never", password="")
    accounts.create(unopened)
    for hours, kept in ((7 * 24 - 1, True), (7 * 24 + 1, False)):
        later = site.clock() + dt.timedelta(hours=hours)
        keep_house(replace(site, clock=partial(dt.datetime.fromtimestamp, later.timestamp(), dt.UTC)))
        assert (accounts.load("never") is not None) is kept
    assert accounts.load(opened.id) is not None


def test_what_is_counted_and_what_was_given_up_is_kept_as_long_as_it_matters(site: Site) -> None:
    from renderers.web.app import keep_house

    stores, begun = site.office.stores, site.clock()
    at = site.moment().at
    account = account_on(site)
    letter = site.registrar.correspondence.letter(
        "account_exists", {}, to="ana@exemple.test", account=account.id, at=at
    )
    stores.outbox.add(letter)
    stores.outbox.gave_up(letter.mail.id, at)
    stores.limits.note("three mails a day", at)
    for hours, counted, given_up in ((47, 1, 1), (49, 0, 1), (30 * 24 - 1, 0, 1), (30 * 24 + 1, 0, 0)):
        later = begun + dt.timedelta(hours=hours)
        keep_house(replace(site, clock=partial(dt.datetime.fromtimestamp, later.timestamp(), dt.UTC)))
        assert stores.limits.count("three mails a day", "")[0] == counted
        assert stores.outbox.state().given_up == given_up


def test_refusals_of_one_control_are_said_together() -> None:
    from engine.dossiers.files import Refusal, sentence_of

    refused = RefusedUpload("papiers", Refusal("empty", "x.pdf"))
    assert "x.pdf" in sentence_of(refused.refusal)


def at_papers(ana: Applicant) -> Applicant:
    return ana.begins().says_who().says_home()


def landed_on(ana: Applicant) -> str:
    """The part of the page a redirection came back at."""
    return str(ana.page.history[-1].headers["location"]).partition("#")[2]


def test_a_file_joined_is_said_once_where_it_is(ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana).attach("joindre:papiers", ("papiers", "x.jpg", jpeg))
    assert ana.says("« x.jpg » est joint.")
    assert landed_on(ana).startswith("fichier-")
    assert landed_on(ana) in ana.parsed.ids
    assert not ana.opens(ana.path).says("est joint"), "once"


def test_a_choice_for_a_file_and_its_deletion_are_said(ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana).attach("joindre:papiers", ("papiers", "x.jpg", jpeg))
    file = next(button for button in ana.parsed.buttons if button.startswith("piece:")).partition(":")[2]
    ana.attach(f"piece:{file}", **{f"piece.{file}": "carte"})
    assert ana.says("Votre choix pour « x.jpg » est enregistré.")
    assert landed_on(ana) == f"fichier-{file}"
    ana.attach(f"retirer_fichier:{file}")
    assert ana.says("« x.jpg » est supprimé.")
    assert landed_on(ana) == "demande-papiers"
    assert "demande-papiers" in ana.parsed.ids


def test_a_number_confirmed_is_said(ana: Applicant) -> None:
    at_papers(ana).attach("confirmer:numero_photo", numero_photo="123456")
    assert ana.says("Le numéro 123456 est confirmé.")
    assert ana.attach("supprimer:numero_photo").says("Le numéro est supprimé.")


def test_joining_nothing_says_to_choose_a_file_first(ana: Applicant) -> None:
    at_papers(ana).attach("joindre:papiers", numero_photo="12")
    assert ana.status == 422
    assert ana.errors == ["Choisissez d'abord un fichier."]
    assert ana.form["numero_photo"] == "12"


def test_the_maximum_is_said_in_its_place_and_to_who_passes_it(ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana).attach("joindre:papiers", ("papiers", "1.jpg", jpeg))
    ana.attach("joindre:papiers", ("papiers", "2.jpg", jpeg + b"\n"))
    assert ana.says("Vous avez joint 2 fichiers, le maximum.")
    ana.attach("joindre:papiers")
    assert ana.errors == ["Vous avez joint 2 fichiers, le maximum."]
