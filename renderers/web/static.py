"""Style, scripts and pictures: read once at start, served under an address that changes when one of them does."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Files by name, and a digest of them all."""

    files: dict[str, tuple[bytes, str]]
    digest: str

    @property
    def url(self) -> str:
        """What goes before a file's name."""
        return f"/static/{self.digest}/"

    def response(self, digest: str, name: str) -> Response | None:
        """A file that browsers may keep; None for another one, or one of another release."""
        found = self.files.get(name)
        if found is None or digest != self.digest:
            return None
        content, media_type = found
        return Response(content, media_type=media_type, headers={"Cache-Control": A_YEAR})


def read_static(folder: Path) -> StaticFiles:
    """Every file of a folder, its sub-folders left out."""
    files: dict[str, tuple[bytes, str]] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
            files[path.name] = (content, mimetypes.guess_type(path.name)[0] or "application/octet-stream")
    return StaticFiles(files, digest.hexdigest()[:16])
