"""From values of the gate to the members that the answer schemas name. Decides nothing.

A token and a link go into one answer alone, the one to who asked for the permit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verifier.api.presenting import Members
from verifier.domain.account_traits import Block
from verifier.domain.advice import advice_for
from verifier.domain.employer import Employer, Entry
from verifier.domain.finding import Finding, Outcome
from verifier.domain.permit import Answer, Permit
from verifier.usecases.gate.employers import EmployerView

KEPT: Final = ("kind", "reason", "until", "added_at", "added_by", "employer_id")
ENDED: Final = ("appealed_at", "ended_at", "ended_by")


def permit_url(permit_id: str) -> str:
    return f"/v1/posting-permits/{permit_id}"


def employer_url(employer_id: str) -> str:
    return f"/v1/employers/{employer_id}"


def block_url(block_id: str) -> str:
    return f"/v1/blocks/{block_id}"


def permit(item: Permit) -> Members:
    return {
        "id": item.id,
        "url": permit_url(item.id),
        "answer": item.answer,
        "needs": item.needs,
        "employer_id": item.employer_id,
        "recruiter_id": item.recruiter_id,
        "job_sha256": item.job_digest,
        "reasons": reasons(item.answer, item.findings),
        "findings": item.findings,
        "policy_version": item.policy_version,
        "asked_at": item.asked_at,
        "expires_at": item.expires_at,
        "redeemed_at": item.redeemed_at,
        "revoked_at": item.revoked_at,
        "text_cleared_at": item.cleared_at,
    }


def summary(item: Employer, now: datetime) -> Members:
    """An employer as of `now`, with an end of its verification that nobody has written down yet."""
    return {
        "id": item.id,
        "url": employer_url(item.id),
        "reference": item.reference,
        "account_type": item.account_type,
        "state": item.state_at(now),
        "ground": item.ground_at(now),
        "since": item.since,
        "opened_at": item.opened_at,
        "verified_until": item.verified_until,
        "case_id": item.case_id,
        "appealed_at": item.appealed_at,
        "risk": item.risk,
    }


def employer(view: EmployerView, now: datetime) -> Members:
    papers = [{"paper": paper, "handed_in": there} for paper, there in view.papers.items()]
    return summary(view.employer, now) | {
        "state": view.state,
        "ground": view.ground,
        "papers": papers,
        "recruiters": view.recruiters,
        "cases": view.cases,
    }


def entry(item: Entry) -> Members:
    return {
        "id": item.id,
        "at": item.at,
        "what": item.what,
        "state": item.state,
        "ground": item.ground,
        "by": item.by,
        "about": item.about,
        "words": item.words or None,
    }


def block(item: Block) -> Members:
    told = {name: getattr(item, name) for name in (*KEPT, *ENDED)}
    return {"id": item.id, "url": block_url(item.id), **told}


def reasons(answer: Answer, findings: Sequence[Finding]) -> list[Members]:
    """Everything that did not pass; nothing for allow."""
    spoke = () if answer is Answer.ALLOW else findings
    return [_reason(finding) for finding in spoke if finding.outcome is not Outcome.PASS]


def _reason(finding: Finding) -> Members:
    return {
        "check": finding.check,
        "code": finding.code,
        "outcome": finding.outcome,
        "applicant": advice_for(finding.code),
        "auditor": finding.detail,
        "measured": finding.measured,
        "threshold": finding.threshold,
    }
