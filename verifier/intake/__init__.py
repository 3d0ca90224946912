"""The door: told by content and header alone, may this file be taken in as evidence, and what is it?

Decodes no pixel and stores nothing. Every refusal is a child of EvidenceRefused with a code of its own.
"""

from verifier.intake.errors import EvidenceRefused
from verifier.intake.inspection import Inspection, inspect

__all__ = ["EvidenceRefused", "Inspection", "inspect"]
