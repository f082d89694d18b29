"""Files given by applicants: what names and first bytes say, how a refusal is told. Nothing is opened here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

FileType = Literal["jpeg", "png", "bmp", "tiff", "pdf"]
"""What a file really is, whatever its name says."""

RefusalCode = Literal[
    "empty",
    "too_big",
    "extension",
    "heic",
    "mismatch",
    "unreadable",
    "truncated",
    "too_many_pixels",
    "too_many_pages",
    "encrypted",
    "active",
    "trailing",
    "too_complex",
    "duplicate",
    "too_many",
    "unknown_request",
    "not_kept",
    "too_many_today",
]

HEAD_BYTES: Final = 32
"""How many first bytes `signature` looks at."""

NAME_LENGTH: Final = 150

MEDIA_TYPES: Final[Mapping[FileType, str]] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "pdf": "application/pdf",
}

_EXTENSIONS: Final[Mapping[str, FileType]] = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "bmp": "bmp",
    "tif": "tiff",
    "tiff": "tiff",
    "pdf": "pdf",
}

_SIGNATURES: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
)

_HEIC_EXTENSIONS: Final = frozenset({"heic", "heif", "hif"})
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not taken. `name` is its display name; `detail` what the sentence also needs."""

    code: RefusalCode
    name: str
    detail: str = ""


def display_name(given: str) -> str:
    """A name that is safe to show: without folders, control and direction characters, at most 150 characters.

    The name a browser sends is whatever its user, or someone else, wanted; it never becomes a path.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # Cf holds the direction marks that make "gpj.exe" read "exe.jpg"; Cs and Cn no file system made.
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn", "Co") else "" for c in last)
    name = " ".join(kept.split()).strip(" .") or "fichier"
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:NAME_LENGTH]
    return stem[: NAME_LENGTH - len(extension) - 1].rstrip(" .") + dot + extension


def extension_of(name: str) -> str:
    """The last extension of a display name, in lower case, without its dot; empty when it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def signature(head: bytes) -> FileType | None:
    """What the first bytes say, at offset 0 and nowhere else; None for all that is not accepted."""
    return next((kind for magic, kind in _SIGNATURES if head.startswith(magic)), None)


def is_heic(name: str, head: bytes) -> bool:
    """Whether it is a phone's HEIC photo, which deserves its own explanation."""
    return extension_of(name) in _HEIC_EXTENSIONS or (head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS)


def check_head(name: str, head: bytes, size: int, extensions: Sequence[str]) -> FileType | Refusal:
    """The type of a file whose name and first bytes agree, or why it is refused.

    `name` is a display name, `head` the first bytes, `extensions` what the procedure accepts. The content still
    has to be opened.
    """
    if size == 0:
        return Refusal("empty", name)
    if is_heic(name, head):
        return Refusal("heic", name)
    extension = extension_of(name)
    if extension not in extensions or extension not in _EXTENSIONS:
        return Refusal("extension", name, ", ".join(extensions))
    found = signature(head)
    if found is None:
        return Refusal("unreadable", name, extension)
    if found != _EXTENSIONS[extension]:
        return Refusal("mismatch", name, found)
    return found


def size_in_words(size: int) -> str:
    """Octets as people read them: `61 Ko`, `9,5 Mo`, in units of 1 024."""
    if size < 1024:
        return f"{size} octets"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} Ko"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0").replace(".", ",") + " Mo"


_AGAIN: Final = ", puis joignez-le à nouveau."
# Most of those who read this have a telephone and no computer.
_PICTURE: Final = "Prenez le document en photo ou faites-en une capture d'écran"

_SENTENCES: Final[Mapping[RefusalCode, str]] = {
    "empty": "« {name} » est vide. Vérifiez qu'il s'ouvre sur votre appareil" + _AGAIN,
    "too_big": "« {name} » dépasse {detail}. Réduisez sa taille (photo ou numérisation de moindre qualité, document en "
    "plusieurs fichiers)" + _AGAIN,
    "extension": "« {name} » n'est pas dans un format accepté ({detail}). Prenez le document en photo, ou "
    "enregistrez-le dans l'un de ces formats" + _AGAIN,
    "heic": "« {name} » est une photo au format HEIC, que ce site ne peut pas lire. Sur votre téléphone, "
    "enregistrez-la ou partagez-la au format JPEG, ou faites une capture d'écran de la photo, puis joignez-la à "
    "nouveau.",
    "mismatch": "« {name} » ne correspond pas à son nom : son contenu est de type {detail}. Donnez-lui la bonne "
    "extension, enregistrez-le à nouveau ou prenez le document en photo, puis joignez-le.",
    "unreadable": "« {name} » n'a pas pu être lu comme un fichier {detail}. Ouvrez-le sur votre appareil et "
    "enregistrez-le à nouveau, ou prenez le document en photo, puis joignez-le.",
    "truncated": "« {name} » est incomplet : la fin du fichier manque. Enregistrez-le à nouveau ou refaites la photo, "
    "puis joignez-le.",
    "too_many_pixels": "« {name} » est une image trop grande (plus de {detail} millions de points). Réduisez ses "
    "dimensions" + _AGAIN,
    "too_many_pages": "« {name} » contient trop de pages ou d'images ({detail} au plus). Séparez-le en plusieurs "
    "fichiers, puis joignez-les.",
    "encrypted": "« {name} » est protégé (mot de passe ou restrictions). " + _PICTURE + ", ou ré-enregistrez-le en PDF "
    "sans protection" + _AGAIN,
    "active": "« {name} » contient du contenu actif (programme, formulaire dynamique ou fichier joint), qui n'est pas "
    "accepté. " + _PICTURE + ", ou ré-enregistrez-le en PDF sans ce contenu" + _AGAIN,
    "trailing": "« {name} » contient autre chose après la fin du document. Ré-enregistrez-le ou prenez le document en "
    "photo" + _AGAIN,
    "too_complex": "« {name} » est trop complexe pour être vérifié. " + _PICTURE + _AGAIN,
    "duplicate": "« {name} » est déjà joint ici : il n'a pas été ajouté une seconde fois.",
    "too_many": "« {name} » n'a pas été ajouté : {detail} fichiers au plus pour cette demande. Supprimez d'abord un "
    "fichier déjà joint.",
    "unknown_request": "« {name} » n'a pas été ajouté : ce document n'est plus demandé.",
    "too_many_today": "« {name} » n'a pas été ajouté : vous avez envoyé beaucoup de fichiers aujourd'hui. Ceux déjà "
    "joints sont gardés. Réessayez demain.",
    "not_kept": "« {name} » n'a pas pu être enregistré. Rien d'autre n'a été perdu : joignez-le à nouveau dans "
    "quelques minutes.",
}


def sentence_of(refusal: Refusal) -> str:
    """Why a file was refused and how to go on, for the applicant."""
    sentence = _SENTENCES[refusal.code]
    for mark in (" :", " ;", " »"):
        sentence = sentence.replace(mark, "\u00a0" + mark[1:])
    return sentence.replace("« ", "«\u00a0").format(name=refusal.name, detail=refusal.detail)
