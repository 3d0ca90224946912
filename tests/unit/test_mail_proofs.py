"""A corporate mailbox is proven: asked for, carried, answered, or back again; nobody is sent too many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import MORNING
from tests.mail_acts import ADDRESS, APPLICANT, SITE, Desk, declare, desk
from verifier.domain.account_traits import TraitKind
from verifier.domain.errors import LinkOver, LinkUnknown, NotFound, VerifierError
from verifier.domain.mail import ATTEMPTS_MAX, Carried, MessageState, TakesMail, pause_after
from verifier.domain.proof import ProofState
from verifier.domain.proof_errors import (
    MailAddressInvalid,
    MailAddressLimit,
    MailCodeExpired,
    MailCodeMalformed,
    MailCodesUsedUp,
    MailCodeWrong,
    MailDisposable,
    MailLimit,
    MailMessagesSpent,
    MailNotAsked,
    MailNotCorporate,
    MailTooSoon,
    ProofOver,
)
from verifier.usecases.proofs.mail.answering import answer_link, open_link
from verifier.usecases.proofs.mail.asking import ask_mail, close_spent, read_mail
from verifier.usecases.proofs.mail.bounces import bounce
from verifier.usecases.proofs.mail.carrying import LEASE, carry_mail, due_mails


@pytest.fixture
def here() -> Desk:
    return desk()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def codes(here: Desk) -> set[str]:
    return {one.code for one in here.now().findings}


def recorded(here: Desk) -> str:
    with here.ports.view() as tx:
        return repr(list(tx.audit.entries(here.tenant_id)))


def test_the_code_in_the_message_proves_the_mailbox(here: Desk) -> None:
    proof = here.confirmed()
    assert proof.state is ProofState.PROVEN
    assert proof.valid_until == MORNING + timedelta(days=183)
    (letter,) = here.mailer.letters
    assert letter.to.text == ADDRESS
    code = here.secrets(here.last()).code
    assert code in letter.text
    assert code in letter.html
    assert code not in letter.subject
    assert SITE in letter.text
    with here.ports.view() as tx:
        known = {one.kind for one in tx.account_traits.of_employer(here.tenant_id, here.employer.id)}
    assert TraitKind.MAIL_DOMAIN in known


def test_the_code_may_be_typed_in_full_width_and_with_blanks(here: Desk) -> None:
    code = here.secrets(here.sent()).code
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert here.say(f" {wide[:3]} {wide[3:]} ").state is ProofState.PROVEN


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("li.ming", MailAddressInvalid),
        ("523881204@qq.com", MailNotCorporate),
        ("li@mailinator.com", MailDisposable),
    ],
)
def test_what_is_no_corporate_address_is_refused_before_anything_is_sent(
    here: Desk, address: str, error: type[VerifierError]
) -> None:
    with pytest.raises(error) as refused:
        here.ask(address)
    assert refused.value.errors[0].pointer == "/address"
    assert "li" not in refused.value.errors[0].detail.split()
    assert due_mails(here.ports, limit=9) == ()
    assert here.ask().messages_left == 2


def test_five_wrong_codes_void_the_message_and_another_can_be_asked_for(here: Desk) -> None:
    code = here.secrets(here.sent()).code
    for _ in range(4):
        with pytest.raises(MailCodeWrong):
            here.say(wrong(code))
    with pytest.raises(MailCodesUsedUp):
        here.say(wrong(code))
    with pytest.raises(MailCodesUsedUp):
        here.say(code)
    assert here.now().state is ProofState.OPEN
    here.clock.tick(minutes=1)
    assert here.confirmed().state is ProofState.PROVEN


def test_when_the_last_message_is_spent_the_proof_ends_unproven(here: Desk) -> None:
    for _ in range(3):
        code = here.secrets(here.sent()).code
        for _ in range(5):
            with pytest.raises((MailCodeWrong, MailCodesUsedUp)):
                here.say(wrong(code))
        here.clock.tick(minutes=1)
    assert here.now().state is ProofState.UNPROVEN
    assert "mail_codes_spent" in codes(here)
    with pytest.raises(ProofOver):
        here.ask()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦٧", "1" * 100_000])
def test_what_is_no_code_is_not_counted(here: Desk, code: str) -> None:
    here.sent()
    with pytest.raises(MailCodeMalformed):
        here.say(code)
    assert here.last().wrong == 0


def test_a_code_lives_half_an_hour_from_when_the_server_took_it(here: Desk) -> None:
    here.ask()
    here.clock.tick(minutes=20)
    here.carry()
    code = here.secrets(here.last()).code
    here.clock.tick(minutes=30)
    with pytest.raises(MailCodeExpired):
        here.say(code)
    again = here.sent()
    here.clock.tick(seconds=1799)
    assert here.say(here.secrets(again).code).state is ProofState.PROVEN


def test_a_new_message_voids_the_one_before(here: Desk) -> None:
    first = here.secrets(here.sent()).code
    here.clock.tick(minutes=1)
    second = here.secrets(here.sent()).code
    assert first != second
    with pytest.raises(MailCodeWrong):
        here.say(first)
    assert here.say(second).state is ProofState.PROVEN


def test_nothing_is_answered_before_anything_was_asked(here: Desk) -> None:
    with pytest.raises(MailNotAsked):
        here.say("123456")


def test_there_is_a_pause_between_messages_and_three_of_them(here: Desk) -> None:
    here.sent()
    here.clock.tick(seconds=59)
    with pytest.raises(MailTooSoon):
        here.ask()
    here.clock.tick(seconds=1)
    here.sent("li.na@sample-firm.cn")
    here.clock.tick(minutes=1)
    assert here.ask("he@sample-firm.cn").messages_left == 0
    here.clock.tick(minutes=1)
    with pytest.raises(MailMessagesSpent):
        here.ask()
    assert close_spent(here.ports, here.tenant_id, here.proof.id).state is ProofState.OPEN
    here.clock.tick(minutes=30)
    assert here.ask().proof.state is ProofState.UNPROVEN


def test_a_strangers_address_gets_three_messages_a_day_from_all_proofs_together(here: Desk) -> None:
    other = here.other()
    for one in (here, here, other):
        one.sent()
        here.clock.tick(minutes=1)
    with pytest.raises(MailAddressLimit):
        other.ask("LI.MING@Sample-Firm.cn")
    other.sent("he@sample-firm.cn")
    here.clock.tick(days=1)
    with here.ports.view() as tx:
        assert tx.mails.times(here.last().address, since=here.clock.now() - timedelta(days=1)) == 0


def test_an_employer_gets_nine_messages_a_day(here: Desk) -> None:
    for number in range(3):
        for letter in "abc":
            here.sent(f"{letter}{number}@sample-firm.cn")
            here.clock.tick(minutes=31)
        here.ask()  # used up: it ends here
        here.again()
    with pytest.raises(MailLimit):
        here.ask("d@sample-firm.cn")


def test_the_link_changes_nothing_until_its_button_is_pressed(here: Desk) -> None:
    link = here.secrets(here.sent()).link
    opened = open_link(here.ports, link)
    assert (opened.site, opened.answerable) == (SITE, True)
    assert here.now().state is ProofState.OPEN
    answer_link(here.ports, link, theirs=True)
    assert here.now().state is ProofState.PROVEN
    assert not open_link(here.ports, link).answerable
    with pytest.raises(LinkOver):
        answer_link(here.ports, link, theirs=True)


def test_a_link_is_known_by_its_secret_alone(here: Desk) -> None:
    link = here.secrets(here.sent()).link
    for token in ("", "x", link[:-1], link[:-1] + ("A" if link[-1] != "A" else "B"), link + "=", "é" * 59):
        with pytest.raises(LinkUnknown):
            open_link(here.ports, token)


def test_whoever_asked_for_nothing_is_written_to_no_more(here: Desk) -> None:
    link = here.secrets(here.sent()).link
    answer_link(here.ports, link, theirs=False)
    assert here.last().state is MessageState.DISOWNED
    assert here.now().state is ProofState.OPEN
    here.clock.tick(days=40)
    here.again()
    with pytest.raises(MailAddressLimit):
        here.ask()
    assert here.confirmed("he@sample-firm.cn").state is ProofState.PROVEN


def test_a_domain_of_another_employer_is_for_a_person_to_look_at(here: Desk) -> None:
    here.confirmed()
    other = here.other()
    assert other.confirmed("he@sample-firm.cn").state is ProofState.REVIEW
    assert "mail_domain_of_another_employer" in codes(other)


def test_a_domain_like_that_of_another_employer_is_too(here: Desk) -> None:
    here.confirmed()
    other = here.other()
    assert other.confirmed("he@sample-flrm.cn").state is ProofState.REVIEW
    assert "mail_domain_same_to_the_eye" in codes(other)


@pytest.mark.parametrize(
    ("website", "state", "code"),
    [
        ("https://www.sample-firm.cn/", ProofState.PROVEN, "mail_domain_of_the_site"),
        ("elsewhere.com.cn", ProofState.REVIEW, "mail_domain_not_of_the_site"),
        ("没有", ProofState.PROVEN, "website_not_declared"),
    ],
)
def test_the_domain_is_compared_with_the_declared_website(
    here: Desk, website: str, state: ProofState, code: str
) -> None:
    declare(here, website)
    assert here.confirmed().state is state
    assert code in codes(here)


def test_an_offices_box_is_proven_and_said_to_be_one(here: Desk) -> None:
    assert here.confirmed("hr@sample-firm.cn").state is ProofState.PROVEN
    assert "mail_of_an_office" in codes(here)


def test_a_server_that_is_busy_is_asked_again_with_the_same_code(here: Desk) -> None:
    here.mailer = type(here.mailer)(Carried.LATER)
    here.ask()
    assert here.carry() == here.last()
    assert due_mails(here.ports, limit=9) == ()
    here.clock.tick(seconds=5)
    here.carry()
    first, second = here.mailer.letters
    assert replace(first, written_at=second.written_at) == second
    assert here.last().state is MessageState.SENT


def test_after_the_last_attempt_the_message_failed_and_another_is_asked_for_at_once(here: Desk) -> None:
    here.mailer = type(here.mailer)(*[Carried.LATER] * ATTEMPTS_MAX)
    here.ask()
    for attempt in range(1, ATTEMPTS_MAX + 1):
        here.carry()
        here.clock.tick(seconds=(pause_after(attempt, 0) or timedelta()).total_seconds())
    assert here.last().state is MessageState.FAILED
    assert here.confirmed().state is ProofState.PROVEN


@pytest.mark.parametrize(
    ("met", "state"), [(Carried.REFUSED, MessageState.BOUNCED), (Carried.UNFIT, MessageState.FAILED)]
)
def test_a_mailbox_that_the_server_refuses_ends_the_message(
    here: Desk, met: Carried, state: MessageState
) -> None:
    here.mailer = type(here.mailer)(met)
    assert here.sent().state is state
    assert here.now().state is ProofState.OPEN
    assert "proof.mail_ended" in recorded(here)


def test_a_domain_that_takes_no_mail_is_sent_none(here: Desk) -> None:
    here.domains.said = TakesMail.NO
    assert here.sent().state is MessageState.BOUNCED
    assert here.mailer.letters == []
    assert here.domains.asked == ["sample-firm.cn"]
    assert here.last().takes_mail is TakesMail.NO


def test_what_the_domain_system_said_is_judged(here: Desk) -> None:
    here.domains.said = TakesMail.UNANSWERED
    assert here.confirmed().state is ProofState.PROVEN
    assert "mail_domain_unanswered" in codes(here)


def test_a_courier_that_was_killed_leaves_the_message_to_the_next(here: Desk) -> None:
    here.ask()
    (errand,) = due_mails(here.ports, limit=9)
    now = here.clock.now()
    with here.ports.transaction() as tx:
        lost = tx.mails.claim(errand.message_id, now=now, until=now + LEASE)
    assert due_mails(here.ports, limit=9) == ()
    here.clock.tick(seconds=LEASE.total_seconds() + 1)
    assert here.carry() is not None
    assert lost is not None
    with here.ports.transaction() as tx:
        assert not tx.mails.drop(lost)
    assert here.last().state is MessageState.SENT


def test_a_message_that_kills_every_courier_is_given_up(here: Desk) -> None:
    here.ask()
    for _ in range(ATTEMPTS_MAX):
        now = here.clock.now()
        with here.ports.transaction() as tx:
            tx.mails.claim(here.last().id, now=now, until=now + timedelta(seconds=1))
        here.clock.tick(seconds=2)
    here.carry()
    assert here.mailer.letters == []
    assert here.last().state is MessageState.FAILED


def test_a_code_that_was_typed_before_the_message_was_settled_counts(here: Desk) -> None:
    """As when a courier is killed just after the server took it."""
    here.ask()
    assert here.say(here.secrets(here.last()).code).state is ProofState.PROVEN
    assert due_mails(here.ports, limit=9) == ()


def test_nobody_is_written_to_for_a_proof_that_has_ended(here: Desk) -> None:
    here.ask()
    here.clock.tick(days=4)
    assert here.carry() is None
    assert here.mailer.letters == []
    assert due_mails(here.ports, limit=9) == ()
    assert carry_mail(here.ports, here.mailer, here.domains, "mml_none", chance=0.0) is None


def test_a_bounce_ends_the_message_once(here: Desk) -> None:
    token = here.secrets(here.sent()).bounce
    assert bounce(here.ports, token.upper()) is not None
    assert here.last().state is MessageState.BOUNCED
    assert bounce(here.ports, token) is None
    for other in ("", "x", token[:-1] + ("0" if token[-1] != "0" else "1"), f"{'0' * 26}-{'0' * 16}"):
        assert bounce(here.ports, other) is None


def test_a_bounce_after_the_answer_changes_nothing(here: Desk) -> None:
    here.confirmed()
    assert bounce(here.ports, here.secrets(here.last()).bounce) is None
    assert here.now().state is ProofState.PROVEN


def test_a_third_bounce_ends_the_proof(here: Desk) -> None:
    for name in "abc":
        bounce(here.ports, here.secrets(here.sent(f"{name}@sample-firm.cn")).bounce)
    assert here.now().state is ProofState.UNPROVEN
    assert "mail_bounced" in codes(here)


def test_another_site_reaches_none_of_it(here: Desk) -> None:
    here.sent()
    with pytest.raises(NotFound):
        read_mail(here.ports, "ten_other", here.proof.id)
    with pytest.raises(NotFound):
        ask_mail(here.ports, "ten_other", here.proof.id, ADDRESS, actor=APPLICANT)


def test_neither_address_nor_code_is_in_the_audit_or_in_an_event(here: Desk) -> None:
    here.confirmed("planted.person@planted-firm.cn")
    code = here.secrets(here.last()).code
    with here.ports.view() as tx:
        events = tx.events.page(here.tenant_id, after=None, kind=None, limit=100)
    told = repr(events) + recorded(here)
    assert "proof.changed" in told
    assert "proof.mail_sent" in told
    assert "planted" not in told
    assert code not in told
    assert "planted.person" not in repr((here.last(), here.now(), here.mailer.letters))
    assert code not in repr(here.mailer.letters)
