"""The rules about reads that the gate has not. Adding one is one file and one line here."""

from collections.abc import Mapping
from typing import Final

from verifier.checks.reads import contacts, granted, night, one_face, overlap, pace
from verifier.domain.check import by_name
from verifier.domain.read_check import ReadCheck

READ_CHECKS: Final[Mapping[str, ReadCheck]] = by_name(
    (granted.CHECK, pace.CHECK, contacts.CHECK, night.CHECK, one_face.CHECK, overlap.CHECK)
)
