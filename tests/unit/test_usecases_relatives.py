"""Searching for relatives over fakes: what is kept first, what is compared, what is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.acts import added, claimed, reading_for
from tests.fakes import World, world
from tests.licences import DECLARED, licence
from verifier import policies, usecases
from verifier.domain.case import AccountType, Declared
from verifier.domain.errors import StorageUnavailable
from verifier.domain.evidence import EvidenceKind, ReadingPlan
from verifier.domain.picture import PictureKind
from verifier.domain.policy import Policy
from verifier.domain.relatives import Likeness, Relatives, Resemblance, Shared
from verifier.settings import POLICIES
from verifier.usecases.relatives import COMPARED_MAX, LISTED_MAX, find_relatives
from verifier.usecases.tasks import Claim

PLAN = ReadingPlan({EvidenceKind.BUSINESS_LICENCE: ("licence",)}, {"licence": ("relatives",)})
POLICY: Policy = policies.load(POLICIES / "v1.toml")
SAME = Resemblance(inliers=900, agreement=0.9, print=0.9, grain=2.0)
OTHER = Resemblance(inliers=8)
ALICE, BOB = "alice", "bob"


@pytest.fixture
def here() -> World:
    return world(POLICY, plan=PLAN)


@pytest.fixture
def sites(here: World) -> dict[str, str]:
    return {name: usecases.create_tenant(here.ports, name)[0].id for name in (ALICE, BOB)}


def claim_of(
    here: World, tenant_id: str, reference: str | None, declared: Declared = DECLARED, shade: int = 200
) -> Claim:
    """A case whose licence was read, and the claim on the search for its relatives."""
    here.clock.tick(seconds=1)
    case = usecases.open_case(
        here.ports,
        tenant_id,
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=declared,
        reference=reference,
    )
    evidence = added(here.ports, case, shade)
    usecases.submit_case(here.ports, tenant_id, case.id)
    claim = claimed(here.ports, f"licence-{evidence.id}")
    page = (
        licence() if declared is DECLARED else licence(dict.fromkeys(("code", "name", "person", "address")))
    )
    usecases.record_reading(here.ports, claim, replace(reading_for(claim), body=page))
    return claimed(here.ports, f"relatives-{evidence.id}")


def looks(number: int, thumbnail: bytes = b"") -> Likeness:
    """Likenesses of different numbers are far apart."""
    page = bytes([number * 37 % 256] * 16) + bytes([number * 101 % 256] * 16)
    return Likeness(page, page, thumbnail or bytes([number]))


def search(here: World, claim: Claim, likeness: Likeness, seen: Resemblance = OTHER) -> Relatives:
    return find_relatives(here.ports, claim, likeness, lambda _: seen)


def stranger(number: int) -> Declared:
    return Declared(f"第{number}样本有限公司", f"9144030070846{number:05}", f"人{number}")


def test_the_second_case_finds_the_first_by_all_that_they_share(here: World, sites: dict[str, str]) -> None:
    first = claim_of(here, sites[ALICE], "one")
    assert search(here, first, looks(1)) == Relatives((), 0, 0)
    second = claim_of(here, sites[ALICE], "two")
    found = search(here, second, looks(1), SAME)
    (relative,) = found.relatives
    assert (relative.case_id, relative.evidence_id) == (first.evidence.case_id, first.evidence.id)
    assert not relative.same_account
    assert set(relative.shared) == {
        Shared.BYTES, Shared.IMAGE, Shared.CODE, Shared.NAME, Shared.PERSON, Shared.ADDRESS,
    }  # fmt: skip
    assert (relative.distance, relative.resemblance) == (0, SAME)
    assert (found.total, found.compared, found.unseen) == (1, 1, 0)
    # Whoever looks later finds both.
    assert search(here, first, looks(1), SAME).total == 1


def test_the_same_account_is_told(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "one"), looks(1))
    (relative,) = search(here, claim_of(here, sites[ALICE], "one"), looks(1)).relatives
    assert relative.same_account
    for _ in range(2):  # no reference is no account, not even another's without one
        unnamed = search(here, claim_of(here, sites[ALICE], None), looks(1), SAME)
        assert [one.same_account for one in unnamed.relatives if one.same_account] == []


def test_another_site_is_never_found(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[BOB], "one"), looks(1))
    assert search(here, claim_of(here, sites[ALICE], "two"), looks(1), SAME) == Relatives((), 0, 0)


def test_what_looks_alike_and_is_another_photo_is_not_listed(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "one", stranger(1), shade=1), looks(1))
    found = search(here, claim_of(here, sites[ALICE], "two", stranger(2), shade=2), looks(1), OTHER)
    assert found == Relatives((), 0, 1)


def test_other_print_on_the_same_photo_is_listed(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "one", stranger(1), shade=1), looks(1))
    second = claim_of(here, sites[ALICE], "two", stranger(2), shade=2)
    (relative,) = search(here, second, looks(1), replace(SAME, print=0.1)).relatives
    assert relative.shared == (Shared.BACKGROUND,)


def test_the_thumbnail_is_there_before_the_search(here: World, sites: dict[str, str]) -> None:
    claim = claim_of(here, sites[ALICE], "one", stranger(1), shade=1)
    search(here, claim, looks(1, b"first"))
    seen: list[bytes] = []

    def compare(data: bytes) -> Resemblance:
        seen.append(data)
        _, mine = usecases.fetch_picture(here.ports, sites[ALICE], second.evidence.id, PictureKind.THUMBNAIL)
        assert mine == b"second"
        return SAME

    second = claim_of(here, sites[ALICE], "two", stranger(2), shade=2)
    find_relatives(here.ports, second, looks(1, b"second"), compare)
    assert seen == [b"first"]


def test_searching_again_changes_nothing(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "one"), looks(1))
    claim = claim_of(here, sites[ALICE], "two")
    assert search(here, claim, looks(1), SAME) == search(here, claim, looks(1), SAME)


def test_work_and_list_are_bounded_and_the_total_is_not(here: World, sites: dict[str, str]) -> None:
    count = LISTED_MAX + 5
    for number in range(count):
        search(here, claim_of(here, sites[ALICE], f"account {number}"), looks(1))
    found = search(here, claim_of(here, sites[ALICE], "last"), looks(1), SAME)
    assert len(found.relatives) == LISTED_MAX
    assert found.total == count
    assert found.compared == COMPARED_MAX


def test_many_of_the_same_account_do_not_hide_another(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "other"), looks(1))
    for _ in range(LISTED_MAX):
        search(here, claim_of(here, sites[ALICE], "one"), looks(1))
    found = search(here, claim_of(here, sites[ALICE], "one"), looks(1), SAME)
    assert not found.relatives[0].same_account
    assert found.total == LISTED_MAX + 1


def test_many_of_a_common_name_do_not_hide_a_shared_telephone(here: World, sites: dict[str, str]) -> None:
    phone = replace(stranger(1), phone="13800000000")
    search(here, claim_of(here, sites[ALICE], "first", phone, shade=1), looks(1))
    for number in range(2, LISTED_MAX + 4):
        named = replace(stranger(number), person="张样本")
        search(here, claim_of(here, sites[ALICE], f"account {number}", named, shade=number), looks(1))
    asked = replace(stranger(99), person="张样本", phone="13800000000")
    found = search(here, claim_of(here, sites[ALICE], "last", asked, shade=99), looks(1))
    assert found.relatives[0].shared == (Shared.PHONE,)
    assert found.total == LISTED_MAX + 3


def test_a_lost_picture_is_counted_and_stops_no_search(here: World, sites: dict[str, str]) -> None:
    first = claim_of(here, sites[ALICE], "one", stranger(1), shade=1)
    search(here, first, looks(1, b"first"))
    with here.ports.view() as tx:
        picture = tx.pictures.get(sites[ALICE], first.evidence.id, PictureKind.THUMBNAIL)
    assert picture is not None
    here.blobs.lose(sites[ALICE], picture.sha256)
    found = search(here, claim_of(here, sites[ALICE], "two", stranger(2), shade=2), looks(1, b"second"), SAME)
    assert found == Relatives((), 0, 0, unseen=1)


def test_a_store_that_is_away_fails_the_attempt(here: World, sites: dict[str, str]) -> None:
    claim = claim_of(here, sites[ALICE], "one")
    here.blobs.up = False
    with pytest.raises(StorageUnavailable):
        search(here, claim, looks(1))


def test_a_reading_repeats_no_value(here: World, sites: dict[str, str]) -> None:
    search(here, claim_of(here, sites[ALICE], "one"), looks(1))
    here.clock.tick(seconds=timedelta(days=1).total_seconds())
    found = search(here, claim_of(here, sites[ALICE], "two"), looks(1), SAME)
    for value in (DECLARED.name, DECLARED.code, DECLARED.person):
        assert value not in str(found)
