"""`python -m tests.bench [loading] [running] [pages]`: one line per measure; `!!` marks a bound that is not held."""

from __future__ import annotations

import sys

from . import loading, pages, running

PARTS = {"loading": loading.report, "running": running.report, "pages": pages.report}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for line in PARTS[part]():
            print(line, flush=True)
