"""Chains, walks and exports by themselves: what is sound, what is not, and what an inspector may rely on."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.fakes import MORNING
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.audit_chain import (
    BEGINNING,
    ChainKey,
    ChainKeys,
    Entry,
    canonical,
    chained,
    entry_of,
    members,
)
from verifier.domain.audit_export import Tally, check, tenant_of
from verifier.domain.audit_walk import Fault, FaultKind, Walk

TENANT = "ten_1"
OLD, NEW = ChainKey(b"old"), ChainKey(b"new")
KEYS = ChainKeys(NEW)
DEED = Deed(Action.CASE_READ, Actor(ActorKind.KEY, "key_1"), "case_1", {"state": "open", "a": "1"})


def chain(length: int, keys: ChainKeys = KEYS) -> Sequence[Entry]:
    return chained(TENANT, [DEED] * length, MORNING, after=BEGINNING, keys=keys)[0]


def walked(entries: Sequence[Entry], keys: ChainKeys = KEYS) -> list[Fault]:
    return list(Walk(TENANT, keys).take(entries))


def test_the_canonical_form_is_that_of_rfc_8785() -> None:
    assert (
        canonical({"b": 'é\n\u2028"', "a": [1, None], "": {}}) == '{"":{},"a":[1,null],"b":"é\\n\u2028\\""}'
    )


def test_the_hash_of_a_known_entry_is_known() -> None:
    """So that no later change of the format goes unnoticed: kept chains must stay as they are."""
    (entry,) = chain(1)
    assert entry.key_id == "3cde648fc25e5ec8"
    assert entry.hash == "a44cd677dc2df1ce19b4a93581043cbecc8a82f20ebe29cdbd30836d73917337"


def test_a_key_never_shows_itself() -> None:
    assert "new" not in repr(KEYS) + NEW.id


def test_entries_of_an_earlier_key_stay_sound_while_it_is_known() -> None:
    older, head = chained(TENANT, [DEED] * 2, MORNING, after=BEGINNING, keys=ChainKeys(OLD))
    both = ChainKeys(NEW, (OLD,))
    newer, end = chained(TENANT, [DEED] * 2, MORNING, after=head.link, keys=both)
    assert both.made(head)
    assert walked([*older, *newer], both) == []
    assert [fault.kind for fault in walked([*older, *newer])] == [FaultKind.FOREIGN_KEY] * 2
    assert list(Walk(TENANT, both).end(end)) == [Fault(TENANT, FaultKind.MISSING, 1, 4)]


def test_an_entry_is_told_and_understood_again() -> None:
    (entry,) = chain(1)
    assert entry_of(json.loads(canonical(members(entry)))) == entry


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("seq"),
        lambda told: told.update(more="x"),
        lambda told: told.update(actor="key_1"),
        lambda told: told["actor"].update(name="x"),
    ],
)
def test_what_is_no_entry_is_refused(spoil: Callable[[dict[str, Any]], Any]) -> None:
    told = json.loads(canonical(members(chain(1)[0])))
    spoil(told)
    with pytest.raises(ValueError, match="entry"):
        entry_of(told)


def test_faults_are_said_in_words() -> None:
    assert str(Fault(TENANT, FaultKind.MISSING, 4, 4)) == "entry 4 is missing"
    assert str(Fault(TENANT, FaultKind.MISSING, 4, 9)) == "entries 4 to 9 are missing"
    assert "manifest" in str(Fault(TENANT, FaultKind.MANIFEST))


def export(entries: Sequence[Entry]) -> tuple[list[str], Mapping[str, Any]]:
    tally = Tally()
    lines = [tally.line(entry) for entry in entries]
    manifest = tally.manifest(TENANT, "2026-05-04T00:00:00.000000Z", None, None)
    return lines, json.loads(json.dumps(manifest.signed(KEYS)))


@pytest.mark.parametrize("part", [slice(0, 5), slice(2, 4), slice(0, 0)])
def test_an_export_is_sound_whichever_part_it_is(part: slice) -> None:
    lines, manifest = export(chain(5)[part])
    assert list(check(lines, manifest, KEYS)) == []
    assert tenant_of(manifest) == TENANT
    assert manifest["entries"] == len(lines)


@pytest.mark.parametrize(
    ("spoil", "kinds"),
    [
        (lambda lines: lines.pop(), {FaultKind.MANIFEST}),
        (lambda lines: lines.pop(0), {FaultKind.MISSING, FaultKind.MANIFEST}),
        (lambda lines: lines.pop(2), {FaultKind.MISSING, FaultKind.MANIFEST}),
        (lambda lines: lines.append(lines[-1]), {FaultKind.MOVED, FaultKind.MANIFEST}),
        (lambda lines: lines.clear(), {FaultKind.MANIFEST}),
        (lambda lines: lines.insert(1, "\n"), {FaultKind.CHANGED, FaultKind.MANIFEST}),
        (lambda lines: lines.insert(1, "[" * 9999), {FaultKind.CHANGED, FaultKind.MANIFEST}),
        (
            lambda lines: lines.append(lines.pop().replace("case_1", "case_2")),
            {FaultKind.CHANGED, FaultKind.MANIFEST},
        ),
        (lambda lines: lines.append(" " + lines.pop()), {FaultKind.MANIFEST}),
    ],
)
def test_an_export_that_was_changed_is_found(
    spoil: Callable[[list[str]], Any], kinds: set[FaultKind]
) -> None:
    lines, manifest = export(chain(5))
    spoil(lines)
    assert {fault.kind for fault in check(lines, manifest, KEYS)} == kinds


def test_a_manifest_that_was_made_to_fit_is_found_by_its_signature() -> None:
    lines, manifest = export(chain(5))
    _, shorter = export(chain(4))
    forged = {**shorter, "hash": manifest["hash"]}
    assert {fault.kind for fault in check(lines[:4], forged, KEYS)} == {FaultKind.MANIFEST}
    assert list(check(lines[:4], shorter, KEYS)) == []


def test_an_export_is_not_checked_by_another_tenants_key() -> None:
    lines, manifest = export(chain(2))
    kinds = {fault.kind for fault in check(lines, manifest, ChainKeys(OLD))}
    assert kinds == {FaultKind.MANIFEST, FaultKind.FOREIGN_KEY}


@pytest.mark.parametrize("manifest", [{}, {"format": "x"}, {"format": "bonafide-audit-1"}])
def test_what_is_no_manifest_is_refused(manifest: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match="manifest"):
        tenant_of(manifest)


def test_an_entry_moved_within_its_tenant_is_a_change() -> None:
    one, two, three = chain(3)
    found = walked([one, replace(three, seq=2), replace(two, seq=3)])
    assert [(fault.kind, fault.seq) for fault in found] == [(FaultKind.CHANGED, 2), (FaultKind.CHANGED, 3)]


def test_an_entry_of_another_chain_does_not_follow() -> None:
    """Signed by the right key, as by an older copy of the database, and still not of this chain."""
    one, two, _ = chain(3)
    other = chained(TENANT, [replace(DEED, subject="case_2")] * 3, MORNING, after=BEGINNING, keys=KEYS)[0]
    assert walked([one, other[1], other[2]]) == [Fault(TENANT, FaultKind.UNLINKED, 2)]
    assert walked([one, two, other[2]]) == [Fault(TENANT, FaultKind.UNLINKED, 3)]
