"""One of each thing that a store keeps. Fictional throughout."""

from datetime import timedelta

from tests.fakes import MORNING
from verifier.domain.api_key import ApiKey, Scope
from verifier.domain.case import AccountType, Case, CaseState, Declared
from verifier.domain.decision import POLICY, Decision, DecisionOutcome, Proposal, Ruling
from verifier.domain.escalation import DecisionGround, Escalation, FirstWord, Risk, Said, Verdict
from verifier.domain.event import Event, EventType
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.finding import Finding, Outcome
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.reading import (
    DocumentType,
    Field,
    FieldName,
    Frame,
    LicenceReading,
    Line,
    Reading,
)
from verifier.domain.task import task_for
from verifier.domain.tenant import Tenant
from verifier.domain.webhook import Delivery, Webhook

TENANT = Tenant("ten_1", "Alice's site", MORNING)
OTHER_TENANT = Tenant("ten_2", "Charlie's site", MORNING)

CASE = Case(
    id="case_1",
    tenant_id=TENANT.id,
    account_type=AccountType.DIRECT_EMPLOYER,
    declared=Declared(
        "云上样本科技（杭州）有限公司", "91330100MA00SAMPLE", "样本人", "杭州市样本路 1 号", "13800000000"
    ),
    reference="employer-17",
    state=CaseState.OPEN,
    opened_at=MORNING,
)

EVIDENCE = Evidence(
    id="evd_1",
    tenant_id=TENANT.id,
    case_id=CASE.id,
    kind=EvidenceKind.BUSINESS_LICENCE,
    sha256="a" * 64,
    media_type="image/jpeg",
    declared_media_type="image/jpg",
    size=1_000_000,
    added_at=MORNING,
)

TASK = task_for("licence", EVIDENCE, MORNING)

READING = Reading(
    evidence_id=EVIDENCE.id,
    reader="licence",
    engine="PP-OCRv6",
    version="3.7.0",
    milliseconds=2345,
    body=LicenceReading(
        frame=Frame(1654, 2340, rotation=90),
        document_type=DocumentType.BUSINESS_LICENCE,
        lines=(Line(((1.5, 2.0), (30.25, 2.0), (30.25, 9.0), (1.5, 9.0)), "名 称", 0.98),),
        fields={
            FieldName.NAME: Field("云上样本科技（杭州）有限公司", None, 0.97, (1, 2, 30, 9), ("joined",)),
            FieldName.CODE: Field("91330100MA00SAMPLE", "91330100MA00SAMPLE", 1.0, (1, 2, 3, 4)),
        },
    ),
)

PICTURE = StoredPicture(
    EVIDENCE.id, TENANT.id, CASE.id, PictureKind.THUMBNAIL, media_type="image/webp", sha256="b" * 64
)

FINDINGS = (
    Finding("code", Outcome.PASS, "code_valid", "Both check characters hold.", 1, 0.9, (EVIDENCE.id,)),
    Finding(
        "declared",
        Outcome.FAIL,
        "name_differs",
        "样本 differs.",
        measured="样本甲",
        threshold="样本乙",
        evidence_ids=(EVIDENCE.id,),
        boxes=((1, 2, 3, 4), (5, 6, 7, 8)),
    ),
)

DECISION = Decision(
    id="dec_1",
    case_id=CASE.id,
    proposal=Proposal(
        DecisionOutcome.ESCALATED, "v1", reasons=FINDINGS[1:], waived=(("agent_identity", "not yet"),)
    ),
    decided_by=POLICY,
    decided_at=MORNING,
    expires_at=MORNING + timedelta(days=180),
)

ESCALATION = Escalation(
    id="esc_1",
    tenant_id=TENANT.id,
    case_id=CASE.id,
    account_type=CASE.account_type,
    risk=Risk.NORMAL,
    reasons=("name_differs", "field_absent"),
    opened_at=MORNING,
    due_at=MORNING + timedelta(hours=24),
    first_word=FirstWord(
        "rev_0",
        MORNING,
        Said(Verdict.VERIFY, (DecisionGround.PAPERS_IN_ORDER,), "核对无误。", "Rang the firm up."),
    ),
)

RULING = Ruling(
    grounds=("papers_in_order",),
    applicant="核对无误。 All in order.",
    auditor="Rang the firm up.",
    overrides=("name_differs",),
    proposed_by="rev_0",
)

KEY = ApiKey(
    id="key_1",
    tenant_id=TENANT.id,
    name="职位板 production",
    prefix="bf_abcdef",
    scopes=(Scope.CASES_READ, Scope.KEYS_WRITE),
    created_at=MORNING,
)

EVENT = Event(
    id="evt_1",
    tenant_id=TENANT.id,
    type=EventType.CASE_SUBMITTED,
    occurred_at=MORNING,
    subject=CASE.id,
    told={"case_id": CASE.id, "url": "/v1/cases/case_1", "state": "submitted"},
)

WEBHOOK = Webhook(
    id="whk_1",
    tenant_id=TENANT.id,
    url="https://jobs.example/hook",
    types=(EventType.CASE_VERIFIED, EventType.CASE_ESCALATED),
    enabled=True,
    created_at=MORNING,
)

DELIVERY = Delivery(
    id="dlv_1",
    tenant_id=TENANT.id,
    webhook_id=WEBHOOK.id,
    event_id=EVENT.id,
    created_at=MORNING,
    due_at=MORNING,
)
