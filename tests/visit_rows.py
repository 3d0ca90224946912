"""One of each thing that a store keeps of a field visit. Fictional throughout."""

from datetime import timedelta

from tests.fakes import MORNING
from verifier.domain.coordinates import Coordinates, Datum, Registered
from verifier.domain.proof import Proof, ProofKind, ProofState
from verifier.domain.staff import Role, StaffMember
from verifier.domain.visit import (
    Answer,
    Answered,
    ChecklistItem,
    Countersignature,
    Fix,
    Photo,
    Visit,
)

AGENT = StaffMember("stf_fang", "fang", "Fang", Role.AGENT, None, "en", MORNING, MORNING)
DOOR = Coordinates(30.28745, 120.15358)
PROOF = Proof(
    id="prf_1",
    tenant_id="ten_1",
    employer_id="emp_1",
    kind=ProofKind.FIELD_VISIT,
    state=ProofState.PENDING,
    opened_at=MORNING,
    expires_at=MORNING + timedelta(days=30),
    policy_version="proofs-v1",
)
VISIT = Visit(
    proof_id=PROOF.id,
    tenant_id=PROOF.tenant_id,
    employer_id=PROOF.employer_id,
    agent_id=AGENT.id,
    ordered_by="stf_anna",
    ordered_at=MORNING,
    firm="云上样本科技（杭州）有限公司",
    reason="The address is shared.",
    address="杭州市样本路 1 号",
    registered=Registered(DOOR, Datum.GCJ02),
    starts_at=MORNING + timedelta(days=1),
    ends_at=MORNING + timedelta(days=1, hours=2),
    nonce="0b52305557",
)
ANSWER = Answered(ChecklistItem.FRONT_DESK, Answer.YES, "三楼", MORNING)
PHOTO = Photo(
    id="00000000-0000-0000-0000-000000000001",
    item=ChecklistItem.ENTRANCE_SIGN,
    number=1,
    taken_at=MORNING,
    received_at=MORNING + timedelta(minutes=1),
    skew=timedelta(milliseconds=-1500),
    where=Fix(DOOR, 12.5),
    sha256="c" * 64,
    size=400_000,
    look=bytes.fromhex("00ff00ff00ff00ff"),
)
SIGNATURE = Countersignature(
    signer="样本人",
    role="行政经理",
    signed_at=MORNING,
    report="d" * 64,
    words="无",
    strokes=(((10, 20), (30, 40)), ((1, 2),)),
)
