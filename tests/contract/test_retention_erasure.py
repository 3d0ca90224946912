"""Erasure and access on both databases: the person is nowhere any more, and the decision stays."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acts import added, claimed, opened, photo, reading_for
from tests.databases import KEY
from tests.face_acts import active, claimed_film, finished, pictured
from tests.fakes import World
from tests.retention_acts import Lived, every_value, keeping_house, lived, rows
from tests.rows import CASE
from verifier import usecases
from verifier.domain.account_traits import TraitKind
from verifier.domain.employer import EmployerState
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.evidence import EvidenceKind
from verifier.domain.face_session import SessionState
from verifier.domain.paper import PaperReading
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.places import Frame
from verifier.domain.reading import Reading
from verifier.store.blobs.local import LocalBlobs
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.faces import recruiters
from verifier.usecases.faces.cards import card_place
from verifier.usecases.faces.films import clear_leftovers, fetch_film
from verifier.usecases.gate.employers import open_employer
from verifier.usecases.ports import Ports
from verifier.usecases.retention.choosing import choose_evidence_time, evidence_time
from verifier.usecases.retention.erasing import erase_case, erase_employer, erase_recruiter
from verifier.usecases.retention.exporting import export_personal_data, read_personal_data
from verifier.usecases.retention.files import check_files
from verifier.usecases.retention.receipts import check_receipts
from verifier.usecases.storing import GRACE

DECLARED = CASE.declared
PERSONAL = (DECLARED.name, DECLARED.code, DECLARED.person, str(DECLARED.address), str(DECLARED.phone))
WORDS = (str(CASE.reference), "account-1", "recruiter-1", "recruiter-2", "看过了。", "样本甲")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def alice(sql_store: SqlStore, folder: Path) -> Lived:
    return lived(sql_store, LocalBlobs(folder, Seal(KEY)))


@pytest.fixture
def site(sql_store: SqlStore, folder: Path) -> tuple[World, str]:
    """A house and a site in it that has done nothing yet."""
    here = keeping_house(sql_store, LocalBlobs(folder, Seal(KEY)))
    return here, usecases.create_tenant(here.ports, "Alice's site")[0].id


def files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def sound(ports: Ports) -> bool:
    chains = all(not chain.faults for chain in inspect_chains(ports))
    return chains and all(not one.flaws for one in check_receipts(ports)) and not list(check_files(ports))


def test_all_is_shown_and_then_erased_but_decisions_and_nobody_is_in_them(
    alice: Lived, sql_store: SqlStore, folder: Path
) -> None:
    _shows_an_employer(alice)
    ports, clock = alice.ports, alice.world.clock
    before = rows(sql_store)
    assert any(DECLARED.person in value for value in every_value(sql_store))
    employer = erase_employer(ports, alice.tenant_id, alice.employer.id)
    for case in (alice.case, alice.draft):
        erase_case(ports, alice.tenant_id, case.id)
    for recruiter_id in (alice.recruiter.id, alice.in_review.session.recruiter_id):
        assert erase_recruiter(ports, alice.tenant_id, recruiter_id).rows["face_templates"] == 2
    clock.tick(minutes=11)
    clear_leftovers(ports)
    assert files(folder) == 0
    left = rows(sql_store)
    gone = {"evidence", "readings", "pictures", "likenesses", "likeness_keys", "portraits", "account_traits"}
    assert not left.keys() & {*gone, "face_templates", "film_marks", "film_readings", "kept_frames"}
    kept = ("decisions", "face_decisions", "face_sessions", "permits", "memberships", "blocks")
    assert [left[name] for name in kept] == [before[name] for name in kept]
    values = list(every_value(sql_store))
    for planted in (
        *PERSONAL,
        CASE.reference,
        "account-1",
        "recruiter-1",
        "recruiter-2",
        "看过了。",
        "样本甲",
    ):
        assert planted is not None
        assert not any(planted in value for value in values), planted
    assert {kept.what.partition(":")[0] for kept in employer.kept} == {
        "decision", "permits", "memberships", "block", "audit", "answers",
    }  # fmt: skip
    with ports.view() as tx:
        account = tx.employers.get(alice.tenant_id, alice.employer.id)
        decided = tx.decisions.latest(alice.tenant_id, alice.case.id)
        session = tx.face_sessions.get(alice.tenant_id, alice.in_review.session.id)
        assert tx.cases.get(alice.tenant_id, alice.draft.id) is None
        (member, *_) = tx.memberships.of_recruiter(alice.tenant_id, alice.recruiter.id)
    assert account is not None
    assert (account.state, account.reference) == (EmployerState.SUSPENDED, account.id)
    assert decided is not None
    assert [(one.code, one.detail, one.measured) for one in decided[1]] == [
        ("code_valid", "", None),
        ("name_differs", "", None),
    ]
    assert session is not None
    assert session.state is SessionState.EXPIRED
    assert session.consent is not None
    assert not member.holds_at(clock.now())
    assert sound(ports)
    again = erase_employer(ports, alice.tenant_id, alice.employer.id)
    assert employer.files > 0 == again.files
    _may_come_back_and_is_still_blocked(alice)


def _may_come_back_and_is_still_blocked(alice: Lived) -> None:
    """The references are free again; the entry of the block list holds."""
    ports, tenant = alice.ports, alice.tenant_id
    recruiters.add_recruiter(ports, tenant, reference="recruiter-1", case_id=None)
    anew = open_employer(
        ports,
        tenant,
        reference="account-1",
        account_type=alice.employer.account_type,
        known_by={TraitKind.PHONE: str(DECLARED.phone)},
    )
    with ports.view() as tx:
        marks = [one.mark for one in tx.account_traits.of_employer(tenant, anew.id)]
        assert [block.kind for block in tx.blocks.on(tenant, marks)] == [TraitKind.PHONE]


def _shows_an_employer(alice: Lived) -> None:
    ports, tenant = alice.ports, alice.tenant_id
    written: list[str] = []
    kept: dict[str, bytes] = {}
    about = export_personal_data(
        ports,
        tenant,
        alice.employer.id,
        write_row=lambda table, row: written.append(json.dumps({"kind": table, **row}, ensure_ascii=False)),
        write_file=kept.__setitem__,
    )
    told = "\n".join(written)
    assert all(value in told for value in PERSONAL)
    assert alice.recruiter.id in told
    assert "recruiter-1" not in told  # the site's word for somebody else
    assert len(kept) == 1
    assert {"cases", "evidence", "readings", "decisions", "employer_entries", "audit"} <= set(about["tables"])
    assert about["tables"]["cases"]["stays"][-1]["days"] == 1096
    _shows_a_recruiter(alice)
    _gives_pictures(alice)
    _is_nobody_elses(alice)


def _shows_a_recruiter(alice: Lived) -> None:
    ports, tenant = alice.ports, alice.tenant_id
    recruiter = read_personal_data(ports, tenant, alice.in_review.session.recruiter_id)
    tables = {part.table: part.rows for part in recruiter.parts}
    assert tables["recruiters"][0]["reference"] == "recruiter-2"
    assert tables.keys() >= {"face_sessions", "face_decisions", "film_readings", "kept_frames"}
    assert [row["enrolled_at"] for row in tables["face_templates"]] == [None, None]
    spelled = json.dumps([part.rows for part in recruiter.parts])
    assert "token_hash" not in spelled
    assert DECLARED.person not in spelled
    with ports.view() as tx:
        last = list(tx.audit.entries(tenant))[-1]
    assert (last.action, last.subject) == ("subject.exported", alice.in_review.session.recruiter_id)


def _gives_pictures(alice: Lived) -> None:
    pictures: dict[str, bytes] = {}
    export_personal_data(
        alice.ports,
        alice.tenant_id,
        alice.in_review.session.recruiter_id,
        write_row=lambda table, row: None,
        write_file=pictures.__setitem__,
    )
    assert b"a frame for a reviewer" in pictures.values()
    assert any(data.startswith(b"\x89PNG") for data in pictures.values())


def _is_nobody_elses(alice: Lived) -> None:
    bob, _ = usecases.create_tenant(alice.ports, "Bob's site")
    for erase, subject in (
        (erase_case, alice.case.id),
        (erase_recruiter, alice.recruiter.id),
        (erase_employer, alice.employer.id),
    ):
        with pytest.raises(NotFound):
            erase(alice.ports, bob.id, subject)
        with pytest.raises(NotFound):
            read_personal_data(alice.ports, bob.id, subject)


def test_a_file_that_another_case_has_too_stays(site: tuple[World, str]) -> None:
    here, tenant = site
    one, other = opened(here.ports, tenant), opened(here.ports, tenant)
    evidence, _ = added(here.ports, one), added(here.ports, other)
    assert erase_case(here.ports, tenant, other.id).files == 0
    here.clock.tick(minutes=11)
    clear_leftovers(here.ports)
    assert here.ports.blobs.get(tenant, evidence.sha256)
    assert erase_case(here.ports, tenant, one.id).files == 1


def test_bytes_that_are_handed_in_again_while_they_are_erased_are_there_at_the_end(
    site: tuple[World, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload that had put the bytes before the erasure names them after it, within the time it has."""
    here, tenant = site
    case, late = opened(here.ports, tenant), opened(here.ports, tenant)
    put, overtakers = LocalBlobs.put, [case]

    def overtaken(blobs: LocalBlobs, tenant_id: str, data: bytes) -> str:
        """Another upload of the same bytes comes in between, is named, and is erased again at once."""
        sha256 = put(blobs, tenant_id, data)
        while overtakers:
            other = overtakers.pop()
            added(here.ports, other)
            erase_case(here.ports, tenant, other.id)
            here.clock.tick(seconds=(GRACE - timedelta(seconds=1)).total_seconds())
            clear_leftovers(here.ports)
        return sha256

    with monkeypatch.context() as slow:
        slow.setattr(LocalBlobs, "put", overtaken)
        late_evidence = added(here.ports, late)
    here.clock.tick(minutes=20)
    clear_leftovers(here.ports)
    assert here.ports.blobs.get(tenant, late_evidence.sha256)


