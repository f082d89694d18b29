"""`python -m tests.bench [loading] [running] [scenarios] [pages]`: a line per measure; `!!` marks a bound not held."""

from __future__ import annotations

import sys

from . import loading, pages, running, scenarios

PARTS = {"loading": loading.report, "running": running.report, "scenarios": scenarios.report, "pages": pages.report}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for line in PARTS[part]():
            print(line, flush=True)
