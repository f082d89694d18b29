"""The console script: every command is there, and none waits for what another one needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engine.commands import COMMANDS, group
from renderers import cli

HEAVY = ("uvicorn", "starlette", "PIL", "typst", "jinja2", "sqlite_utils", "cryptography", "phonenumbers", "asyncio")
ROOT = Path(__file__).parents[2]


def test_every_command_can_be_imported() -> None:
    assert callable(cli.main)
    with click.Context(group) as context:
        names = group.list_commands(context)
        commands = [group.get_command(context, name) for name in names]
    assert {"explain", "lint", "run", "schema", "serve", "show"} <= set(names)
    assert [name for name, command in zip(names, commands, strict=True) if command is None or not command.help] == []


def test_help_says_what_each_does() -> None:
    said = CliRunner().invoke(group, ["--help"]).output
    assert all(f"  {name} " in said for name in COMMANDS)


def test_an_unknown_command_is_a_fault_of_usage() -> None:
    assert CliRunner().invoke(group, ["lin"]).exit_code == 2


@pytest.mark.parametrize("command", ["lint", "explain", "schema", "run"])
def test_checking_a_spec_does_not_wait_for_what_serves_it(command: str) -> None:
    code = (
        "import sys, runpy; sys.argv = ['parcours', *sys.argv[1:]]\n"
        "try: runpy.run_module('renderers.cli', run_name='__main__')\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("\n[]\n"), done.stdout + done.stderr
