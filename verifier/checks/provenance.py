"""Does the file itself say that it is not a photo, a scan or an export of a paper?

pass          it declares nothing of the kind, which says nothing about whether the picture is genuine
concern       a part, or perhaps all, is declared to be made by a machine; the camera's small copy shows
              another picture; or content credentials are there and the bytes are not the signed ones
fail          the picture is declared to be made by a trained model
inconclusive  the file was not read, or its content credentials cannot be parsed

The name of an editing program counts for nothing: 5 of 100 forged files have one, and 5 of 100 genuine ones.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Measure, Outcome
from verifier.domain.provenance import CredentialState, Declaration, Origin, Provenance

NAME: Final = "provenance"
CORRELATION_MIN: Final = "correlation_min"


class Code(StrEnum):
    NOTHING_DECLARED = "provenance_nothing_declared"
    AI_DECLARED = "provenance_ai_declared"
    AI_PARTLY_DECLARED = "provenance_ai_partly_declared"
    THUMBNAIL_DIFFERS = "provenance_thumbnail_differs"
    INVALID_MANIFEST = "provenance_invalid_manifest"
    UNREADABLE_MANIFEST = "provenance_unreadable_manifest"
    NOT_READ = "provenance_not_read"


def judge(facts: Facts, thresholds: Thresholds) -> Iterator[Finding]:
    read = dict(facts.provenances())
    files = facts.handed_in(EvidenceKind.BUSINESS_LICENCE)
    for evidence_id in files:
        for finding in _of_file(read.get(evidence_id), thresholds[CORRELATION_MIN]):
            yield replace(finding, evidence_ids=(evidence_id,))
    if not files:
        yield _not_read()


def _of_file(body: Provenance | None, correlation_min: float) -> Iterator[Finding]:
    if body is None or body.container is None:
        yield _not_read()
        return
    found = [*_declared(body), *_copied(body, correlation_min), *_credentials(body)]
    yield from found
    if not found:
        detail = "Of its origin nothing was declared; this says nothing about whether the picture is genuine."
        yield Finding(NAME, Outcome.PASS, Code.NOTHING_DECLARED, detail)


def _declared(body: Provenance) -> Iterator[Finding]:
    made = [declaration for declaration in body.declarations if declaration.origin is Origin.MADE]
    if made:
        detail = f"The file declares that a trained model made it, by: {_ways(made)}."
        yield Finding(NAME, Outcome.FAIL, Code.AI_DECLARED, detail, str(Origin.MADE))
    elif body.declarations:
        origins = ", ".join(dict.fromkeys(str(declaration.origin) for declaration in body.declarations))
        ways = _ways(body.declarations)
        detail = f"The file declares that a machine may have made it or parts of it ({origins}), by: {ways}."
        yield Finding(NAME, Outcome.CONCERN, Code.AI_PARTLY_DECLARED, detail, origins)


def _ways(declarations: list[Declaration] | tuple[Declaration, ...]) -> str:
    return ", ".join(dict.fromkeys(str(declaration.by) for declaration in declarations))


def _copied(body: Provenance, correlation_min: float) -> Iterator[Finding]:
    correlation = None if body.thumbnail is None else body.thumbnail.correlation
    if correlation is not None and correlation < correlation_min:
        detail = f"The camera's small copy in the file shows another picture: correlation {correlation:.2f}."
        yield Finding(NAME, Outcome.CONCERN, Code.THUMBNAIL_DIFFERS, detail, correlation, correlation_min)


def _credentials(body: Provenance) -> Iterator[Finding]:
    credentials = body.credentials
    if credentials is None:
        return
    problems: Measure = ", ".join(credentials.problems)
    if credentials.state is CredentialState.UNREADABLE:
        detail = "The file carries content credentials that cannot be parsed."
        yield Finding(NAME, Outcome.INCONCLUSIVE, Code.UNREADABLE_MANIFEST, detail)
    elif credentials.mismatched:
        detail = f"The file's bytes are not those that its content credentials were made for: {problems}."
        yield Finding(NAME, Outcome.CONCERN, Code.INVALID_MANIFEST, detail, problems)


def _not_read() -> Finding:
    return Finding(
        NAME, Outcome.INCONCLUSIVE, Code.NOT_READ, "What the file says of its origin was not read."
    )


CHECK: Final = Check(NAME, tuple(Code), judge, (CORRELATION_MIN,))
