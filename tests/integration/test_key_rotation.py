"""Tenants' own keys and changing them: nothing becomes unreadable, whatever is killed."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, func, select, text, update

from tests import databases
from tests.acts import opened
from tests.fakes import LENIENT, MORNING, World, world
from tests.rows import OTHER_TENANT, TENANT, WEBHOOK
from verifier import usecases
from verifier.assembly import OTHER_KEY, open_store
from verifier.domain.audit import Action
from verifier.domain.errors import ConfigurationError
from verifier.domain.staff import Role, StaffMember, StaffSession, Stage
from verifier.settings import Settings
from verifier.store import rotation, tables
from verifier.store.blobs.local import LocalBlobs
from verifier.store.engine import connect, for_writing
from verifier.store.envelope import FORMAT, HEADER_BYTES, NOTICED_AFTER
from verifier.store.proofs import bank_tables
from verifier.store.sealing import Broken, Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.blob_ports import BlobDamaged
from verifier.usecases.gate_ports import SigningKey
from verifier.usecases.ports import StoredResponse
from verifier.usecases.staff_ports import Totp

OLD, NEW = databases.KEY, b"the next master key, of 32 bytes"
SECRET = b"s" * 32
REPLY = StoredResponse(201, {}, "personal")
LATER = MORNING + timedelta(hours=1)
LING = StaffMember("stf_1", "ling", "Ling", Role.REVIEWER, None, "zh", MORNING)
HALF = StaffSession("sts_1", LING.id, Stage.JOINING, None, MORNING, MORNING)
PHOTOS = [bytes([number]) * 1000 for number in range(5)]
PARTS = ("mark", TENANT.id, "phone", "13800000000")


@dataclass
class Site:
    """A store under some masters with what one tenant has in it."""

    store: SqlStore
    blobs: LocalBlobs

    def fill(self) -> None:
        with self.store.transaction() as tx:
            tx.webhooks.add(WEBHOOK, SECRET)
            tx.webhooks.rotate(TENANT.id, WEBHOOK.id, SECRET, until=LATER)
            tx.replies.begin(TENANT.id, "key 1", fingerprint="f", now=MORNING, until=LATER)
            tx.replies.finish(TENANT.id, "key 1", REPLY, until=LATER)
        for photo in PHOTOS:
            self.blobs.put(TENANT.id, photo)

    def check(self) -> None:
        """Everything opens."""
        with self.store.view() as tx:
            assert list(tx.webhooks.secrets(TENANT.id, WEBHOOK.id, now=MORNING)) == [SECRET, SECRET]
            reply = tx.replies.get(TENANT.id, "key 1")
        assert reply is not None
        assert reply.response == REPLY
        assert sorted(self.blobs.get(TENANT.id, name) for name in self.blobs.names(TENANT.id)) == PHOTOS

    def sealed(self) -> list[bytes]:
        """All that lies there sealed by the tenant's keys or the master."""
        with self.store.view() as tx:
            rows = [
                bytes(value)
                for one in rotation.SEALED
                for value in tx.connection.execute(select(one.column)).scalars()
            ]
        return rows + [self.blobs._sealed(TENANT.id, name) for name in self.blobs.names(TENANT.id)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def site(url: str, folder: Path, key: bytes = OLD, *earlier: bytes) -> Site:
    store = SqlStore(connect(url), Seal(key, earlier), Seal(databases.FACE_KEY))
    return Site(store, LocalBlobs(folder, store.envelope))


@pytest.fixture
def here(database_url: str, folder: Path) -> Iterator[Site]:
    """Two tenants, the first with something in every place."""
    here = site(database_url, folder)
    with here.store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
    here.fill()
    yield here
    here.store.engine.dispose()


@pytest.fixture
def older(database_url: str, folder: Path) -> Iterator[Site]:
    """As a service from before there were tenants' keys left it: everything under the master itself."""
    here = site(database_url, folder)
    with here.store.transaction() as tx:
        tx.tenants.add(TENANT)
    with for_writing(here.store.engine).begin() as connection:
        connection.execute(text("DELETE FROM data_keys"))
    here.store.envelope.forget()
    here.fill()
    assert {one[:1] for one in here.sealed()} == {b"\x01"}
    yield here
    here.store.engine.dispose()


def numbers(here: Site) -> set[bytes]:
    return {one[:HEADER_BYTES] for one in here.sealed()}


def under(number: int) -> set[bytes]:
    return {FORMAT + number.to_bytes(4, "big")}


def test_everything_of_a_new_tenant_is_under_its_own_key(here: Site) -> None:
    here.check()
    assert numbers(here) == under(1)
    envelope = here.store.envelope
    assert not any(
        envelope.chain_keys(tenant).current == Seal(OLD).chain_keys(tenant).current
        for tenant in (TENANT.id, OTHER_TENANT.id)
    )


def test_what_is_sealed_for_one_tenant_or_name_opens_as_no_other(here: Site) -> None:
    envelope = here.store.envelope
    sealed = envelope.close(b"x", "blob", TENANT.id, "n")
    assert envelope.open(sealed, "blob", TENANT.id, "n") == b"x"
    for context in (("blob", OTHER_TENANT.id, "n"), ("blob", TENANT.id, "m"), ("reply", TENANT.id, "n")):
        with pytest.raises(Broken):
            envelope.open(sealed, *context)
    for spoiled in (b"\x02", sealed[:20], FORMAT + (9).to_bytes(4, "big") + sealed[HEADER_BYTES:]):
        with pytest.raises(Broken):
            envelope.open(spoiled, "blob", TENANT.id, "n")


def test_a_key_that_was_put_into_anothers_row_opens_nothing(here: Site) -> None:
    key = tables.data_keys
    with for_writing(here.store.engine).begin() as connection:
        other = connection.execute(
            select(key.c.sealed).where(key.c.tenant_id == OTHER_TENANT.id, key.c.purpose == "data")
        ).scalar_one()
        connection.execute(
            update(key).where(key.c.tenant_id == TENANT.id, key.c.purpose == "data").values(sealed=other)
        )
    here.store.envelope.forget()
    with pytest.raises(Broken):
        here.store.envelope.close(b"x", "blob", TENANT.id, "n")


def test_what_was_sealed_by_the_master_itself_still_opens_and_is_moved(older: Site) -> None:
    marked = older.store.envelope.mark(*PARTS)
    chain = older.store.envelope.chain_keys(TENANT.id)
    assert rotation.equip_tenants(older.store.engine, older.store.envelope, LATER) == 1
    assert rotation.equip_tenants(older.store.engine, older.store.envelope, LATER) == 0
    older.check()
    assert older.store.envelope.mark(*PARTS) == marked
    assert older.store.envelope.chain_keys(TENANT.id) == chain
    assert rotation.unsettled(older.store) == 1
    rotate(older, OLD, data=True)
    older.check()
    assert numbers(older) == under(1)  # its first key is in use only now, so it needs no second
    assert rotation.unsettled(older.store) == 0


def rotate(here: Site, key: bytes, *earlier: bytes, data: bool = False) -> list[rotation.Count]:
    counts = [rotation.rewrap(here.store, Seal(key, earlier), LATER)]
    if data:
        rotation.new_data_keys(here.store, LATER)
    counts.append(rotation.renew_columns(here.store))
    if data:
        counts.append(rotation.renew_blobs(here.store, here.blobs, LATER))
    return counts


def test_after_the_master_was_changed_the_new_one_opens_everything_and_the_old_one_nothing(
    here: Site, database_url: str, folder: Path
) -> None:
    before = here.store.envelope.mark(*PARTS)
    both = site(database_url, folder, NEW, OLD)
    both.check()
    keys, rows = rotate(both, NEW, OLD)
    assert (keys.anew, keys.already, keys.unopened) == (6, 0, [])
    assert (rows.anew, rows.already) == (0, 3)
    after = site(database_url, folder, NEW)
    after.check()
    assert after.store.envelope.mark(*PARTS) == before
    with pytest.raises((Broken, BlobDamaged)):
        site(database_url, folder, OLD).check()
    again, _ = rotate(both, NEW, OLD)
    assert (again.anew, again.already) == (0, 6)


def test_the_keys_that_sign_permits_are_the_masters_own_and_move_with_it(
    here: Site, database_url: str, folder: Path
) -> None:
    signing = SigningKey("sig_1", b"p" * 32, b"q" * 32, MORNING, MORNING)
    with here.store.transaction() as tx:
        tx.signing_keys.add(signing)
    both = site(database_url, folder, NEW, OLD)
    _, rows = rotate(both, NEW, OLD)
    assert (rows.anew, rows.already) == (1, 3)
    _, again = rotate(both, NEW, OLD)
    assert (again.anew, again.already) == (0, 4)
    with site(database_url, folder, NEW).store.view() as tx:
        assert list(tx.signing_keys.all()) == [signing]
    with site(database_url, folder, OLD).store.view() as tx, pytest.raises(Broken):
        tx.signing_keys.all()


def test_the_seeds_of_staff_are_the_masters_own_and_move_with_it(
    here: Site, database_url: str, folder: Path
) -> None:
    with here.store.transaction() as tx:
        tx.staff.add(LING)
        tx.credentials.set_totp(LING.id, Totp("SEED", 7))
        tx.staff_sessions.add(HALF, "hash")
        tx.staff_sessions.keep_seed(HALF.id, "NEXT")
    _, rows = rotate(site(database_url, folder, NEW, OLD), NEW, OLD)
    assert (rows.anew, rows.already) == (2, 3)
    with site(database_url, folder, NEW).store.view() as tx:
        assert tx.credentials.totp(LING.id) == Totp("SEED", 7)
        assert tx.staff_sessions.seed(HALF.id) == "NEXT"
    with site(database_url, folder, OLD).store.view() as tx, pytest.raises(Broken):
        tx.credentials.totp(LING.id)


def test_a_master_can_be_changed_at_once_with_the_first_keys(
    older: Site, database_url: str, folder: Path
) -> None:
    marked, chain = older.store.envelope.mark(*PARTS), older.store.envelope.chain_keys(TENANT.id)
    both = site(database_url, folder, NEW, OLD)
    rotation.equip_tenants(both.store.engine, both.store.envelope, LATER)
    rotate(both, NEW, OLD, data=True)
    after = site(database_url, folder, NEW)
    after.check()
    assert after.store.envelope.mark(*PARTS) == marked
    assert after.store.envelope.chain_keys(TENANT.id) == chain


def test_new_data_keys_move_everything_and_each_run_that_ended_makes_another(here: Site) -> None:
    for number in (2, 3):
        _, rows, files = rotate(here, OLD, data=True)
        assert (rows.anew, files.anew, files.unopened) == (3, len(PHOTOS), [])
        here.check()
        assert numbers(here) == under(number)
    assert rotation.unsettled(here.store) == 0


def test_a_run_that_was_cut_off_is_taken_up_and_makes_no_further_key(here: Site) -> None:
    rotation.new_data_keys(here.store, LATER)
    names = list(here.blobs.names(TENANT.id))
    assert here.blobs.renew(TENANT.id, names[0])
    assert rotation.unsettled(here.store) == 2
    here.check()
    _, rows, files = rotate(here, OLD, data=True)
    assert (rows.anew, files.anew, files.already) == (3, len(PHOTOS) - 1, 1)
    assert numbers(here) == under(2)


def test_a_process_that_has_not_noticed_the_new_key_loses_nothing(
    here: Site, database_url: str, folder: Path
) -> None:
    late = site(database_url, folder)
    late.check()  # it knows the keys of now
    rotation.new_data_keys(here.store, LATER)
    sha256 = late.blobs.put(TENANT.id, b"late")
    assert here.blobs.get(TENANT.id, sha256) == b"late"
    assert here.blobs.renew(TENANT.id, sha256)
    assert late.blobs.get(TENANT.id, sha256) == b"late"  # under a key that it did not know
    late.store.envelope._rings[TENANT.id] = replace(
        late.store.envelope._rings[TENANT.id], read_at=time.monotonic() - NOTICED_AFTER
    )
    assert late.blobs._seal.close(b"x", "blob", TENANT.id, "n")[:HEADER_BYTES] in under(2)


def test_the_wait_is_for_the_newest_key_only(here: Site) -> None:
    waited: list[float] = []
    rotation.wait_until_noticed({"ten_1": MORNING, "ten_2": LATER}, LATER, waited.append)
    rotation.wait_until_noticed({"ten_1": MORNING}, LATER, waited.append)
    rotation.wait_until_noticed({}, LATER, waited.append)
    assert waited == [rotation.WAIT, rotation.WAIT]


def test_a_file_that_does_not_open_is_named_and_leaves_its_tenant_unsettled(here: Site) -> None:
    name = next(iter(here.blobs.names(TENANT.id)))
    path = here.blobs._path(TENANT.id, name)
    path.write_bytes(path.read_bytes()[:-1])
    *_, files = rotate(here, OLD, data=True)
    assert files.unopened == [f"{TENANT.id} {name}"]
    assert files.anew == len(PHOTOS) - 1
    assert rotation.unsettled(here.store) == 1


def test_every_sealed_column_is_known_to_the_rotation() -> None:
    """A new one that is not would keep an old master key in use for ever."""
    found = {
        column
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    faces, gate = tables.faces, tables.gate
    others = {tables.data_keys.c.sealed, tables.likeness_keys.c.mark}
    others |= {faces.face_templates.c.sealed}  # under the face key, which is none of ours
    others |= {faces.face_templates.c.place, faces.face_templates.c.owner, faces.film_marks.c.mark}
    others |= {gate.account_traits.c.mark, gate.blocks.c.mark}
    others |= {faces.film_batches.c.digests, gate.signing_keys.c.public}  # hashes, and public
    others |= {tables.visiting.visit_photos.c.look}  # a hash of 64 bits
    staff = tables.staff
    others |= {staff.staff_passkeys.c.public_key, staff.staff_sessions.c.challenge}  # public, and no secret
    others |= {staff.sign_in_failures.c.mark}
    others |= {tables.proofs.mail_messages.c.mark}
    others |= {bank_tables.bank_payments.c.name_mark, bank_tables.statement_entries.c.content}  # marks
    assert found - others == {one.column for one in rotation.SEALED}


def test_changes_of_keys_are_on_the_chain_which_stays_sound(database_url: str, folder: Path) -> None:
    here = world(LENIENT, site(database_url, folder).store)
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    both = site(database_url, folder, NEW, OLD)
    rotate(both, NEW, OLD, data=True)
    rotate(both, NEW, OLD)
    after = world(LENIENT, site(database_url, folder, NEW).store)
    opened(after.ports, tenant)
    assert actions(after, tenant)[2:] == [
        Action.MASTER_KEY_CHANGED,
        Action.DATA_KEY_CHANGED,
        Action.CASE_OPENED,
    ]


def actions(here: World, tenant: str) -> list[str]:
    (chain,) = inspect_chains(here.ports, tenant_id=tenant)
    assert not chain.faults
    with here.ports.view() as tx:
        return [entry.action for entry in tx.audit.entries(tenant)]


def test_a_rotation_that_is_killed_again_and_again_leaves_everything_openable(
    here: Site, database_url: str, folder: Path
) -> None:
    """Twelve kills at chosen moments, of a rotation of both kinds of key; the next run goes on."""
    chance = random.Random(7)
    fork = multiprocessing.get_context("fork")

    def turn() -> None:
        both = site(database_url, folder, NEW, OLD)
        for _ in range(50):
            rotate(both, NEW, OLD, data=True)

    killed = 0
    for _ in range(12):
        process = fork.Process(target=turn)
        process.start()
        process.join(0.05 + chance.random() * 0.4)
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.join(30)
        site(database_url, folder, NEW, OLD).check()
    assert killed > 6
    both = site(database_url, folder, NEW, OLD)
    rotate(both, NEW, OLD, data=True)
    after = site(database_url, folder, NEW)
    after.check()
    assert len(numbers(after)) == 1
    with after.store.view() as tx:
        assert tx.connection.execute(select(func.max(tables.data_keys.c.number))).scalar_one() > 1


def test_another_master_key_is_refused_at_the_start(
    here: Site, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    settings = replace(Settings.from_env(), blob_key=NEW)
    with pytest.raises(ConfigurationError) as refused:
        open_store(here.store.engine, settings)
    assert refused.value.detail == OTHER_KEY
    assert open_store(here.store.engine, replace(settings, old_blob_keys=(OLD,)))