def test_a_case_that_is_erased_while_it_is_read_is_not_decided(site: tuple[World, str], folder: Path) -> None:
    here, tenant = site
    case = opened(here.ports, tenant)
    evidence = added(here.ports, case)
    usecases.submit_case(here.ports, tenant, case.id)
    claim = claimed(here.ports, f"licence-{evidence.id}")
    erase_case(here.ports, tenant, case.id)
    small = Picture(PictureKind.THUMBNAIL, "image/webp", b"drawn too late")
    assert not usecases.record_reading(here.ports, claim, reading_for(claim), (small,))
    assert not usecases.fail_task(here.ports, claim, "x")
    here.clock.tick(minutes=11)
    clear_leftovers(here.ports)
    assert files(folder) == 0


def test_a_tenant_may_keep_evidence_for_less_and_not_for_too_little(site: tuple[World, str]) -> None:
    here, tenant = site
    assert evidence_time(here.ports, tenant) == timedelta(days=1096)
    choose_evidence_time(here.ports, tenant, timedelta(days=365))
    assert evidence_time(here.ports, tenant) == timedelta(days=365)
    for days in (182, 1097):
        with pytest.raises(Invalid):
            choose_evidence_time(here.ports, tenant, timedelta(days=days))
    choose_evidence_time(here.ports, tenant, None)
    assert evidence_time(here.ports, tenant) == timedelta(days=1096)


