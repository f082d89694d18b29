"""The bytes of one file of specs, or why it can't be read."""

from __future__ import annotations

import errno
import stat
from collections.abc import Mapping
from pathlib import Path

from .yaml_text import MAX_BYTES

REASONS: Mapping[int, tuple[str, str]] = {
    errno.ENOENT: ("le lien ne mène à aucun fichier", "the link leads to no file"),
    errno.EACCES: ("vous n'avez pas le droit de le lire", "you may not read it"),
    errno.EPERM: ("vous n'avez pas le droit de le lire", "you may not read it"),
    errno.EISDIR: ("c'est un dossier", "it is a folder"),
    errno.ELOOP: ("les liens tournent en rond", "links lead round in a circle"),
    errno.ENOTDIR: ("un des dossiers de son chemin n'en est pas un", "a folder of its path is none"),
}
SPECIAL = ("ce n'est pas un fichier ordinaire", "it is not an ordinary file")
OTHER = ("le système le refuse ({code})", "the system refuses it ({code})")


def read_file(path: Path) -> bytes | tuple[str, str]:
    """The bytes of a file, or why it can't be read, in French and English. Of one that is too large, a byte too many:
    reading it as YAML refuses it."""
    try:
        # A pipe or a device would be waited for.
        if not stat.S_ISREG(path.stat().st_mode):
            return REASONS[errno.EISDIR] if path.is_dir() else SPECIAL
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as fault:
        return why(fault)


def why(fault: OSError) -> tuple[str, str]:
    """Why the system refuses a file, in French and English."""
    number = fault.errno or 0
    code = errno.errorcode.get(number, "?")
    return REASONS.get(number) or (OTHER[0].format(code=code), OTHER[1].format(code=code))
