"""A site that has lived: something of everything that a store keeps. Fictional throughout."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from tests import bank_acts, face_acts, seeker_acts
from tests.acts import added, claimed, opened, reading_for
from tests.face_acts import Link
from tests.fakes import RETENTION, World, world
from tests.gate_acts import WORD, Gate, gate_policy, verified
from tests.rows import DECISION, ESCALATION, FINDINGS
from tests.visit_rows import AGENT, ANSWER, PHOTO, PROOF, SIGNATURE, VISIT
from verifier import usecases
from verifier.addresses.reading import read_address
from verifier.domain.account_traits import TraitKind
from verifier.domain.api_key import Scope
from verifier.domain.case import Case
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.escalation import DecisionGround, DocumentRequest, Note
from verifier.domain.event import EventType
from verifier.domain.evidence import EvidenceKind
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import Recruiter
from verifier.domain.mail import MailMessage, MessageState
from verifier.domain.office_video import OfficeVideo, VideoPart, VideoReading
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.relatives import Likeness
from verifier.domain.resume_grant import ComplaintReason
from verifier.domain.resume_read import ReadWish
from verifier.domain.retention import Receipt
from verifier.store import hashes, tables
from verifier.store.transaction import SqlStore
from verifier.usecases import identifiers, storing
from verifier.usecases.blob_ports import Blobs
from verifier.usecases.gate.blocks import Blocking, block_employer
from verifier.usecases.gate.employers import stop_employer
from verifier.usecases.gate.members import join, leave
from verifier.usecases.gate.permits import ask_permit, redeem_permit
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.links import ask_link
from verifier.usecases.relatives import traits
from verifier.usecases.retention.purging import purge
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Seen, Viewing
from verifier.usecases.seekers import pages as seeker_pages
from verifier.usecases.seekers.complaints import settle_complaint
from verifier.usecases.seekers.reads import ask_read

POLICY = RETENTION
YEARS = (
    3 * 366 + 366
)  # days after which all is over that this site ever did: half a year of verification, too


@dataclass(frozen=True, slots=True)
class Lived:
    """What a test may ask for by name."""

    world: World
    tenant_id: str
    employer: Employer
    recruiter: Recruiter
    case: Case
    draft: Case
    in_review: Link

    @property
    def ports(self) -> Ports:
        return self.world.ports


def keeping_house(store: Any, blobs: Blobs | None = None) -> World:
    """A world with the retention policy that ships with the service."""
    here = world(store=store, gate=gate_policy())
    return replace(here, ports=replace(here.ports, blobs=blobs or here.blobs))


def lived(store: Any, blobs: Blobs | None = None) -> Lived:
    """A site of whose every table there is a row, and of every kind of file one."""
    here = keeping_house(store, blobs)
    ports = here.ports
    tenant, _ = usecases.create_tenant(ports, "Alice's site")
    usecases.create_webhook(ports, tenant.id, url="https://jobs.example/hook", types=tuple(EventType))
    key, _ = usecases.create_key(ports, tenant.id, "old", scopes=tuple(Scope))
    usecases.rotate_key(ports, tenant.id, key.id)
    employer = verified(ports, tenant.id)
    recruiter = face_acts.enrolled(ports, tenant.id)
    join(ports, tenant.id, employer.id, recruiter.id)
    other = face_acts.recruited(ports, tenant.id, "recruiter-2")
    join(ports, tenant.id, employer.id, other.id)
    leave(ports, tenant.id, employer.id, other.id)
    gate = Gate(here, tenant.id, employer, recruiter)
    permit = ask_permit(ports, tenant.id, gate.wish())
    redeem_permit(ports, tenant.id, permit.permit.id)
    case, draft = _pictured(ports, tenant.id), opened(ports, tenant.id)
    added(ports, draft, shade=7)  # the same bytes as the other case's
    in_review = _reviewed(here, other)
    bank_acts.half_way(here, employer)
    _visited(here, employer)
    _proven(here, employer)
    _read(gate)
    ask_link(ports, tenant.id, employer.id)
    stop_employer(ports, tenant.id, employer.id, state=EmployerState.SUSPENDED, word=WORD)
    why = Blocking("forged_licence", ports.clock.now() + timedelta(days=30), "reviewer-1")
    block_employer(ports, tenant.id, employer.id, why, kinds=tuple(TraitKind))
    with ports.transaction() as tx:
        now = ports.clock.now()
        tx.replies.begin(tenant.id, "k", fingerprint="f", now=now, until=now + timedelta(days=1))
    return Lived(here, tenant.id, employer, recruiter, case, draft, in_review)


def _proven(here: World, employer: Employer) -> None:
    """A proof with a film that is on its way, a filmstrip, and a message; no kind has all of it."""
    ports, now = here.ports, here.ports.clock.now()
    part, strip = storing.put(ports, employer.tenant_id, [b"a part of a film", b"a filmstrip"])
    proof_id = identifiers.new("prf", now)
    place = {"tenant_id": employer.tenant_id, "employer_id": employer.id}
    reading = VideoReading(9000, 90, 854, 480, (), (), (), ((0, "0" * 64),))
    with ports.transaction() as tx:
        proof = replace(PROOF, **place, id=proof_id, opened_at=now)
        tx.proofs.add(replace(proof, expires_at=now + timedelta(days=30)))
        video = OfficeVideo(proof_id, employer.tenant_id, employer.id, "山水火28", now)
        tx.office_videos.add(video)
        tx.office_videos.add_part(VideoPart(proof_id, employer.tenant_id, 0, 16, part))
        tx.office_videos.keep_strip(employer.tenant_id, proof_id, strip)
        tx.office_videos.keep(replace(video, reading=reading))
        tx.mails.add(
            MailMessage(
                id=identifiers.new("mml", now),
                tenant_id=employer.tenant_id,
                proof_id=proof_id,
                address=read_address("planted.person@sample-firm.cn"),
                state=MessageState.WAITING,
                made_at=now,
                expires_at=now + timedelta(minutes=30),
            )
        )
        storing.name(tx, employer.tenant_id, [part, strip])


def _read(here: Gate) -> None:
    """A grant, a read of it, the seeker's link and a complaint."""
    ports = here.ports
    grant = seeker_acts.granted(here)
    wish = ReadWish(
        here.employer.id, here.recruiter.id, seeker_acts.PURPOSE, seeker_acts.RESUME, grant_id=grant.id
    )
    read = ask_read(ports, here.tenant_id, wish).read
    link = seeker_pages.ask_link(ports, here.tenant_id, seeker_acts.SEEKER)
    complaint = seeker_pages.complain(ports, link.token, read.id, ComplaintReason.HARASSED, "Rang at night.")
    settle_complaint(ports, Reviewer("stf_1"), complaint.id, "Rang them up.")


