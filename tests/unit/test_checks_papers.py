"""The checks of papers: each code by the paper that earns it, and what is waived where none is there."""

from dataclasses import replace
from datetime import date

import pytest

from fixtures.papers import TODAY, Variant, contents
from tests.licences import facts as licence_facts
from tests.licences import licence
from verifier.api import presenting
from verifier.checks import judge, judge_case
from verifier.domain.advice import ADVICE
from verifier.domain.case import AccountType, Declared
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.places import Frame
from verifier.domain.policy import NO_PAPER
from verifier.domain.reading import Reading
from verifier.domain.written import Field, Line, Seal
from verifier.policies import load
from verifier.settings import POLICIES
from verifier.store.serialisation import body_from_json, body_to_json

POLICY = load(POLICIES / "v1.toml")
PAPERS = (
    EvidenceKind.IN_SERVICE_CERTIFICATE, EvidenceKind.AUTHORISATION_LETTER, EvidenceKind.AGENT_IDENTITY,
)  # fmt: skip
SEED = 7


def read(kind: EvidenceKind, variant: Variant = Variant.GENUINE) -> PaperReading:
    """A paper of the seed read without an error."""
    said = contents(SEED, variant)
    agent, stamp = said.agent, said.stamp
    values = {PaperField.NAME: agent.name, PaperField.NUMBER: agent.number}
    if kind is EvidenceKind.AGENT_IDENTITY:
        values |= {
            PaperField.SEX: agent.sex,
            PaperField.BORN: agent.born.isoformat(),
            PaperField.STARTS: agent.valid_from.isoformat(),
            PaperField.ENDS: agent.valid_until.isoformat() if agent.valid_until else "forever",
        }
    else:
        values |= {PaperField.COMPANY: said.company, PaperField.DATED: said.dated.isoformat()}
    if kind is EvidenceKind.AUTHORISATION_LETTER:
        values |= {
            PaperField.CODE: said.code,
            PaperField.STARTS: said.starts.isoformat(),
            PaperField.ENDS: said.ends.isoformat(),
        }
    red = stamp and stamp.ink[0] > 2 * stamp.ink[1]
    seals = (Seal((0, 0, 9, 9), 1.0, (200, 40, 40), stamp.name, 0.99),) if stamp and red else ()
    fields = {name: Field(value, value, 0.99, (0, 0, 9, 9)) for name, value in values.items()}
    return PaperReading(Frame(100, 100), kind, (), fields, seals)


def facts(*papers: tuple[EvidenceKind, PaperReading], today: date = TODAY, agent: str | None = None) -> Facts:
    said = contents(SEED, Variant.GENUINE)
    return Facts(
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=Declared(said.company, said.code, said.legal_person, agent=agent),
        evidence={str(kind): kind for kind, _ in papers},
        readings=tuple(Reading(str(kind), "paper", "e", "1", 1, body) for kind, body in papers),
        today=today,
    )


def of(check: str, found: Facts) -> list[Finding]:
    return [one for one in judge(found, POLICY) if one.check == check]


CARD, LETTER = EvidenceKind.AGENT_IDENTITY, EvidenceKind.AUTHORISATION_LETTER
CERTIFICATE = EvidenceKind.IN_SERVICE_CERTIFICATE