def test_an_erased_card_is_compared_with_nobody_and_leaves_no_picture_of_its_face(
    site: tuple[World, str], folder: Path
) -> None:
    here, tenant_id = site
    case = opened(here.ports, tenant_id)
    item = usecases.add_evidence(
        here.ports,
        tenant_id,
        case.id,
        kind=EvidenceKind.AGENT_IDENTITY,
        data=photo(),
        declared_media_type=None,
    )
    page = PaperReading(Frame(900, 700), EvidenceKind.AGENT_IDENTITY, (), portrait=(600, 100, 860, 500))
    with here.ports.transaction() as tx:
        tx.readings.add(Reading(item.id, "paper", "e", "1", 1, page), here.ports.clock.now())
    recruiter = recruiters.add_recruiter(here.ports, tenant_id, reference="recruiter-1", case_id=case.id)
    pictured(here.ports, recruiter)
    link = active(here.ports, recruiter)
    assert fetch_film(here.ports, claimed_film(here.ports, finished(here.ports, link))).card is not None
    left = files(folder)
    erase_case(here.ports, tenant_id, case.id)
    here.clock.tick(minutes=11)
    clear_leftovers(here.ports)
    assert files(folder) == left - 1  # the card itself: no cut of it was ever kept
    here.clock.tick(minutes=10)
    with here.ports.view() as tx:
        session = tx.face_sessions.get(tenant_id, link.session.id)
        assert session is not None
        assert card_place(tx, session) is None
