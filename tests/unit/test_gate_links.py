"""What ties accounts and what is on the block list: who is hit, who is not, what a person's word changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests import face_acts
from tests.gate_acts import (
    OTHER_FIRM,
    WORD,
    Gate,
    codes,
    employed,
    finding,
    gate,
    matching,
    read_page,
    submitted,
    verified,
)
from tests.rows import CASE
from verifier import usecases
from verifier.domain.account_traits import FREE_MAIL, OWN, Block, TraitKind, comparable_value
from verifier.domain.employer import Employer, Happening
from verifier.domain.errors import BlockOver, Invalid, NotFound, PermitSpent
from verifier.domain.face_session import Recruiter
from verifier.domain.permit import Answer, Need
from verifier.domain.relatives import Relative, Shared
from verifier.usecases.gate.blocks import (
    Blocking,
    appeal_block,
    block_employer,
    block_value,
    lift_block,
    list_blocks,
    read_block,
    uphold_block,
)
from verifier.usecases.gate.links import clear_links, read_links
from verifier.usecases.gate.members import join
from verifier.usecases.gate.permits import ask_permit, redeem_permit
from verifier.usecases.gate.recording import Word, read_timeline


@pytest.fixture
def here() -> Gate:
    return gate()


def why(here: Gate, days: float = 365) -> Blocking:
    return Blocking("forged_licence", here.ports.clock.now() + timedelta(days=days), "reviewer-1")


def links(here: Gate, employer: Employer) -> dict[TraitKind, tuple[tuple[str, ...], int]]:
    return {
        one.kind: (one.employers, one.count) for one in read_links(here.ports, here.tenant_id, employer.id)
    }


def newcomer(here: Gate, reference: str = "account-2", **known_by: str) -> Employer:
    here.world.clock.tick(days=1)
    told = {TraitKind(kind): value for kind, value in known_by.items()}
    return employed(here.ports, here.tenant_id, reference, known_by=told)


def test_a_second_account_of_the_same_firm_is_tied_to_the_first_and_stepped_up(here: Gate) -> None:
    here.world.clock.tick(days=1)
    second = verified(here.ports, here.tenant_id, "account-2")
    first = ((here.employer.id,), 1)
    tied = links(here, second)
    assert tied == dict.fromkeys(
        (TraitKind.CODE, TraitKind.PERSON, TraitKind.ADDRESS, TraitKind.PHONE), first
    )
    join(here.ports, here.tenant_id, second.id, here.recruiter.id)
    here.show_face()
    answered = here.ask(employer_id=second.id)
    assert answered.permit.answer is Answer.STEP_UP
    assert answered.permit.needs == (Need.REVIEW,)
    assert codes(answered.permit) == {"links_strong"}


def test_whoever_copies_a_firms_papers_does_not_stop_that_firm(here: Gate) -> None:
    here.world.clock.tick(days=1)
    verified(here.ports, here.tenant_id, "account-2")
    assert links(here, here.employer) == {}
    here.show_face()
    assert here.ask().permit.answer is Answer.ALLOW


def test_two_firms_that_share_nothing_are_not_tied(here: Gate) -> None:
    assert links(here, verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)) == {}


def test_another_sites_accounts_are_never_tied_to_these(here: Gate) -> None:
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    theirs = verified(here.ports, other.id)
    assert read_links(here.ports, other.id, theirs.id) == ()
    with pytest.raises(NotFound):
        read_links(here.ports, here.tenant_id, theirs.id)


def test_a_case_that_is_not_verified_ties_its_account_too(here: Gate) -> None:
    here.world.clock.tick(days=1)
    again = verified(here.ports, here.tenant_id, "account-2", replace(CASE.declared, phone=None))
    assert TraitKind.CODE in links(here, again)
    assert TraitKind.PHONE not in links(here, again)


@pytest.mark.parametrize("shared", [Shared.BYTES, Shared.IMAGE, Shared.BACKGROUND])
def test_a_picture_that_looks_like_anothers_ties_them(here: Gate, shared: Shared) -> None:
    (before,) = usecases.read_case(here.ports, here.tenant_id, here.employer.case_id or "").evidence
    second = newcomer(here)
    relative = Relative(before.case_id, before.id, same_account=False, shared=(shared,))
    read_page(here.ports, submitted(here.ports, second, OTHER_FIRM), [relative])
    assert links(here, second) == {TraitKind.LICENCE_IMAGE: ((here.employer.id,), 1)}


def test_a_relative_by_name_alone_is_no_picture(here: Gate) -> None:
    (before,) = usecases.read_case(here.ports, here.tenant_id, here.employer.case_id or "").evidence
    second = newcomer(here)
    relative = Relative(before.case_id, before.id, same_account=False, shared=(Shared.NAME,))
    read_page(here.ports, submitted(here.ports, second, OTHER_FIRM), [relative])
    assert links(here, second) == {}


def test_what_the_site_tells_at_the_opening_ties_accounts_also_when_it_is_written_otherwise(
    here: Gate,
) -> None:
    first = newcomer(here, mail_domain="hr@Sample.Example", phone="+86 137-0000-0001", network="10.0.0.9")
    second = newcomer(
        here, "account-3", mail_domain="sample.example", phone="13700000001", network="10.0.0.9"
    )
    tied = ((first.id,), 1)
    assert links(here, second) == dict.fromkeys(
        (TraitKind.PHONE, TraitKind.NETWORK, TraitKind.MAIL_DOMAIN), tied
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (TraitKind.MAIL_DOMAIN, "someone@qq.com"),
        (TraitKind.MAIL_DOMAIN, "no domain"),
        (TraitKind.PHONE, "12"),
        (TraitKind.ADDRESS, "杭州"),
        (TraitKind.BANK_ACCOUNT, "****"),
        (TraitKind.DEVICE, ""),
        (TraitKind.NETWORK, " "),
    ],
)
def test_what_says_nothing_of_whose_it_is_ties_nobody(here: Gate, kind: TraitKind, text: str) -> None:
    assert comparable_value(kind, text) is None
    newcomer(here, **{kind.value: text})
    assert links(here, newcomer(here, "account-3", **{kind.value: text})) == {}


def test_free_mail_is_written_as_it_is_compared() -> None:
    assert all(comparable_value(TraitKind.MAIL_DOMAIN, domain) is None for domain in FREE_MAIL)
    assert {domain.casefold().strip() for domain in FREE_MAIL} == FREE_MAIL


def test_a_device_ties_an_account_once_a_permit_was_used_from_it(here: Gate) -> None:
    second = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    recruiter = face_acts.enrolled(here.ports, here.tenant_id, "recruiter-2")
    join(here.ports, here.tenant_id, second.id, recruiter.id)
    mine = here.wish(employer_id=second.id, recruiter_id=recruiter.id)
    permit = here.ask().permit
    assert finding(ask_permit(here.ports, here.tenant_id, mine).permit, "links").code == "no_links"
    redeem_permit(here.ports, here.tenant_id, permit.id)
    told = finding(ask_permit(here.ports, here.tenant_id, mine).permit, "links")
    assert (told.code, told.measured) == ("links_weak", 0.6)


def test_one_persons_face_under_two_employers_ties_the_second(here: Gate) -> None:
    here.world.clock.tick(days=1)
    second = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    join(here.ports, here.tenant_id, second.id, here.recruiter.id)
    assert links(here, second) == {TraitKind.FACE: ((here.employer.id,), 1)}
    assert links(here, here.employer) == {}


def enrolled_as(here: Gate, face: tuple[float, float], reference: str = "recruiter-2") -> Recruiter:
    """Another account of a person, with this face."""
    recruiter = face_acts.recruited(here.ports, here.tenant_id, reference)
    link = face_acts.active(here.ports, recruiter)
    task = face_acts.finished(here.ports, link, seed=500)
    face_acts.read(here.ports, task, face_acts.seen(face, portrait=face))
    return recruiter


@pytest.mark.parametrize("joins_first", [True, False])
@pytest.mark.parametrize(("face", "tied"), [((0.95, 0.3), True), (face_acts.OTHER_FACE, False)])
def test_the_same_face_under_another_name_is_found_whichever_comes_first(
    joins_first: bool, face: tuple[float, float], tied: bool
) -> None:
    here = gate()
    here = replace(here, world=replace(here.world, ports=matching(here.ports)))
    here.world.clock.tick(days=1)
    second = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    if joins_first:
        recruiter = face_acts.recruited(here.ports, here.tenant_id, "recruiter-2")
        join(here.ports, here.tenant_id, second.id, recruiter.id)
        link = face_acts.active(here.ports, recruiter)
        task = face_acts.finished(here.ports, link, seed=500)
        face_acts.read(here.ports, task, face_acts.seen(face, portrait=face))
    else:
        recruiter = enrolled_as(here, face)
        join(here.ports, here.tenant_id, second.id, recruiter.id)
    assert links(here, second) == ({TraitKind.FACE: ((here.employer.id,), 1)} if tied else {})


def test_a_face_is_compared_within_the_site_only() -> None:
    here = gate()
    here = replace(here, world=replace(here.world, ports=matching(here.ports)))
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    theirs = verified(here.ports, other.id)
    recruiter = face_acts.enrolled(here.ports, other.id)
    join(here.ports, other.id, theirs.id, recruiter.id)
    assert read_links(here.ports, other.id, theirs.id) == ()


def test_what_a_person_found_lawful_does_not_count_again_and_what_comes_later_does(here: Gate) -> None:
    here.world.clock.tick(days=1)
    second = verified(here.ports, here.tenant_id, "account-2")
    join(here.ports, here.tenant_id, second.id, here.recruiter.id)
    here.world.clock.tick(days=1)
    clear_links(here.ports, here.tenant_id, second.id, word=WORD)
    assert links(here, second) == {}
    here.show_face()
    assert here.ask(employer_id=second.id).permit.answer is Answer.ALLOW
    assert read_timeline(here.ports, here.tenant_id, second.id).entries[0].what is Happening.LINKS_CLEARED
    here.world.clock.tick(days=1)
    third = verified(here.ports, here.tenant_id, "account-3")
    assert links(here, third)[TraitKind.CODE] == ((second.id, here.employer.id), 2)
    case = submitted(here.ports, second, replace(CASE.declared, bank_account="6222 0000 0000 0001"))
    newcomer(here, "account-4", bank_account="6222000000000001")
    here.world.clock.tick(days=1)
    read_page(here.ports, case)
    assert set(links(here, second)) == {TraitKind.BANK_ACCOUNT}


def test_clearing_takes_a_person_with_a_reason(here: Gate) -> None:
    with pytest.raises(Invalid):
        clear_links(here.ports, here.tenant_id, here.employer.id, word=Word("", "why"))
    with pytest.raises(NotFound):
        clear_links(here.ports, here.tenant_id, "emp_none", word=WORD)


def test_a_blocked_firm_is_refused_under_a_new_registration(here: Gate) -> None:
    permit = here.ask().permit
    blocks = block_employer(here.ports, here.tenant_id, here.employer.id, why(here))
    assert {block.kind for block in blocks} == {
        TraitKind.CODE, TraitKind.PHONE, TraitKind.LICENCE_IMAGE, TraitKind.FACE,
    }  # fmt: skip
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)
    assert codes(here.ask().permit) == {"blocked"}
    again = verified(here.ports, here.tenant_id, "account-2", replace(OTHER_FIRM, phone=CASE.declared.phone))
    stranger = face_acts.enrolled(here.ports, here.tenant_id, "recruiter-2")
    join(here.ports, here.tenant_id, again.id, stranger.id)
    answered = here.ask(employer_id=again.id, recruiter_id=stranger.id)
    assert (answered.permit.answer, "blocked" in codes(answered.permit)) == (Answer.DENY, True)
    assert [one.measured for one in answered.permit.findings if one.code == "blocked"] == ["phone"]


def test_everything_of_an_employer_is_by_default_what_is_its_own(here: Gate) -> None:
    assert {TraitKind.PERSON, TraitKind.ADDRESS, TraitKind.MAIL_DOMAIN, TraitKind.NETWORK} == set(
        TraitKind
    ) - OWN
    blocks = block_employer(
        here.ports, here.tenant_id, here.employer.id, why(here), kinds=[TraitKind.ADDRESS]
    )
    assert [block.kind for block in blocks] == [TraitKind.ADDRESS]
    assert read_timeline(here.ports, here.tenant_id, here.employer.id).entries[0].what is Happening.BLOCKED


def test_a_blocked_value_hits_whoever_has_it_and_ends_their_permits(here: Gate) -> None:
    permit = here.ask().permit
    block = block_value(here.ports, here.tenant_id, TraitKind.PHONE, "+86 138 0000 0000", why(here))
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)
    assert finding(here.ask().permit, "blocked").code == "blocked"
    assert read_block(here.ports, here.tenant_id, block.id) == block


def test_a_blocked_device_is_refused_though_nobody_posted_from_it(here: Gate) -> None:
    block_value(here.ports, here.tenant_id, TraitKind.DEVICE, "fingerprint-9", why(here))
    assert here.ask().permit.answer is Answer.ALLOW
    assert here.ask(device="fingerprint-9").permit.answer is Answer.DENY
    block_value(here.ports, here.tenant_id, TraitKind.NETWORK, "10.0.0.9", why(here))
    assert here.ask(network="10.0.0.9").permit.answer is Answer.DENY


def test_a_block_ends_by_itself(here: Gate) -> None:
    block = block_value(here.ports, here.tenant_id, TraitKind.DEVICE, "fingerprint-1", why(here, days=0.01))
    assert here.ask().permit.answer is Answer.DENY
    here.world.clock.tick(days=0.01)
    here.show_face()
    assert here.ask().permit.answer is Answer.ALLOW
    with pytest.raises(BlockOver):
        appeal_block(here.ports, here.tenant_id, block.id)


@pytest.mark.parametrize(("end", "answer"), [(lift_block, Answer.ALLOW), (uphold_block, Answer.DENY)])
def test_an_appealed_block_waits_for_a_person(here: Gate, end: Callable[..., Block], answer: Answer) -> None:
    blocks = block_employer(here.ports, here.tenant_id, here.employer.id, why(here), kinds=[TraitKind.CODE])
    appealed = appeal_block(here.ports, here.tenant_id, blocks[0].id)
    assert appeal_block(here.ports, here.tenant_id, blocks[0].id) == appealed
    stepped = here.ask().permit
    assert (stepped.answer, stepped.needs) == (Answer.STEP_UP, (Need.REVIEW,))
    with pytest.raises(Invalid):
        end(here.ports, here.tenant_id, blocks[0].id, word=Word("policy", "why"))
    answered = end(here.ports, here.tenant_id, blocks[0].id, word=WORD)
    assert here.ask().permit.answer is answer
    assert (answered.ended_by, answered.appealed_at) in (("reviewer-1", appealed.appealed_at), (None, None))
    what = read_timeline(here.ports, here.tenant_id, here.employer.id).entries[0].what
    assert what is (Happening.BLOCK_LIFTED if end is lift_block else Happening.BLOCK_UPHELD)


def test_a_block_is_seen_and_lifted_by_its_own_site_only(here: Gate) -> None:
    block = block_value(here.ports, here.tenant_id, TraitKind.CODE, CASE.declared.code, why(here))
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    assert list_blocks(here.ports, other.id).blocks == ()
    for act in (read_block, appeal_block):
        with pytest.raises(NotFound):
            act(here.ports, other.id, block.id)
    with pytest.raises(NotFound):
        lift_block(here.ports, other.id, block.id, word=WORD)
    theirs = verified(here.ports, other.id)
    recruiter = face_acts.enrolled(here.ports, other.id)
    join(here.ports, other.id, theirs.id, recruiter.id)
    wish = here.wish(employer_id=theirs.id, recruiter_id=recruiter.id)
    assert ask_permit(here.ports, other.id, wish).permit.answer is Answer.ALLOW


def test_blocks_are_paged_newest_first(here: Gate) -> None:
    made = []
    for number in range(3):
        device = f"fingerprint-{number}"
        made.append(block_value(here.ports, here.tenant_id, TraitKind.DEVICE, device, why(here)))
        here.world.clock.tick(seconds=1)
    first = list_blocks(here.ports, here.tenant_id, limit=2)
    second = list_blocks(here.ports, here.tenant_id, before=first.next, limit=2)
    assert (*first.blocks, *second.blocks) == tuple(reversed(made))
    assert second.next is None


@pytest.mark.parametrize(
    ("kind", "value", "changes"),
    [
        (TraitKind.FACE, "rec_1", {}),
        (TraitKind.LICENCE_IMAGE, "evd_1", {}),
        (TraitKind.PHONE, "1", {}),
        (TraitKind.PHONE, "13800000000", {"reason": "Because he lied"}),
        (TraitKind.PHONE, "13800000000", {"reviewer": " "}),
        (TraitKind.PHONE, "13800000000", {"until": timedelta(0)}),
    ],
)
def test_what_cannot_be_listed_is_refused(
    here: Gate, kind: TraitKind, value: str, changes: dict[str, Any]
) -> None:
    if "until" in changes:
        changes = {"until": here.ports.clock.now()}
    with pytest.raises(Invalid):
        block_value(here.ports, here.tenant_id, kind, value, replace(why(here), **changes))


def test_no_value_is_kept_in_plain(here: Gate) -> None:
    block_value(here.ports, here.tenant_id, TraitKind.PHONE, "13700000009", why(here))
    newcomer(here, phone="13700000009")
    with here.ports.view() as tx:
        kept = [
            *tx.account_traits.of_employer(here.tenant_id, here.employer.id),
            *tx.blocks.page(here.tenant_id, before=None, limit=100),
        ]
    assert kept
    assert "13700000009" not in str(kept)