@pytest.mark.parametrize(
    ("check", "kind", "variant", "codes"),
    [
        ("paper_identity", CARD, Variant.GENUINE, {"identity_valid"}),
        ("paper_identity", CARD, Variant.WRONG_DIGIT, {"identity_check_digit_wrong"}),
        ("paper_identity", CARD, Variant.EXPIRED, {"identity_expired"}),
        ("paper_authorisation", LETTER, Variant.GENUINE, {"authorisation_covers"}),
        ("paper_authorisation", LETTER, Variant.OTHER_PERSON, {"authorisation_other_agent"}),
        ("paper_authorisation", LETTER, Variant.EXPIRED, {"authorisation_over"}),
        (
            "paper_authorisation", LETTER, Variant.FUTURE,
            {"authorisation_dated_in_future", "authorisation_not_begun"},
        ),
        (
            "paper_authorisation", LETTER, Variant.WRONG_COMPANY,
            {"authorisation_other_company", "authorisation_other_code"},
        ),
        ("paper_in_service", CERTIFICATE, Variant.GENUINE, {"in_service_agrees"}),
        ("paper_in_service", CERTIFICATE, Variant.WRONG_COMPANY, {"in_service_other_company"}),
        ("paper_in_service", CERTIFICATE, Variant.OTHER_PERSON, {"in_service_other_person"}),
        ("paper_in_service", CERTIFICATE, Variant.EXPIRED, {"in_service_too_old"}),
        ("paper_in_service", CERTIFICATE, Variant.FUTURE, {"in_service_dated_in_future"}),
        ("paper_seal", CERTIFICATE, Variant.GENUINE, {"paper_seal_agrees"}),
        ("paper_seal", CERTIFICATE, Variant.OTHER_SEAL, {"paper_seal_differs"}),
        ("paper_seal", LETTER, Variant.NO_SEAL, {"paper_seal_absent"}),
        ("paper_seal", LETTER, Variant.BLACK_SEAL, {"paper_seal_absent"}),
    ],
)  # fmt: skip
def test_each_paper_earns_its_codes(
    check: str, kind: EvidenceKind, variant: Variant, codes: set[str]
) -> None:
    card = read(CARD, variant if kind is CARD else Variant.GENUINE)
    papers = [(CARD, card)] if kind is CARD else [(CARD, card), (kind, read(kind, variant))]
    found = of(check, facts(*papers))
    assert {one.code for one in found} == codes
    assert codes <= set(ADVICE)
    number = contents(SEED, Variant.GENUINE).agent.number
    assert all(number not in str((one.detail, one.measured, one.threshold)) for one in found)


AGENT = contents(SEED, Variant.GENUINE).agent.name
STRANGER = "陌生人"


@pytest.mark.parametrize(
    ("check", "kind", "valid", "another"),
    [
        ("paper_identity", CARD, "identity_valid", "identity_not_the_agent"),
        ("paper_authorisation", LETTER, "authorisation_covers", "authorisation_not_the_agent"),
        ("paper_in_service", CERTIFICATE, "in_service_agrees", "in_service_not_the_agent"),
    ],
)
def test_a_paper_has_to_be_the_declared_agents(
    check: str, kind: EvidenceKind, valid: str, another: str
) -> None:
    alone = (kind, read(kind))
    assert {one.code for one in of(check, facts(alone, agent=f" {AGENT} "))} == {valid}
    (found,) = of(check, facts(alone, agent=STRANGER))
    assert (found.outcome, found.code) == (Outcome.CONCERN, another)
    assert STRANGER not in found.detail
    assert AGENT not in found.detail


@pytest.mark.parametrize(
    ("check", "kind"), [("paper_authorisation", LETTER), ("paper_in_service", CERTIFICATE)]
)
def test_a_paper_that_agrees_with_the_card_and_not_with_the_declared_agent_is_a_concern(
    check: str, kind: EvidenceKind
) -> None:
    found = of(check, facts((CARD, read(CARD)), (kind, read(kind)), agent=STRANGER))
    assert [one.outcome for one in found] == [Outcome.CONCERN]
    found = of(check, facts((CARD, read(CARD)), (kind, read(kind, Variant.OTHER_PERSON)), agent=STRANGER))
    assert len(found) == 2, "another than the card's and another than the declared"


def test_a_card_without_a_name_is_no_proof_that_it_is_the_agents() -> None:
    card = read(CARD)
    nameless = replace(card, fields={k: v for k, v in card.fields.items() if k is not PaperField.NAME})
    (found,) = of("paper_identity", facts((CARD, nameless), agent=AGENT))
    assert (found.outcome, found.code) == (Outcome.INCONCLUSIVE, "paper_field_absent")


