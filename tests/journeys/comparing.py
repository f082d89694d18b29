"""What the pages showed, beside what `parcours run` says of the same answers on the same day."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from engine.commands import group
from tests.journeys.applicant import Applicant

HEADER = re.compile(r"^Page \d+ / \d+\n\f?.*\n?", re.MULTILINE)
"""Between two pages of a PDF: the foot of one and the head of the next."""


def run_command(file: Path, answers: Mapping[str, object], today: dt.date, folder: Path) -> dict[str, Any]:
    """The report of `parcours run`, as JSON."""
    written = folder / "reponses.yaml"
    written.write_text(yaml.safe_dump(dict(answers), allow_unicode=True), encoding="utf-8")
    arguments = ["run", str(file), "--answers", str(written), "--today", today.isoformat(), "--format", "json"]
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def assert_same(someone: Applicant, report: Mapping[str, Any]) -> None:
    """The same questions in the same order, the same documents, starred alike, with the same alternatives."""
    assert [name for asked in someone.steps.values() for name in asked] == report["fields"]["visible"]
    pages = {(request.control, request.label, request.required) for request in someone.requests}
    assert pages == {(asked["id"], asked["label"], asked["required"]) for asked in report["justificatifs"]}
    assert [r.label for r in someone.requests] == [asked["label"] for asked in report["justificatifs"]]
    for request, asked in zip(someone.requests, report["justificatifs"], strict=True):
        labels = [item["label"] for item in asked["items"]]
        assert set(request.items) <= set(labels)
        assert [label for label in labels if label not in request.text] == []


def assert_lists(text: str, someone: Applicant, others: tuple[str, ...]) -> None:
    """The PDF lists what the step asked for, in its order, with every alternative, and nothing else."""
    said = words(HEADER.sub("", text))
    places = [said.find(words(request.label)) for request in someone.requests]
    assert -1 not in places, [r.label for r in someone.requests]
    assert places == sorted(places)
    for request in someone.requests:
        assert [item for item in request.items if words(item) not in said] == []
    assert [label for label in others if words(label) in said] == []


def read_pdf(pdftotext: str, content: bytes) -> str:
    """The words of a PDF, in reading order."""
    return subprocess.run([pdftotext, "-raw", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def words(text: str) -> str:
    """A text as pages and PDFs may both say it: one kind of space and of apostrophe."""
    return " ".join(text.replace("’", "'").split())