def _visited(here: World, employer: Employer) -> None:
    """A proof, and a visit with a photograph."""
    ports, now = here.ports, here.ports.clock.now()
    (sha256,) = storing.put(ports, employer.tenant_id, [b"a photograph"])
    place = {"tenant_id": employer.tenant_id, "employer_id": employer.id}
    proof_id = identifiers.new("prf", now)
    visit = replace(VISIT, **place, proof_id=proof_id)
    with ports.transaction() as tx:
        tx.staff.add(AGENT)
        proof = replace(PROOF, **place, id=proof_id, opened_at=now)
        tx.proofs.add(replace(proof, expires_at=now + timedelta(days=30)))
        tx.visits.add(visit)
        tx.visits.answer(visit, ANSWER)
        tx.visits.add_photo(visit, replace(PHOTO, sha256=sha256))
        tx.visits.countersign(visit, SIGNATURE)
        storing.name(tx, employer.tenant_id, [sha256])


def _pictured(ports: Ports, tenant_id: str) -> Case:
    """A decided case whose page was drawn and compared."""
    case = opened(ports, tenant_id)
    evidence = added(ports, case, shade=7)
    usecases.submit_case(ports, tenant_id, case.id)
    claim = claimed(ports, f"licence-{evidence.id}")
    reading = reading_for(claim)
    small = Picture(PictureKind.THUMBNAIL, "image/webp", b"a small picture")
    assert usecases.record_reading(ports, claim, reading, (small,))
    with ports.transaction() as tx:
        likeness = Likeness(bytes(32), bytes(range(32)), b"thumbnail")
        tx.likenesses.keep(evidence, likeness, traits(case.declared, reading.body, evidence.sha256))
        first = tx.decisions.latest(tenant_id, case.id)
        assert first is not None
        # A second round, whose findings say in words what was seen.
        made = identifiers.new("dec", ports.clock.now())
        again = replace(DECISION, id=made, case_id=case.id, round=2, expires_at=first[0].expires_at)
        tx.decisions.add(tenant_id, again, FINDINGS)
    _looked_at(ports, case)
    return case


def _looked_at(ports: Ports, case: Case) -> None:
    """Everything that people leave behind who worked on a case."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        escalation = replace(ESCALATION, id=identifiers.new("esc", now), case_id=case.id)
        tx.escalations.add(replace(escalation, tenant_id=case.tenant_id))
        place = {"tenant_id": case.tenant_id, "case_id": case.id}
        tx.notes.add(Note(identifiers.new("note", now), **place, by="stf_1", at=now, words="Rang them up."))
        tx.document_requests.add(
            DocumentRequest(
                identifiers.new("doc", now),
                **place,
                asked_at=now,
                asked_by="stf_1",
                wanted=(EvidenceKind.BUSINESS_LICENCE,),
                grounds=(DecisionGround.ILLEGIBLE,),
                words="照片不清。",
            )
        )
        seen = Viewing(
            identifiers.new("vwg", now), "stf_1", **place, seen=Seen.REVEALED, at=now, reason="complaint"
        )
        tx.viewings.add(replace(seen, what="person", words="They rang."))


def _reviewed(here: World, recruiter: Recruiter) -> Link:
    """A session that waits for a person, with a frame to look at."""
    link = face_acts.agreed(here.ports, face_acts.asked(here.ports, recruiter), keeps_frames=True)
    before, here.judge.says = here.judge.says, FaceOutcome.REVIEW
    shown = [(4200, "turn_left", b"a frame for a reviewer")]
    task = face_acts.finished(here.ports, link, seed=50)
    face_acts.read(here.ports, task, face_acts.seen(face_acts.OTHER_FACE, shown=shown))
    here.judge.says = before
    return link


def purged(ports: Ports, **which: Any) -> list[Receipt]:
    return [one for one in purge(ports, **which) if one is not None]


def rows(store: SqlStore) -> dict[str, int]:
    """How many rows each table has, by raw SQL; the empty ones are left out."""
    names = [*tables.metadata.tables, hashes.TABLE]
    with store.engine.connect() as connection:
        counts = {
            name: connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in names
        }
    return {name: count for name, count in counts.items() if count}


def every_value(store: SqlStore, but: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every value of every column, as text, of all tables but those."""
    with store.engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name not in but:
                for row in connection.execute(select(table)):
                    yield from (str(value) for value in row)
