"""Looking for a page among the site's other cases: kept first, then searched for. Decides nothing.

Kept in a transaction of its own, together with the picture by which others compare: of two cases that are
read at once, at least the one kept later finds the other. Never looks beyond the tenant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from verifier.domain.case import Case
from verifier.domain.picture import Picture, PictureKind, StoredPicture
from verifier.domain.relatives import (
    READER,
    Compare,
    Likeness,
    Limits,
    Relative,
    Relatives,
    Shared,
    Traits,
    look,
)
from verifier.domain.traits import traits
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing
from verifier.usecases.case_ports import Near, Sharing
from verifier.usecases.pictures import keep_pictures, name_pictures
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors
from verifier.usecases.tasks import Claim, page_of

COMPARED_MAX: Final = 20  # pages laid over one: under 2 s of one core
LISTED_MAX: Final = 50
# Bits: copies of 110 photos, re-saved, cropped by 3 % and turned by 2°, are within 62 in 95 of 100 cases and
# photos painted over within 54; of pairs of other photos 1 in 100 is within 72. A comparison follows.
NEAR_MAX: Final = 70
THUMBNAIL_TYPE: Final = "image/jpeg"
WEAK: Final = frozenset({Shared.NAME, Shared.PERSON})  # many cases may share these, so they are listed last


def find_relatives(ports: Ports, claim: Claim, likeness: Likeness, compare: Compare) -> Relatives:
    """What the tenant's other cases share with the claimed task's page. Raises StorageUnavailable."""
    evidence = claim.evidence
    with ports.view() as tx:
        case = tx.cases.get(evidence.tenant_id, evidence.case_id)
    assert case is not None, "evidence names its case by a foreign key"
    known_by = traits(case.declared, page_of(ports, claim), evidence.sha256)
    _keep(ports, claim, likeness, known_by)
    with ports.view() as tx:
        found = _candidates(tx, case, likeness, known_by)
    return _Search(ports, compare).told(found)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """What a search of the store gave: by traits, how many so in all, and by looks with their pictures.

    `exact` are the traits that those of similar looks share, whether or not the first list reached to them.
    """

    sharing: Mapping[str, Sharing]
    exact: Mapping[str, frozenset[Shared]]
    shared_in_all: int
    near: Sequence[Near]
    accounts: Mapping[str, bool]  # by case id, whether it is of the same account
    pictures: Mapping[str, StoredPicture]


def _keep(ports: Ports, claim: Claim, likeness: Likeness, known_by: Traits) -> None:
    thumbnail = Picture(PictureKind.THUMBNAIL, THUMBNAIL_TYPE, likeness.thumbnail)
    stored = keep_pictures(ports, claim.evidence, (thumbnail,))
    with ports.transaction() as tx:
        name_pictures(tx, stored, ports.clock.now())
        tx.likenesses.keep(claim.evidence, likeness, known_by)


def _candidates(tx: Transaction, case: Case, likeness: Likeness, known_by: Traits) -> _Candidates:
    near = tx.likenesses.near(case, likeness, within=NEAR_MAX, limit=COMPARED_MAX)
    pictures = {
        one.evidence_id: tx.pictures.get(case.tenant_id, one.evidence_id, PictureKind.THUMBNAIL)
        for one in near
    }
    return _Candidates(
        sharing=_sharing(tx, case, known_by),
        exact=tx.likenesses.shared_by(case, known_by, [one.evidence_id for one in near]),
        shared_in_all=tx.likenesses.count_sharing(case, known_by),
        near=near,
        accounts=dict(_accounts(tx, case, near)),
        pictures={name: picture for name, picture in pictures.items() if picture is not None},
    )


def _sharing(tx: Transaction, case: Case, known_by: Traits) -> Mapping[str, Sharing]:
    """By evidence id. Those sharing more than a name are asked for alone too, lest names crowd them out."""
    strong = frozenset(trait for trait in known_by if trait[0] not in WEAK)
    found = {one.evidence_id: one for one in tx.likenesses.sharing(case, strong, limit=LISTED_MAX)}
    for one in tx.likenesses.sharing(case, known_by, limit=LISTED_MAX):
        found[one.evidence_id] = one
    return found


def _accounts(tx: Transaction, case: Case, near: Sequence[Near]) -> Iterator[tuple[str, bool]]:
    for one in near:
        other = tx.cases.get(case.tenant_id, one.case_id)
        assert other is not None, "a likeness names its case by a foreign key"
        yield other.id, other.is_of_the_account_of(case)


@dataclass(frozen=True, slots=True)
class _Search:
    """Compares the candidates and tells which are relatives."""

    ports: Ports
    compare: Compare

    def told(self, found: _Candidates) -> Relatives:
        looked = {one.evidence_id: self._seen(found, one) for one in found.near}
        by_traits = [looked.get(one.evidence_id) or _known(one) for one in found.sharing.values()]
        by_looks = [one for one in looked.values() if one.evidence_id not in found.sharing and one.shared]
        listed = sorted([*by_traits, *by_looks], key=_rank)
        compared = sum(one.resemblance is not None for one in looked.values())
        return Relatives(
            relatives=tuple(listed[:LISTED_MAX]),
            total=found.shared_in_all + sum(one.evidence_id not in found.exact for one in by_looks),
            compared=compared,
            unseen=len(looked) - compared,
        )

    def _seen(self, found: _Candidates, near: Near) -> Relative:
        exact = found.exact.get(near.evidence_id, frozenset())
        relative = Relative(
            near.case_id, near.evidence_id, found.accounts[near.case_id], _in_order(exact), near.distance
        )
        picture = found.pictures.get(near.evidence_id)
        data = self._bytes(picture) if picture else None
        if data is None:
            return relative
        resemblance = self.compare(data)
        limits = self._limits()
        same_fields = bool({Shared.CODE, Shared.NAME} & exact)
        seen = look(resemblance, limits, same_fields=same_fields) if limits else None
        shared = _in_order(exact | {seen} if seen else exact)
        return replace(relative, shared=shared, resemblance=resemblance)

    def _bytes(self, picture: StoredPicture) -> bytes | None:
        """The picture's bytes; None where they are lost: that must not stop every later search."""
        with storage_errors():
            try:
                return self.ports.blobs.get(picture.tenant_id, picture.sha256)
            except (BlobMissing, BlobDamaged):
                return None

    def _limits(self) -> Limits | None:
        rule = self.ports.policy.rules.get(READER)
        return Limits(**rule.thresholds) if rule else None


def _known(one: Sharing) -> Relative:
    return Relative(one.case_id, one.evidence_id, one.same_account, _in_order(one.shared))


def _in_order(shared: frozenset[Shared]) -> tuple[Shared, ...]:
    return tuple(kind for kind in Shared if kind in shared)


def _rank(relative: Relative) -> tuple[bool, bool, int, str]:
    """Other accounts first, then those that share more than a name; of these the ones that share most."""
    weak = not set(relative.shared) - WEAK
    return relative.same_account, weak, -len(relative.shared), relative.evidence_id
