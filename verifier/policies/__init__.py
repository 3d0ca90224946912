"""The policy files that ship with the service, one a version, and the strict loader that every policy passes.

A policy names every check there is, so that none is forgotten, and every number says where it comes from.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from verifier.checks import CHECKS
from verifier.domain.face_decision import FacePolicy
from verifier.domain.gate import GatePolicy
from verifier.domain.policy import Policy
from verifier.domain.proof import ProofPolicy
from verifier.domain.retention import RetentionPolicy
from verifier.domain.review_policy import ReviewPolicy
from verifier.domain.staff import StaffPolicy
from verifier.policies.faces import face_policy
from verifier.policies.gate import gate_policy
from verifier.policies.parts import Table, get, only, parsed, read, rules, whole, words
from verifier.policies.proofs import proof_policy
from verifier.policies.reads import read_policy
from verifier.policies.retention import retention_policy
from verifier.policies.review import review_policy
from verifier.policies.staff import staff_policy

LIFETIME_DAYS_MAX: Final = 183  # Re-check at least every six months.


def load(path: Path) -> Policy:
    """Read a policy for cases. Raises ConfigurationError that names the file's key and what to change."""
    return read(path, _policy)


def parse(text: str) -> Policy:
    """A policy for cases from its text, to be tried. Raises ConfigurationError likewise."""
    return parsed(text, "to be tried", _policy)


def load_faces(path: Path) -> FacePolicy:
    """Read a policy for films of faces. Raises ConfigurationError that names the file's key likewise."""
    return read(path, face_policy)


def load_gate(path: Path) -> GatePolicy:
    """Read a policy for the gate. Raises ConfigurationError that names the file's key likewise."""
    return read(path, gate_policy)


def load_proofs(path: Path) -> ProofPolicy:
    """Read a policy of proofs. Raises ConfigurationError that names the file's key likewise."""
    return read(path, proof_policy)


def load_reads(path: Path) -> GatePolicy:
    """Read a policy for reads of résumés. Raises ConfigurationError that names the file's key likewise."""
    return read(path, read_policy)


def load_review(path: Path) -> ReviewPolicy:
    """Read a policy for reviews. Raises ConfigurationError that names the file's key likewise."""
    return read(path, review_policy)


def load_staff(path: Path) -> StaffPolicy:
    """Read a policy for sign-in to the console. Raises ConfigurationError likewise."""
    return read(path, staff_policy)


def load_retention(path: Path) -> RetentionPolicy:
    """Read a retention policy. Raises ConfigurationError that names the file's key likewise."""
    return read(path, retention_policy)


def _policy(table: Table) -> Policy:
    only(table, "", {"version", "decision_lifetime_days", "soft_limit", "waived", "checks"})
    return Policy(
        version=words(table, "version"),
        decision_lifetime=timedelta(days=whole(table, "decision_lifetime_days", 1, LIFETIME_DAYS_MAX)),
        soft_limit=whole(table, "soft_limit", 1, len(CHECKS)),
        rules=rules(get(table, "checks", dict), CHECKS),
        waived=tuple(_waived(get(table, "waived", dict))),
    )


def _waived(table: Table) -> Iterator[tuple[str, str]]:
    for name in table:
        yield name, words(table, name, "waived.")