def test_a_ring_that_differs_by_one_character_is_no_pass() -> None:
    paper = read(CERTIFICATE)
    name = paper.seals[0].text or ""
    other = replace(paper, seals=(replace(paper.seals[0], text=name[:3] + "霞" + name[4:]),))
    (found,) = of("paper_seal", facts((CERTIFICATE, other)))
    assert (found.outcome, found.code) == (Outcome.INCONCLUSIVE, "paper_seal_nearly_agrees")


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("text", ["样本", "样张", "SPECIMEN", "仅供参考样张", "样本 SPECIMEN 非真实证照"])
def test_a_paper_marked_as_a_specimen_goes_to_a_person(kind: EvidenceKind, text: str) -> None:
    there = facts((kind, with_line(read(kind), text)))
    (found,) = of("paper_specimen", there)
    assert (found.outcome, found.code, found.boxes) == (Outcome.FAIL, "paper_specimen_mark", ((0, 0, 9, 9),))
    assert found in judge_case(there, POLICY)[1].reasons


@pytest.mark.parametrize(
    "text", ["仅供招聘平台使用", "仅供样本公司使用", "单位名称：示例市样本启航机械有限公司"]
)
def test_a_purpose_or_a_name_is_no_specimens_mark(text: str) -> None:
    (found,) = of("paper_specimen", facts((CARD, with_line(read(CARD), text))))
    assert (found.outcome, found.code) == (Outcome.PASS, "paper_unmarked")


def with_line(paper: PaperReading, text: str) -> PaperReading:
    return replace(paper, lines=(Line(((0, 0), (9, 0), (9, 9), (0, 9)), text, 0.9),))


def test_a_paper_of_another_kind_is_told() -> None:
    (found,) = of("paper_in_service", facts((CERTIFICATE, read(LETTER))))
    assert (found.outcome, found.code) == (Outcome.CONCERN, "paper_other_kind")


def test_without_papers_the_checks_are_silent_and_the_law_s_papers_are_waived() -> None:
    findings, proposal = judge_case(licence_facts(licence()), POLICY)
    silent = {one.check for one in findings if one.code == NO_PAPER}
    assert silent == {
        "paper_identity", "paper_authorisation", "paper_in_service", "paper_seal",
        "paper_specimen", "hr_licence", "dispatch_licence",
    }  # fmt: skip
    waived = dict(proposal.waived)
    assert {"agent_identity", "authorisation_letter", "recruitment_brief"} <= set(waived)
    assert not silent & set(waived)


def test_what_was_handed_in_is_not_waived() -> None:
    _, proposal = judge_case(facts((CARD, read(CARD))), POLICY)
    assert "agent_identity" not in dict(proposal.waived)
    assert "authorisation_letter" in dict(proposal.waived)


@pytest.mark.parametrize("kind", PAPERS)
def test_a_reading_comes_back_from_the_store_as_it_was(kind: EvidenceKind) -> None:
    reading = Reading("evd", "paper", "e", "1", 1, read(kind))
    stored = body_to_json(reading)
    assert stored["type"] == "paper"
    assert body_from_json(stored) == reading.body


def test_an_answer_covers_the_identity_number_in_fields_and_lines() -> None:
    number = contents(SEED, Variant.GENUINE).agent.number
    line = Line(((0, 0), (9, 0), (9, 9), (0, 9)), f"身份证号：{number}", 0.9)
    body = replace(read(CARD), lines=(line,))
    answer = presenting.reading(Reading("evd", "paper", "e", "1", 1, body), lines=True)
    assert answer["paper"] == {"kind": CARD, "portrait": None}
    assert answer["found"]["number"]["value"] == number[:3] + "＊" * 11 + number[-4:]
    assert number not in str(answer)
