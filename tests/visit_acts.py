"""Field visits through the use cases: firms, agents, orders, and what a telephone sends."""

import io
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from PIL import Image

from tests.colleagues import Colleague, joined
from tests.fakes import MemoryStore, World, world
from tests.rows import CASE
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.coordinates import Coordinates, Datum, Registered
from verifier.domain.proof import Proof
from verifier.domain.staff import Role, StaffMember
from verifier.domain.visit import (
    Answer,
    Answered,
    ChecklistItem,
    Countersignature,
    Fix,
    NoPlace,
    Report,
    Visit,
)
from verifier.usecases.gate import employers
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.visits.ordering import Order, order_visit
from verifier.usecases.proofs.visits.submitting import submit_visit
from verifier.usecases.proofs.visits.visiting import (
    SentPhoto,
    send_answer,
    send_countersignature,
    send_photo,
)
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.staff import members

DOOR = Coordinates(30.28745, 120.15358)
FIVE_KM_NORTH = Coordinates(30.33255, 120.15358)
PHOTOGRAPHED = tuple(ChecklistItem)[:4]
HOUR = timedelta(hours=1)


def photograph(seed: int, size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG of soft blots that differ from seed to seed."""
    blots = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(blots).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


@dataclass
class Field:
    """A site with firms, an agent, and a reviewer who orders visits."""

    world: World
    tenant_id: str
    agent: Colleague
    store: Any

    @property
    def ports(self) -> Ports:
        return self.world.ports

    @property
    def me(self) -> Reviewer:
        return Reviewer("stf_anna")

    @property
    def member(self) -> StaffMember:
        return self.agent.member

    def firm(self, name: str) -> Case:
        employer = employers.open_employer(
            self.ports, self.tenant_id, reference=name, account_type=CASE.account_type
        )
        return usecases.open_case(
            self.ports,
            self.tenant_id,
            account_type=CASE.account_type,
            declared=CASE.declared,
            reference=name,
            employer_id=employer.id,
        )

    def order(self, **more: Any) -> Order:
        now = self.ports.clock.now()
        order = Order(
            reason="High risk: the address is shared.",
            address="杭州市样本路 1 号",
            registered=Registered(DOOR, Datum.WGS84),
            agent_id=self.member.id,
            starts_at=now,
            ends_at=now + 2 * HOUR,
        )
        return replace(order, **more)

    def ordered(self, name: str = "firm", **more: Any) -> Visit:
        return order_visit(self.ports, self.me, self.firm(name).id, self.order(**more))

    def case_of(self, visit: Visit) -> Case:
        with self.ports.view() as tx:
            return tx.cases.of_employer(visit.tenant_id, visit.employer_id)[0]

    def answers(self, visit: Visit, answer: Answer = Answer.YES) -> None:
        for item in ChecklistItem:
            given = Answered(item, answer, "", self.ports.clock.now())
            send_answer(self.ports, self.member, visit.proof_id, given)

    def sent(self, visit: Visit, seed: int = 1, **more: Any) -> SentPhoto:
        now = self.ports.clock.now()
        sent = SentPhoto(
            id=str(uuid.UUID(int=seed)),
            item=ChecklistItem.ENTRANCE_SIGN,
            number=seed,
            taken_at=now - timedelta(seconds=10),
            sent_at=now,
            where=Fix(DOOR, 20.0),
            nonce=visit.nonce,
            jpeg=photograph(seed),
        )
        return replace(sent, **more)

    def photos(self, visit: Visit, seed: int = 1, where: Fix | NoPlace | None = None) -> None:
        """One for each item that needs one, a minute apart."""
        for number, item in enumerate(PHOTOGRAPHED, 1):
            more = {"where": where} if where else {}
            sent = self.sent(visit, seed + number, item=item, number=number, **more)
            send_photo(self.ports, self.member, visit.proof_id, sent)
            self.world.clock.tick(seconds=60)

    def report(self, visit: Visit) -> Report:
        with self.ports.view() as tx:
            return tx.visits.report(visit)

    def signs(self, visit: Visit, **more: Any) -> None:
        word = Countersignature(
            signer="样本人",
            role="行政经理",
            signed_at=self.ports.clock.now(),
            report=self.report(visit).digest,
            strokes=(((10, 10), (20, 20)),),
        )
        send_countersignature(self.ports, self.member, visit.proof_id, replace(word, **more))

    def submits(self, visit: Visit) -> Proof:
        report = self.report(visit)
        photos = [photo.id for photo in report.photos]
        return submit_visit(self.ports, self.member, visit.proof_id, photos=photos, digest=report.digest)

    def made(self, visit: Visit, seed: int = 1, where: Fix | NoPlace | None = None) -> Proof:
        """The whole visit, as it should be."""
        self.answers(visit)
        self.photos(visit, seed, where)
        self.signs(visit)
        return self.submits(visit)


def field(at: datetime | None = None) -> Field:
    """At this moment by our clock, for tests in which a browser's clock takes part."""
    store = MemoryStore()
    here = world(store=store)
    if at is not None:
        here.clock.tick(seconds=(at - here.clock.now()).total_seconds())
    tenant_id = usecases.create_tenant(here.ports, "A site")[0].id
    agent = joined(here, "fang", Role.AGENT)
    members.speak(here.ports, agent.member, "en")
    return Field(here, tenant_id, agent, store)


def codes(proof: Proof) -> set[str]:
    return {finding.code for finding in proof.findings}
