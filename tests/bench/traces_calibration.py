"""Makes models/traces/calibration-v1.json anew from genuine specimens and, where they are, photos."""

import json
from collections.abc import Mapping
from typing import Any

from models.traces.calibrating import Genuine, figures
from models.traces.calibration import FILE
from tests.bench.forgery_sets import pages

VERSION = "traces-v1"


def run() -> Mapping[str, Any]:
    """Write the file; its numbers of pages."""
    genuine = [Genuine(page.signals, page.source != "photos") for page in pages() if page.kind == "genuine"]
    made = figures(genuine, VERSION)
    FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    drawn = sum(one.drawn for one in genuine)
    return {"n": {"drawn": drawn, "photos": len(genuine) - drawn}, "channels": made["genuine"]}
