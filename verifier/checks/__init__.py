"""Every check of a case. Adding one is one file and one line here; the policy must then name it too.

Those of a face session's films are in `verifier.checks.faces`.
"""

from collections.abc import Mapping
from typing import Final

from verifier.checks import (
    authority,
    business_licence,
    capital,
    code,
    code_age,
    dates,
    declared,
    dispatch_licence,
    division,
    firm_name,
    form,
    generation,
    hr_licence,
    image_quality,
    issue_date,
    licence_fields,
    one_document,
    paper_authorisation,
    paper_identity,
    paper_in_service,
    paper_seal,
    paper_specimen,
    provenance,
    qr,
    readable,
    registry,
    relatives,
    scope,
    seal,
    shared_person,
    specimen_mark,
    traces,
)
from verifier.domain.check import CaseCheck, by_name
from verifier.domain.decision import Proposal
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.policy import Policy

CHECKS: Final[Mapping[str, CaseCheck]] = by_name(
    (
        readable.CHECK,
        business_licence.CHECK,
        specimen_mark.CHECK,
        licence_fields.CHECK,
        image_quality.CHECK,
        one_document.CHECK,
        code.CHECK,
        declared.CHECK,
        form.CHECK,
        dates.CHECK,
        issue_date.CHECK,
        generation.CHECK,
        qr.CHECK,
        registry.CHECK,
        scope.CHECK,
        code_age.CHECK,
        division.CHECK,
        authority.CHECK,
        seal.CHECK,
        firm_name.CHECK,
        capital.CHECK,
        relatives.CHECK,
        shared_person.CHECK,
        provenance.CHECK,
        traces.CHECK,
        paper_identity.CHECK,
        paper_authorisation.CHECK,
        paper_in_service.CHECK,
        paper_seal.CHECK,
        paper_specimen.CHECK,
        hr_licence.CHECK,
        dispatch_licence.CHECK,
    )
)


def judge(facts: Facts, policy: Policy) -> tuple[Finding, ...]:
    """Run every check that the policy names, in its order, with the thresholds it gives."""
    return tuple(
        finding for name, rule in policy.rules.items() for finding in CHECKS[name](facts, rule.thresholds)
    )


def judge_case(facts: Facts, policy: Policy) -> tuple[tuple[Finding, ...], Proposal]:
    """Every finding, and what the policy makes of them."""
    findings = judge(facts, policy)
    return findings, policy.propose(findings, handed_in=facts.evidence.values())
