"""A verdict in print: as JSON, whose shape docs/cli.md promises, or as a page for people. Decides nothing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from verifier.cli.local_case import Verdict
from verifier.domain.advice import advise
from verifier.domain.decision import DecisionOutcome
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import Policy
from verifier.domain.reading import Field, FieldName, LicenceReading

GROUPS: Final = (
    (Outcome.FAIL, "Fails", "red"),
    (Outcome.CONCERN, "Concerns", "yellow"),
    (Outcome.INCONCLUSIVE, "Inconclusive", "magenta"),
    (Outcome.PASS, "Passes", "green"),
)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The stable shape: every key always present, null where there is nothing."""
    page = verdict.page()
    return {
        "file": verdict.file,
        "outcome": str(verdict.proposal.outcome),
        "document_type": None if page is None else str(page.document_type),
        "fields": {str(name): _field_json(field) for name, field in _fields(page).items()},
        "findings": [_finding_json(finding) for finding in _all_findings(verdict)],
        "milliseconds": verdict.milliseconds,
    }


def show(verdict: Verdict, policy: Policy, console: Console) -> None:
    """Print the verdict for a person: outcome, fields, findings by gravity, and what to do next."""
    page = verdict.page()
    verified = verdict.proposal.outcome is DecisionOutcome.VERIFIED
    console.rule(escape(verdict.file), style="green" if verified else "yellow")
    kind = "nothing readable" if page is None else str(page.document_type)
    console.print(f"[bold]{verdict.proposal.outcome}[/] · {kind} · policy {policy.version}", end=" ")
    console.print(f"· {verdict.milliseconds} ms", highlight=False)
    if page is not None and page.fields:
        console.print(_fields_table(page))
    for outcome, title, colour in GROUPS:
        _show_group([f for f in _all_findings(verdict) if f.outcome is outcome], title, colour, console)
    _show_advice(verdict, console)
    if verdict.declared is None:
        console.print("Nothing was declared, so that nothing was compared with the licence.", style="dim")


def _fields(page: LicenceReading | None) -> Mapping[FieldName, Field | None]:
    return {name: None if page is None else page.fields.get(name) for name in FieldName}


def _field_json(field: Field | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return {
        "value": field.value,
        "normalised": field.normalised,
        "score": round(field.score, 4),
        "box": list(field.box),
    }


def _finding_json(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "outcome": str(finding.outcome),
        "code": finding.code,
        "detail": finding.detail,
    }


def _all_findings(verdict: Verdict) -> tuple[Finding, ...]:
    """Every finding, and what the policy itself found wanting: a check that gave none."""
    added = tuple(f for f in verdict.proposal.reasons if f not in verdict.findings)
    return verdict.findings + added


def _fields_table(page: LicenceReading) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("field", "value", "normalised", "score"):
        table.add_column(title, overflow="fold")
    for name, field in _fields(page).items():
        if field is None:
            table.add_row(str(name), "[dim]not read[/]", "", "")
        else:
            normalised = "" if field.normalised in (None, field.value) else escape(str(field.normalised))
            table.add_row(str(name), escape(field.value), normalised, f"{field.score:.3f}")
    return table


def _show_group(findings: Iterable[Finding], title: str, colour: str, console: Console) -> None:
    for number, finding in enumerate(findings):
        if number == 0:
            console.print(f"[bold {colour}]{title}[/]")
        console.print(f"  [{colour}]{finding.check}[/] [dim]{finding.code}[/] {escape(finding.detail)}")


def _show_advice(verdict: Verdict, console: Console) -> None:
    told = advise(verdict.proposal.reasons)
    for number, advice in enumerate(told):
        if number == 0:
            console.print("[bold]What the applicant is told[/]")
        console.print(f"  {advice.zh}\n  [dim]{advice.en}[/]", highlight=False)
