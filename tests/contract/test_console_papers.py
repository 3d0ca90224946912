"""A paper of people on the case page: its fields beside what was declared, covered in words and in pixels."""

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image

from tests.card_cases import AGENT, COVERED_BY_LINE, PORTRAIT, ROWS, card, escalated, place
from tests.case_files import as_shipped
from tests.colleagues import Browser, Colleague, at_desk, joined
from tests.review_acts import Desk, desk
from tests.rows import CASE
from verifier import usecases
from verifier.console.words.case import SAID
from verifier.domain.case import Case
from verifier.domain.evidence import Evidence
from verifier.domain.paper import PaperField
from verifier.domain.places import Box
from verifier.usecases.ports import Ports

COVERED_WHOLE, OTHER_PAGE = SAID["case_page_covered_whole"][0], SAID["case_paper_unknown"][0]


@pytest.fixture
def here() -> Desk:
    made = desk()
    ports = as_shipped(made.ports)
    return replace(made, world=replace(made.world, ports=ports), ports=ports)


@pytest.fixture
def ports(here: Desk) -> Ports:
    return here.ports


@pytest.fixture
def ling(here: Desk) -> Colleague:
    return joined(here.world)


def page(own: Browser, case: Case, item: Evidence) -> str:
    return own.get(f"/console/cases/{case.id}?page={item.id}").text


def picture(own: Browser, case: Case, item: Evidence) -> Image.Image:
    answer = own.get(f"/console/cases/{case.id}/evidence/{item.id}/page")
    return Image.open(io.BytesIO(answer.data)).convert("RGB")


def is_covered(shown: Image.Image, box: Box) -> bool:
    """The page is red, and covers are not."""
    red, green, blue = shown.getpixel(((box[0] + box[2]) // 2, (box[1] + box[3]) // 2))
    return not (red > 180 and green < 90 and blue < 90)


def test_a_papers_fields_stand_beside_what_was_declared_and_at_their_places(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, item = escalated(here.ports, here.tenant.id, card())
    text = page(at_desk(app, ling), case, item)
    for name in ROWS:
        assert f'data-row="paper_{name}"' in text
        assert re.search(rf'<polygon points="[^"]+" data-field="paper_{name}"', text)
    assert 'data-field="paper_portrait"' in text
    assert AGENT.authority in text
    for hidden in (AGENT.name, AGENT.number, AGENT.born.isoformat(), AGENT.address, AGENT.number[6:]):
        assert hidden not in text


def test_places_of_personal_data_are_covered_in_pixels_and_others_are_not(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, item = escalated(here.ports, here.tenant.id, card())
    shown = picture(at_desk(app, ling), case, item)
    for name in (PaperField.NAME, PaperField.BORN, PaperField.ADDRESS, PaperField.NUMBER):
        assert is_covered(shown, place(ROWS[name][1])), name
    assert is_covered(shown, PORTRAIT)
    assert is_covered(shown, place(COVERED_BY_LINE))
    assert not is_covered(shown, place(ROWS[PaperField.AUTHORITY][1]))


@pytest.mark.parametrize(
    ("what", "name"),
    [("identity_number", PaperField.NUMBER), ("birthday", PaperField.BORN), ("faces", None)],
)
def test_each_is_revealed_by_itself_for_a_reason_and_on_the_record(
    what: str, name: PaperField | None, app: Flask, here: Desk, ling: Colleague
) -> None:
    case, item = escalated(here.ports, here.tenant.id, card())
    own = at_desk(app, ling)
    assert f'id="reveal-{what}"' in page(own, case, item)
    done = own.post(f"/console/cases/{case.id}/reveal", what=what, reason="compare_document", why="")
    assert done.status_code == 303
    text, shown = page(own, case, item), picture(own, case, item)
    others = {PaperField.NAME, PaperField.ADDRESS, PaperField.NUMBER, PaperField.BORN} - {name}
    assert all(ROWS[other][0] not in text and is_covered(shown, place(ROWS[other][1])) for other in others)
    if name:
        assert ROWS[name][0] in text
        assert not is_covered(shown, place(ROWS[name][1]))
    assert is_covered(shown, PORTRAIT) is (what != "faces")
    with here.ports.view() as tx:
        told = [one.details for one in tx.audit.entries(case.tenant_id) if "revealed" in one.action]
    assert len(told) == 1
    assert what in told[0]
    assert AGENT.number not in told[0]


def test_the_declared_agent_stands_beside_the_card_and_is_covered_like_it(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    declared = replace(CASE.declared, agent="钱经办")
    opened = usecases.open_case(
        here.ports, here.tenant.id, account_type=CASE.account_type, declared=declared, reference=None
    )
    case, item = escalated(here.ports, here.tenant.id, card(), opened)
    own = at_desk(app, ling)
    text = page(own, case, item)
    assert 'data-row="agent"' in text
    assert "identity_not_the_agent" in text
    assert "钱经办" not in text
    own.post(f"/console/cases/{case.id}/reveal", what="person", reason="compare_document", why="")
    text = page(own, case, item)
    assert "钱经办" in text
    assert AGENT.name in text


@pytest.mark.parametrize("missing", [PaperField.NAME, PaperField.NUMBER, PaperField.ADDRESS])
def test_a_card_of_which_something_was_not_read_is_covered_whole(
    missing: PaperField, app: Flask, here: Desk, ling: Colleague
) -> None:
    whole = card()
    fields = {name: found for name, found in whole.fields.items() if name is not missing}
    case, item = escalated(here.ports, here.tenant.id, replace(whole, fields=fields))
    assert COVERED_WHOLE in page(at_desk(app, ling), case, item)


def test_a_page_that_is_another_paper_says_so_and_is_covered_whole(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, item = escalated(here.ports, here.tenant.id, replace(card(), kind=None))
    text = page(at_desk(app, ling), case, item)
    assert OTHER_PAGE in text
    assert COVERED_WHOLE in text
