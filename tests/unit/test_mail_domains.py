"""Addresses taken apart and their domains judged: free, thrown away, alike, an office's, somebody else's."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.mail_addresses import KNOWN, OURS
from verifier import policies
from verifier.addresses.likeness import folded, resemblances, scripts_mixed
from verifier.addresses.reading import Malformed, read_address, site_domain
from verifier.checks.proofs import judge_proof
from verifier.domain.decision import DecisionOutcome
from verifier.domain.finding import Finding, Outcome
from verifier.domain.mail import Confirmed, DomainKind, MailFacts, MessageState, TakesMail, Whose
from verifier.domain.proof import ProofKind
from verifier.settings import POLICIES

POLICY: Final = policies.load_proofs(POLICIES / "proofs-v1.toml")
KIND: Final = ProofKind.CORPORATE_MAIL


def facts(text: str = "li.ming@sample-firm.cn", known: tuple[str, ...] = ()) -> MailFacts:
    address = read_address(text)
    return MailFacts(
        address=address,
        confirmed=Confirmed.CODE,
        state=MessageState.CONFIRMED,
        website=None,
        others=0,
        takes_mail=TakesMail.NOT_ASKED,
        scripts_mixed=scripts_mixed(address.ascii_domain),
        resemblances=resemblances(address.registrable, [(Whose.EARLIER, one) for one in known]),
    )


def judged(seen: MailFacts) -> dict[str, Finding]:
    return {one.code: one for one in judge_proof(KIND, seen, POLICY)}


def outcome(seen: MailFacts) -> DecisionOutcome:
    return POLICY.terms(KIND).rules.propose(judge_proof(KIND, seen, POLICY)).outcome


@pytest.mark.parametrize(
    "text",
    [
        "", "li.ming", "@sample-firm.cn", "li@", "li@@sample-firm.cn", "li ming@sample-firm.cn",
        "li@localhost",
        "li@127.0.0.1", "li@[127.0.0.1]", "li@com.cn", "li@sample-firm.test", "li@sample..cn", "li@-a.cn",
        "li\r\nBcc: x@y.cn@sample-firm.cn", f"{'a' * 65}@sample-firm.cn", f"a@{'b' * 64}.cn",
        "a@" + "b." * 130 + "cn",
        "li@sample-firm.cn,x@y.cn", "Li <li@sample-firm.cn>",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_address(text)
    assert str(refused.value) == ""


def test_an_address_is_masked_for_others_and_compared_without_its_case() -> None:
    address = read_address(" Li.Ming@Sample-Firm.CN ")
    assert address.masked == "L***@sample-firm.cn"
    assert address.comparable == read_address("li.ming@sample-firm.cn").comparable
    assert "Ming" not in repr(address)


def test_an_internationalised_address_is_read_and_spelled_for_the_wire() -> None:
    address = read_address("李明@云山科技.中国")
    assert (address.ascii_domain, address.registrable) == ("xn--9kq115a7uef60a.xn--fiqs8s",) * 2
    assert address.wire == "李明@xn--9kq115a7uef60a.xn--fiqs8s"


def test_a_domain_is_the_part_that_was_registered() -> None:
    read = read_address("a@mail.hz.sample.com.cn")
    assert (read.ascii_domain, read.registrable) == ("mail.hz.sample.com.cn", "sample.com.cn")


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.sample-firm.cn/about?x=1", "sample-firm.cn"),
        ("www.sample-firm.com.cn:8080", "sample-firm.com.cn"),
        ("HTTP://云山科技.cn", "xn--9kq115a7uef60a.cn"),
        ("", None), (None, None), ("没有", None), ("http://[::1", None), ("com.cn", None), ("x" * 300, None),
    ],
)  # fmt: skip
def test_the_domain_of_a_website_is_found_as_people_type_it(website: str | None, domain: str | None) -> None:
    assert site_domain(website) == domain


@pytest.mark.parametrize(
    ("name", "seen"),
    [("pаypal", "paypal"), ("paypa1", "paypal"), ("huavvei", "huawei"),
     ("rnidea", "midea"), ("ɡoogle", "google")],
)  # fmt: skip
def test_letters_are_folded_to_those_they_are_taken_for(name: str, seen: str) -> None:
    assert folded(name) == folded(seen)


def test_a_firms_own_domain_is_like_no_other() -> None:
    assert resemblances("tencent.com", [(Whose.EARLIER, "tencent.cn")]) == ()
    assert resemblances("tencemt.com", [(Whose.WEBSITE, "tencemt.com")]) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a@paypa1.com", "mail_domain_same_to_the_eye"),
        ("a@xn--pypal-4ve.com", "mail_domain_scripts_mixed"),
        ("a@tencent-hr.com", "mail_domain_carries_a_name"),
        ("a@bytedance.cn", "mail_domain_other_ending"),
        ("a@tencnet.com", "mail_domain_near"),
        ("a@sample-flrm.cn", "mail_domain_same_to_the_eye"),
    ],
)
def test_what_is_alike_is_for_a_person_to_look_at(text: str, code: str) -> None:
    seen = facts(text, KNOWN)
    assert judged(seen)[code].outcome is Outcome.CONCERN
    assert outcome(seen) is DecisionOutcome.ESCALATED


@pytest.mark.parametrize(
    ("changes", "code", "proven"),
    [
        ({}, "mail_confirmed", True),
        ({"confirmed": None, "state": MessageState.SENT}, "mail_unconfirmed", False),
        ({"confirmed": None, "state": MessageState.BOUNCED}, "mail_bounced", False),
        ({"confirmed": None, "state": MessageState.FAILED}, "mail_not_delivered", False),
        ({"confirmed": None, "state": MessageState.SPENT}, "mail_codes_spent", False),
        ({"confirmed": None, "state": MessageState.DISOWNED}, "mail_disowned", False),
        ({"others": 1}, "mail_domain_of_another_employer", False),
        ({"website": "sample-firm.cn"}, "mail_domain_of_the_site", True),
        ({"website": "elsewhere.cn"}, "mail_domain_not_of_the_site", False),
        ({"takes_mail": TakesMail.YES}, "mail_domain_takes_mail", True),
        ({"takes_mail": TakesMail.NO}, "mail_domain_takes_no_mail", False),
        ({"takes_mail": TakesMail.UNANSWERED}, "mail_domain_unanswered", True),
        ({"address": read_address("hr@sample-firm.cn")}, "mail_of_an_office", True),
        ({"address": read_address("li@qq.com")}, "mail_domain_free", False),
        ({"address": read_address("li@mailinator.com")}, "mail_domain_disposable", False),
    ],
)
def test_each_finding_has_its_code_and_its_weight(
    changes: dict[str, object], code: str, proven: bool
) -> None:
    seen = replace(facts(), **changes)
    assert code in judged(seen)
    assert (outcome(seen) is DecisionOutcome.VERIFIED) is proven


def test_a_finding_holds_a_domain_and_no_address() -> None:
    for one in judge_proof(KIND, facts("planted.person@sample-firm.cn"), POLICY):
        assert "planted" not in repr(one)


def kind_of(text: str) -> str:
    """How the rules sort an address."""
    seen = facts(text, KNOWN)
    if seen.address.kind is not DomainKind.CORPORATE:
        return seen.address.kind
    if any(one.check == "mail_likeness" and one.outcome is Outcome.CONCERN for one in judged(seen).values()):
        return "like"
    return "office" if seen.address.is_role else "person"


def sorted_addresses() -> dict[str, tuple[int, tuple[str, ...]]]:
    """By class how many there are, and those that the rules sort otherwise."""
    return {
        name: (len(texts), tuple(f"{text} as {kind_of(text)}" for text in texts if kind_of(text) != name))
        for name, texts in OURS.items()
    }


def test_the_guide_says_how_many_addresses_are_sorted_right() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "proofs-mail.md").read_text(encoding="utf-8")
    for name, (count, wrong) in sorted_addresses().items():
        assert f"| {name} | {count} | {count - len(wrong)} | {len(wrong)} |" in guide
        assert all(one.partition(" ")[0] in guide for one in wrong)
