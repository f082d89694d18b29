"""Checks an installed `parcours`: nothing is missing, nothing has two owners, and the dossier it ran is answered.

`engine` and `renderers` are common names: another distribution could bring a package of the same name, pip would
overwrite ours without a word, and uninstalling the other would remove it (docs/adr/0001).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

PACKAGES = ("engine", "renderers")


def owners(distributions: Iterable[metadata.Distribution]) -> dict[str, list[str]]:
    """The names of the distributions that own each file of our packages."""
    found: dict[str, list[str]] = defaultdict(list)
    for distribution in distributions:
        for file in distribution.files or ():
            if file.parts[0] in PACKAGES and "__pycache__" not in file.parts:
                found[file.as_posix()].append(distribution.name)
    return dict(found)


def disputed(distributions: Iterable[metadata.Distribution]) -> list[str]:
    """One line per file that two distributions claim."""
    shared = {file: names for file, names in owners(distributions).items() if len(names) > 1}
    return [f"{file}: {', '.join(sorted(names))}" for file, names in sorted(shared.items())]


def left_out(repository: Path, installed: Iterable[str]) -> list[str]:
    """The files of our packages that the wheel did not bring."""
    present = (file for package in PACKAGES for file in (repository / package).rglob("*") if file.is_file())
    names = {file.relative_to(repository).as_posix() for file in present if "__pycache__" not in file.parts}
    return sorted(names - set(installed))


def main(repository: str, answer: str) -> int:
    """Prints what is wrong and returns 1, or says that all is well."""
    distributions = list(metadata.distributions())
    faults = [f"two owners: {line}" for line in disputed(distributions)]
    faults += [f"not in the wheel: {name}" for name in left_out(Path(repository), owners(distributions))]
    status = json.loads(Path(answer).read_text(encoding="utf-8"))["status"]
    if status != "complete":
        faults.append(f"the dossier should be complete, and is {status}")
    print("\n".join(faults) or f"Installed, {len(owners(distributions))} files with one owner each, dossier {status}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
