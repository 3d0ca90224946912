"""How well edits are seen after a messenger on specimens of fresh seeds, by the calibration that ships.

The signals and their channels were chosen on the specimens of tests.bench.forgery; these are others. Who
chooses signals by them must draw new ones to measure what was chosen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from models.traces.calibration import shipped
from tests.bench.forgery import EDITS, LIMITS, auc, figures
from tests.bench.forgery_sets import FRESH, Page, fresh


def run() -> Mapping[str, Any]:
    """AUC and detection of each set and of all, with n; AUC of each kind."""
    sets = {name: fresh(name) for name in FRESH}
    every = [page for pages in sets.values() for page in pages]
    return {name: _of(pages) for name, pages in {**sets, "all": every}.items()}


def _of(pages: Sequence[Page]) -> Mapping[str, Any]:
    scored = [(page.kind, shipped().score(page.signals)) for page in pages]
    misses = [score.page for kind, score in scored if kind == "genuine"]
    hits = {kind: [score.page for other, score in scored if other == kind] for kind in EDITS}
    alarms = [kind for kind, score in scored if score.fields > LIMITS["fields_evidence_max"]]
    return {
        **figures([value for values in hits.values() for value in values], misses),
        "over the policy's threshold of fields": f"{len(alarms)}, of them genuine {alarms.count('genuine')}",
        **{f"auc {kind}": round(auc(values, misses), 3) for kind, values in hits.items() if values},
    }
