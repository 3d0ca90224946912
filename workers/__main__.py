"""`python -m workers`."""

import sys

from workers.main import run_or_explain

sys.exit(run_or_explain())
